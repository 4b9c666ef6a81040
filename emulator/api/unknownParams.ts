import { refused } from "../http/errors";
import type { ParamRules, RawParams } from "../http/params";

/** What every endpoint takes. */
const EVERYWHERE = ["private_token", "access_token"];

/**
 * Refuses what GitLab would act on and this server would not, where silence could be taken for
 * consent.
 *
 * @throws ApiError 501 that names the parameters.
 */
export function refuseUnknown(raw: RawParams, rules: ParamRules): void {
  const unknown = Object.keys(raw).filter(
    (name) => !Object.hasOwn(rules, name) && !EVERYWHERE.includes(name),
  );
  if (unknown.length > 0)
    throw refused(501, `The embedded GitLab does not know ${unknown.join(", ")} here`);
}
