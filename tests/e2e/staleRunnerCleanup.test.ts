import type { Emulator } from "../../emulator";
import { ask, environmentOf, runnersAt, startGitLab } from "../helpers/gitlab";
import { done } from "../helpers/pluginStack";
import { Stack } from "../helpers/stack";

describe("a cleanup of stale runners", () => {
  let gitlab: Emulator;
  let stack: Stack;
  const stale = (id: number) => ({
    id,
    runner_type: "group_type" as const,
    group: "acme",
    created_at: "-P90D",
    contacted_at: `-P${260 - id}D`,
  });
  const idsLeft = async (): Promise<number[]> =>
    (await runnersAt(gitlab)).map(({ id }) => id).sort((one, other) => one - other);

  beforeAll(async () => {
    gitlab = await startGitLab();
    gitlab.seed({ runners: [201, 202, 203, 204, 205].map(stale) });
    stack = await Stack.create({
      program: `
        const { Runner, StaleRunnerCleanup } = require("pulumi-gitlab-runners");
        const ours = new Runner("ours", { runnerId: 202 });
        new StaleRunnerCleanup("old", { groupId: "acme", maxDeletions: 2 }, { dependsOn: ours });
      `,
      env: environmentOf(gitlab),
    });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  test("is refused by a plan whose list is another after a runner came back", async () => {
    const preview = await stack.preview("--diff", "--save-plan", "plan.json");
    done(preview);
    expect(preview.output).toContain("up deletes the stale runners 201, 203");
    expect(preview.output).toContain("the stale runners 204, 205 wait for the next up");
    expect(preview.output).toMatch(/staleRunners\s*: \[/);
    const { body } = await ask(gitlab, "POST", "/runners/201/reset_authentication_token");
    const { token } = body as { token: string };
    await ask(gitlab, "POST", "/runners/verify", { token, system_id: "s_back" });
    const planned = await stack.up("--plan", "plan.json");
    expect(planned.exitCode).not.toBe(0);
    expect(planned.output).toMatch(/violates plan: properties changed: \+\+staleRunners/);
    expect(await idsLeft()).toEqual([201, 202, 203, 204, 205]);
  });

  test("deletes at most maxDeletions, and neither what is back nor what the stack adopted", async () => {
    done(await stack.up());
    expect(await idsLeft()).toEqual([201, 202, 205]);
    expect(stack.resource("old")?.outputs).toMatchObject({ deletedRunnerIds: [203, 204] });
  });

  test("keeps to a plan whose list is the same, and then changes nothing", async () => {
    done(await stack.preview("--save-plan", "plan.json"));
    done(await stack.up("--plan", "plan.json"));
    expect(await idsLeft()).toEqual([201, 202]);
    done(await stack.refresh("--expect-no-changes"));
    done(await stack.preview("--expect-no-changes"));
    done(await stack.destroy());
    expect(await idsLeft()).toEqual([201, 202]);
  });
});
