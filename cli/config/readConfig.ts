import { EXIT } from "../endings";
import { note, print } from "../terminal";
import { readConfigFile } from "./configFile";
import { LANGUAGES, type Language } from "./formats/formats";
import { programOf } from "./program";

/** Prints what writes a config.toml that is there; what cannot be written is an answer of its own. */
export async function readConfig(
  file: string,
  { language }: { language: Language },
): Promise<void> {
  const program = programOf(await readConfigFile(file));
  print(LANGUAGES[language](program).trimEnd());
  for (const line of program.missing) note(line);
  if (program.missing.length > 0) process.exitCode = EXIT.no;
}
