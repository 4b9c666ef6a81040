import { ConfigurationError } from "../gitlab";
import { EXIT } from "./endings";
import { askLine, note } from "./terminal";

/** Of a command that changes something. */
export interface ConfirmOptions {
  /** Go on without a question. */
  yes?: boolean;
}

/**
 * Whether the user wants it. A no ends the command as one.
 *
 * @param question - with its question mark: `Delete 3 runners?`
 * @throws {ConfigurationError} without `--yes` where there is no terminal to ask at.
 */
export async function isConfirmed(question: string, { yes }: ConfirmOptions): Promise<boolean> {
  if (yes === true) return true;
  const answer = await askLine(`${question} Type yes to do it:`);
  if (answer === undefined)
    throw new ConfigurationError(`there is no terminal to ask at. ${question} Say so with --yes`);
  if (answer.trim().toLowerCase() === "yes") return true;
  note("Nothing was changed.");
  process.exitCode = EXIT.no;
  return false;
}
