import { ConfigurationError } from "../gitlab";
import { verifyToken } from "../gitlab/tokenVerification";
import { type ConnectionOptions, connect } from "./connection";
import { EXIT } from "./endings";
import { type OutputOptions, printThing } from "./output";
import { readRunnerToken } from "./runnerToken";
import { note } from "./terminal";

type VerifyOptions = ConnectionOptions & OutputOptions & { full?: boolean };

/** Verifies a runner's token, and prints the verdict. */
export async function verify(argument: string | undefined, options: VerifyOptions): Promise<void> {
  if (argument !== undefined) {
    throw new ConfigurationError(
      "an argument shows in the list of processes and in the shell's history: pass the token on standard " +
        "input, or in RUNNER_TOKEN. Reset a token that others may have seen",
    );
  }
  const token = await readRunnerToken();
  const mode = options.full === true ? "full" : "quiet";
  // GitLab takes the runner's token itself as the credential.
  const { gitlab } = connect(options, { isTokenOptional: true });
  const verdict = await verifyToken(gitlab, token, mode, note);
  printThing({ ...verdict }, options);
  if (verdict.state === "rejected") process.exitCode = EXIT.no;
  if (verdict.state === "unverified") process.exitCode = EXIT.failed;
}
