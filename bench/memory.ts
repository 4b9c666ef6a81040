/*
 * The memory of the provider's process, which is the SDK's host with the package in it: when it has
 * started, when it has created runners, and after more and more reads of them.
 */
import { execFileSync } from "node:child_process";

import { mapBounded } from "../gitlab/mapBounded";
import { environmentOf, startGitLab } from "../tests/helpers/gitlab";
import { type Properties, ProviderHost } from "../tests/helpers/host/providerHost";

const RUNNERS = 1000;
const ROUNDS = 5;
/** As many operations at once as the engine has by itself on two cores. */
const AT_ONCE = 16;
const BUILD = { name: "build", type: "Runner" } as const;

export async function benchMemory(): Promise<void> {
  const gitlab = await startGitLab();
  const host = await ProviderHost.start("dynamic");
  const print = (when: string): void => {
    console.log(`${when.padEnd(40)} ${residentMiB(host.pid).toFixed(0).padStart(4)} MiB`);
  };
  try {
    const { GITLAB_BASE_URL, GITLAB_TOKEN } = environmentOf(gitlab);
    print("the host, nothing of the package loaded");
    await host.startOperation({
      "gitlab:baseUrl": GITLAB_BASE_URL ?? "",
      "gitlab:token": GITLAB_TOKEN ?? "",
    });
    const indexes = Array.from({ length: RUNNERS }, (_, index) => index);
    const made = await mapBounded(indexes, AT_ONCE, async (index) => {
      const { inputs } = await host.check(BUILD, {}, argumentsOf(index));
      return { index, inputs, ...(await host.create(BUILD, inputs)) };
    });
    print(`${RUNNERS} runners created`);
    for (let round = 1; round <= ROUNDS; round += 1) {
      await mapBounded(made, AT_ONCE, async (runner) => {
        const { inputs } = await host.check(BUILD, runner.inputs, argumentsOf(runner.index));
        await host.diff(BUILD, runner.id, runner.outputs, inputs, runner.inputs);
        await host.read(BUILD, runner.id, runner.outputs, runner.inputs);
      });
      print(`checked, compared and read, ${round} times`);
    }
  } finally {
    host.kill();
    await gitlab.close();
  }
}

function argumentsOf(index: number): Properties {
  return {
    runnerType: "instance_type",
    description: `builds ${index}`,
    tagList: ["docker", "linux"],
    __provider: 'exports.handler = () => require("pulumi-gitlab-runners/provider").runner;',
  };
}

function residentMiB(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)]).toString()) / 1024;
}
