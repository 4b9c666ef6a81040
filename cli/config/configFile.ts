import { ConfigurationError } from "../../gitlab";
import { loadModule } from "../../gitlab/transport/loadModule";
import { inputName, readInput } from "../readInput";

/** More than any config.toml has. */
const LARGEST = 4 * 1024 * 1024;

/** How the reader of TOML says that JavaScript has no such whole number. */
const NOT_EXACT = "integer value cannot be represented losslessly";

/** A value of a file in TOML. */
export type FileValue = string | number | boolean | Date | FileValue[] | FileTable;
export interface FileTable {
  [key: string]: FileValue;
}

/**
 * Reads a file of gitlab-runner's.
 *
 * @param file - its path, or `-` for standard input.
 * @throws ConfigurationError if there is none, if it is not TOML, or if it has a number that no option can be;
 *   the error quotes nothing of the file, which holds tokens.
 */
export async function readConfigFile(file: string): Promise<FileTable> {
  const text = await textOf(file);
  const { parse, TomlError } = await loadModule("smol-toml", () => import("smol-toml"));
  try {
    return parse(text, { integersAsBigInt: false });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const place = `line ${error.line}, column ${error.column}`;
    const reason = error.message.split("\n")[0]?.replace("Invalid TOML document: ", "") ?? "";
    throw new ConfigurationError(
      reason === NOT_EXACT
        ? `${inputName(file)}, ${place}: a whole number must be at most ${Number.MAX_SAFE_INTEGER}, ` +
            "either side of 0. Give a smaller one"
        : `${inputName(file)} is not TOML: ${place}: ${reason}`,
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
