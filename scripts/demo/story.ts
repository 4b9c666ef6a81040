import type { DemoStack, Shown } from "./demoStack";
import type { Edit } from "./languages";
import type { Screen } from "./screen";
import type { Target } from "./target";

/** What must be seen for a step to be as it should be. */
interface Expectation {
  /** Whether the engine ends well. */
  succeeds: boolean;
  shows: readonly (string | RegExp)[];
}

/**
 * The main job, step by step.
 *
 * @throws Error that names the first step that did not behave as expected.
 */
export async function tellStory(stack: DemoStack, target: Target, screen: Screen): Promise<void> {
  const { source, longerTimeout, adoption } = stack.language;
  let number = 0;
  const say = (title: string): void => {
    number += 1;
    screen.title(`${number}. ${title}`);
  };
  const operate = async (
    operation: string,
    args: readonly string[],
    expected: Expectation,
  ): Promise<void> => {
    screen.line(`   $ pulumi ${[operation, ...args].join(" ")}`);
    compare(number, await stack.operate(operation, args), expected);
  };
  const edit = async (change: Edit): Promise<void> => {
    await stack.edit(change);
    screen.line(`   ${source}:`);
    for (const line of difference(change)) screen.quote(line);
  };
  const atGitLab = (method: string, path: string, body?: object): Promise<Attributes> =>
    callGitLab(target, method, path, body);
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`Step ${number} did not behave as expected: ${what}`);
    screen.line(`   GitLab: ${what}`);
  };
  const apply = ["--yes", "--skip-preview"];

  say("You declare a runner. The preview shows what an apply would create");
  screen.line(`   ${source}:`);
  for (const line of (await stack.program()).trimEnd().split("\n")) screen.quote(line);
  await operate("preview", ["--diff"], {
    succeeds: true,
    shows: [/gitlab-runners:(index:)?Runner: \(create\)/, /tagList/, "+ 2 to create"],
  });

  say("You apply it");
  await operate("up", apply, { succeeds: true, shows: ["+ 2 created"] });
  const id = await stack.output("id");
  const runner = `/runners/${id}`;
  const made = await atGitLab("GET", runner);
  must(made.maximum_timeout === 3600, `runner ${id} exists, its jobs may run for 3600 s`);

  say("A second preview finds nothing to do");
  await operate("preview", ["--expect-no-changes"], { succeeds: true, shows: ["2 unchanged"] });

  say("You change a property. The diff shows what an apply would do");
  await edit(longerTimeout);
  await operate("preview", ["--diff"], {
    succeeds: true,
    shows: [/~ maximumTimeout\s*: 3600 => 7200/, "~ 1 to update"],
  });
  await operate("up", apply, { succeeds: true, shows: ["~ 1 updated"] });
  must((await atGitLab("GET", runner)).maximum_timeout === 7200, "its jobs may run for 7200 s");

  say("Somebody pauses the runner in GitLab. A refresh reports the drift");
  await atGitLab("PUT", runner, { paused: true });
  await operate("refresh", ["--yes", "--skip-preview", "--diff"], {
    succeeds: true,
    shows: [/paused\s*: false => true/, "~ 1 updated"],
  });

  say("The next apply repairs it");
  await operate("up", apply, { succeeds: true, shows: ["~ 1 updated"] });
  must(!(await atGitLab("GET", runner)).paused, "the runner is no longer paused");

  say("You adopt a runner by a token that is dead. The preview stops");
  const token = await stack.output("token");
  await atGitLab("POST", `${runner}/reset_authentication_token`);
  await stack.configure("runnerToken", token, true);
  await edit(adoption);
  await operate("preview", [], { succeeds: false, shows: ["authenticationToken", "rejects"] });

  say("You destroy the stack");
  await operate("destroy", [...apply, "--remove"], { succeeds: true, shows: ["- 2 deleted"] });
  must((await atGitLab("GET", runner)).status === 404, `runner ${id} is gone`);
}

/** The lines that an edit takes away and adds. */
function difference({ from, to }: Edit): string[] {
  const [before, after] = [from, to].map((text) => text.split("\n").filter((line) => line !== ""));
  const lines = (sign: string, some: string[] = [], others: string[] = []): string[] =>
    some.filter((line) => !others.includes(line)).map((line) => `${sign} ${line}`);
  return [...lines("-", before, after), ...lines("+", after, before)];
}

function compare(number: number, shown: Shown, expected: Expectation): void {
  if ((shown.exitCode === 0) !== expected.succeeds)
    throw new Error(
      `Step ${number} did not behave as expected: the engine ended with ${shown.exitCode}.`,
    );
  for (const wanted of expected.shows) {
    const seen =
      typeof wanted === "string" ? shown.output.includes(wanted) : wanted.test(shown.output);
    if (!seen)
      throw new Error(
        `Step ${number} did not behave as expected: the engine does not show ${String(wanted)}.`,
      );
  }
}

interface Attributes {
  status: number;
  paused?: boolean;
  maximum_timeout?: number | null;
}

async function callGitLab(
  { url, token }: Target,
  method: string,
  path: string,
  body?: object,
): Promise<Attributes> {
  const answer = await fetch(`${url}/api/v4${path}`, {
    method,
    headers: { "private-token": token, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok && answer.status !== 404)
    throw new Error(`${method} ${path}: GitLab answered ${answer.status}`);
  return { ...((await answer.json()) as object), status: answer.status };
}
