import { ConfigurationError } from "../../gitlab";
import { loadModule } from "../../gitlab/transport/loadModule";
import { inputName, readInput } from "../readInput";

/** More than any config.toml has. */
const LARGEST = 4 * 1024 * 1024;

/** A value of a file in TOML. */
export type FileValue = string | number | boolean | Date | FileValue[] | FileTable;
export interface FileTable {
  [key: string]: FileValue;
}

/**
 * Reads a file of gitlab-runner's.
 *
 * @param file - its path, or `-` for standard input.
 * @throws ConfigurationError if there is none, or if it is not TOML; the error quotes nothing of the file,
 *   which holds tokens.
 */
export async function readConfigFile(file: string): Promise<FileTable> {
  const text = await textOf(file);
  const { parse, TomlError } = await loadModule("smol-toml", () => import("smol-toml"));
  try {
    return parse(text, { integersAsBigInt: false });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split("\n")[0]?.replace("Invalid TOML document: ", "") ?? "";
    throw new ConfigurationError(
      `${inputName(file)} is not TOML: line ${error.line}, column ${error.column}: ${reason}`,
    );
  }
}

async function textOf(file: string): Promise<string> {
  const bytes = await readInput(file, { largest: LARGEST, what: "config.toml" });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ConfigurationError(`${inputName(file)} is not UTF-8, as TOML must be`, { cause });
  }
}
