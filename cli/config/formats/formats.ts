import type { FileProgram } from "../program";
import { json } from "./json";
import { typescript } from "./typescript";

/** How the options of a file are written, by the names of `--language`. */
export const LANGUAGES = { typescript, json } satisfies Record<
  string,
  (program: FileProgram) => string
>;

export type Language = keyof typeof LANGUAGES;
