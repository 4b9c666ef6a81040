import * as v from "valibot";

import type { ConfigurationError } from "../gitlab";
import { parseJson } from "../gitlab/text/parseJson";
import { readInput } from "./readInput";

/** A kind of file that a command writes and reads again. */
export interface JsonFile<Schema extends v.GenericSchema> {
  readonly schema: Schema;
  /** Most bytes. */
  readonly largest: number;
  /** What it is: `plan`. */
  readonly what: string;
  /** The command that writes it: `prune`. */
  readonly command: string;
  /** The error about a file that is none, with the reason. */
  readonly refusal: (file: string, reason: string) => ConfigurationError;
}

/**
 * Reads a file that a command wrote.
 *
 * @param file - its path, or `-` for standard input.
 * @throws ConfigurationError where it cannot be read, or is another file.
 */
export async function readJsonFile<Schema extends v.GenericSchema>(
  file: string,
  { schema, largest, what, command, refusal }: JsonFile<Schema>,
): Promise<v.InferOutput<Schema>> {
  const bytes = await readInput(file, { largest, what });
  let value: unknown;
  try {
    value = parseJson(bytes.toString("utf8"));
  } catch (error) {
    throw refusal(file, `it ${(error as SyntaxError).message}`);
  }
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw refusal(file, `${v.getDotPath(issue) ?? "its root"} is not as ${command} writes it`);
}
