import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a program is that PATH, or another list of folders, leads to. */
export function onPath(name: string, path = process.env["PATH"] ?? ""): string | undefined {
  return path
    .split(delimiter)
    .filter((directory) => directory !== "")
    .map((directory) => join(directory, executable(name)))
    .find((candidate) => {
      try {
        accessSync(candidate, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The file's name of a program. */
export function executable(name: string): string {
  return process.platform === "win32" ? `${name}.exe` : name;
}
