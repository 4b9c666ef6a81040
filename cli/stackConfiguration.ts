import { execFileSync } from "node:child_process";

import { ConfigurationError } from "../gitlab";
import { redact } from "../gitlab/text/redact";

/**
 * The configuration of a stack of the Pulumi project in this folder, secrets in plain, as `pulumi
 * config` shows it.
 *
 * @returns the value of a key, `gitlab:token`.
 * @throws ConfigurationError with Pulumi's own words, when it cannot be read.
 */
export function stackConfiguration(stack: string): (key: string) => string | undefined {
  const args = ["config", "--json", "--show-secrets", "--non-interactive", "--stack", stack];
  const values = JSON.parse(runPulumi(stack, args)) as Record<string, { value?: string }>;
  return (key) => values[key]?.value;
}

function runPulumi(stack: string, args: readonly string[]): string {
  try {
    return execFileSync("pulumi", args, { encoding: "utf8", stdio: ["inherit", "pipe", "pipe"] });
  } catch (cause) {
    const { code, stderr } = cause as { code?: string; stderr?: string };
    const reason =
      code === "ENOENT"
        ? "there is no pulumi on PATH"
        : redact((stderr ?? String(cause)).replace(/^error: /, "").trim());
    throw new ConfigurationError(
      `cannot read the configuration of the stack ${stack}: ${reason}. Run this in the folder of ` +
        "its Pulumi project, or set GITLAB_TOKEN and GITLAB_BASE_URL",
      { cause },
    );
  }
}
