import type { Emulator } from "../../emulator";
import { SCRIPT } from "../helpers/commandLine";
import { startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

describe("the command line in a Pulumi project", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    gitlab.seed({ runners: [{ runner_type: "instance_type", description: "Shared" }] });
    stack = await Stack.create({ program: "" });
    await stack.config("gitlab:baseUrl", gitlab.url);
    await stack.config("gitlab:token", gitlab.tokens["root"] ?? "", "secret");
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  test("takes the configuration of a stack, secrets too", async () => {
    const shown = await stack.node(SCRIPT, "list", "--all", "--stack", "dev");
    expect(shown.output).toMatch(/^1\s+instance\s+never_contacted\s+Shared/m);
    expect(shown.exitCode).toBe(0);
  });

  test("does without one where the options say which GitLab", async () => {
    const refused = await stack.node(SCRIPT, "list", "--all");
    expect(refused.output).toContain("there is no token");
    expect(refused.exitCode).toBe(2);
  });

  test("says in Pulumi's words why a stack's configuration cannot be read", async () => {
    const shown = await stack.node(SCRIPT, "list", "--stack", "nowhere");
    expect(shown.output).toMatch(/cannot read the configuration of the stack nowhere: .*no stack/);
    expect(shown.exitCode).toBe(2);
  });
});
