import { existsSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";

import { onPath } from "../setUp/onPath";
import type { Tool } from "./tools";

/**
 * The tool that the engine finds itself: on PATH or beside `pulumi`, which may be a link.
 *
 * @throws Error when there is none, or it lacks a part.
 */
export function toolOnPath({ program, companion }: Tool, path: string): string {
  const pulumi = onPath("pulumi", path);
  const folders = pulumi === undefined ? [path] : [path, dirname(realpathSync(pulumi))];
  const found = onPath(program.name, folders.join(delimiter));
  if (found === undefined) throw new Error("there is none");
  // The host looks for it beside the file that it was started as.
  const part = companion && join(dirname(realpathSync(found)), basename(companion.path));
  if (part !== undefined && !existsSync(part))
    throw new Error(`${found} comes without ${basename(part)}`);
  return found;
}
