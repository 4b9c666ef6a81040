import type { ResourceState } from "./previewDocument";
import { plainText } from "./text";

/** A line of the program, by its path in the folder of the Pulumi project. */
export interface Source {
  readonly path: string;
  readonly line: number;
}

/** Where the program declares a resource: the first place that is in the project's own files. */
export function sourceOf(state: ResourceState | undefined): Source | undefined {
  const trace = state?.stackTrace ?? [];
  const positions = [state?.sourcePosition, ...trace.map((each) => each.sourcePosition)];
  for (const position of positions) {
    const [, path, line] = /^project:\/\/\/([^#]+)#(\d+)/.exec(position ?? "") ?? [];
    if (path === undefined || path.startsWith("../") || path.includes("node_modules/")) continue;
    return { path: plainText(path), line: Number(line) };
  }
  return undefined;
}
