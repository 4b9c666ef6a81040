import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Things of one kind by their names, each with what users rely on. */
export type Part = Readonly<Record<string, string>>;

/** Everything that docs/versions.md calls public, of a version. */
export interface Surface {
  readonly version: string;
  readonly parts: Readonly<Record<string, Part>>;
}

/** How the shape begins of what a user has to set, and of what may be left out. */
export const REQUIRED = "required ";
export const OPTIONAL = "optional ";

/** The surface of this clone, and that of the last release. */
export const SURFACE = "api/surface.json";
export const RELEASED = "api/released.json";

/** A surface that a clone holds; undefined where it has no such file. */
export function readSurface(root: string, name: string): Surface | undefined {
  const file = join(root, name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Surface) : undefined;
}
