import { text as readAll } from "node:stream/consumers";

import { ConfigurationError } from "../gitlab";
import { verifyToken } from "../gitlab/tokenVerification";
import { type ConnectionOptions, connect } from "./connection";
import { EXIT } from "./endings";
import { type OutputOptions, printThing } from "./output";
import { note } from "./terminal";

type VerifyOptions = ConnectionOptions & OutputOptions & { full?: boolean };

/** The token comes by standard input or the environment: an argument would show in process lists. */
export async function verify(argument: string | undefined, options: VerifyOptions): Promise<void> {
  if (argument !== undefined) {
    throw new ConfigurationError(
      "an argument shows in the list of processes and in the shell's history: pass the token on standard " +
        "input, or in RUNNER_TOKEN. Reset a token that others may have seen",
    );
  }
  const given = process.env["RUNNER_TOKEN"] ?? (await readAll(process.stdin));
  const token = given.trim();
  if (token === "") {
    throw new ConfigurationError("there is no token: pass it on standard input or in RUNNER_TOKEN");
  }
  const mode = options.full === true ? "full" : "quiet";
  // GitLab takes the runner's token itself as the credential.
  const { gitlab } = connect(options, { isTokenOptional: true });
  const verdict = await verifyToken(gitlab, token, mode, note);
  printThing({ ...verdict }, options);
  if (verdict.state === "rejected") process.exitCode = EXIT.no;
  if (verdict.state === "unverified") process.exitCode = EXIT.failed;
}
