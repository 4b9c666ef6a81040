import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/** It holds tokens. */
export const OWNER_ONLY = 0o600;

/** The name under which a file is written before it takes its place. */
export function temporaryName(path: string): string {
  return `${path}.${process.pid}.tmp`;
}

/** Whether a name is one that `temporaryName` gives for a path, whichever process it was. */
export function isTemporaryName(name: string, path: string): boolean {
  return name.startsWith(path) && /^\.\d+\.tmp$/.test(name.slice(path.length));
}

/** Writes a file's whole content to disk, without its entry in the folder. */
export function writeToDisk(path: string, content: string | Uint8Array): void {
  const file = openSync(path, "w", OWNER_ONLY);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Puts a file in place of another at once. When it throws, the file that was there still is. */
export function replaceFile(path: string, content: string): void {
  const temporary = temporaryName(path);
  try {
    writeToDisk(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Writes the names in a file's folder to disk: what has been made, renamed and removed there. */
export function syncFolderOf(path: string): void {
  // Windows has no such thing: it writes names with their files.
  if (process.platform === "win32") return;
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** A file's content; undefined when there is none. */
export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
