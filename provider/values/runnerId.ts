import { GitLabError } from "../../gitlab";
import { shown } from "../../gitlab/text/shown";

/** @throws {GitLabError} for an id that a user gives for an import or a look-up and no runner can have. */
export function requireRunnerId(id: string): void {
  if (/^[1-9]\d*$/.test(id)) return;
  throw new GitLabError(`${shown(id)} is not the id of a runner, which is a number such as 42`);
}
