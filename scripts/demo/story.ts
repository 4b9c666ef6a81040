import type { DemoStack, Shown } from "./demoStack";
import type { Target } from "./target";

/** What must be seen for a step to be as it should be. */
interface Expectation {
  /** Whether the engine ends well. */
  succeeds: boolean;
  shows: readonly (string | RegExp)[];
}

/** Writes for the person who watches. */
export type Print = (text: string) => void;

/**
 * The main job, step by step.
 *
 * @throws Error that names the first step that is not as it should be.
 */
export async function tellStory(stack: DemoStack, target: Target, print: Print): Promise<void> {
  let number = 0;
  const say = (title: string): void => {
    number += 1;
    print(`\n${number}. ${title}\n`);
  };
  const operate = async (
    operation: string,
    args: readonly string[],
    expected: Expectation,
  ): Promise<void> => {
    print(`   $ pulumi ${[operation, ...args].join(" ")}\n`);
    const shown = await stack.operate(operation, args, (text) => {
      print(text.replace(/^(?=.)/gm, "   | "));
    });
    compare(number, shown, expected);
  };
  const atGitLab = (method: string, path: string, body?: object): Promise<Attributes> =>
    callGitLab(target, method, path, body);
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`Step ${number} is not as it should be: ${what}`);
    print(`   GitLab: ${what}\n`);
  };
  const apply = ["--yes", "--skip-preview"];

  say("A runner is declared; the preview shows what would be made");
  await operate("preview", ["--diff"], {
    succeeds: true,
    shows: ["gitlab-runners:Runner: (create)", /tagList/, "+ 2 to create"],
  });

  say("It is applied");
  await operate("up", apply, { succeeds: true, shows: ["+ 2 created"] });
  const id = await stack.output("id");
  const runner = `/runners/${id}`;
  const made = await atGitLab("GET", runner);
  must(made.maximum_timeout === 3600, `runner ${id} is there, its jobs may run for 3600 s`);

  say("A second preview finds nothing to do");
  await operate("preview", ["--expect-no-changes"], { succeeds: true, shows: ["2 unchanged"] });

  say("A property is changed; the diff says what an apply would do");
  await stack.configure("maximumTimeout", "7200");
  await operate("preview", ["--diff"], {
    succeeds: true,
    shows: [/~ maximumTimeout\s*: 3600 => 7200/, "~ 1 to update"],
  });
  await operate("up", apply, { succeeds: true, shows: ["~ 1 updated"] });
  must((await atGitLab("GET", runner)).maximum_timeout === 7200, "its jobs may run for 7200 s");

  say("Somebody pauses the runner behind our back; a refresh reports it");
  await atGitLab("PUT", runner, { paused: true });
  await operate("refresh", ["--yes", "--skip-preview", "--diff"], {
    succeeds: true,
    shows: [/paused\s*: false => true/, "~ 1 updated"],
  });

  say("The next apply repairs it");
  await operate("up", apply, { succeeds: true, shows: ["~ 1 updated"] });
  must(!(await atGitLab("GET", runner)).paused, "the runner is no longer paused");

  say("A runner is to be adopted by a token that is dead; the preview stops");
  const token = await stack.output("token");
  await atGitLab("POST", `${runner}/reset_authentication_token`);
  await stack.configure("authenticationToken", token, true);
  await operate("preview", [], { succeeds: false, shows: ["authenticationToken", "rejects"] });
  await stack.forget("authenticationToken");

  say("The stack is destroyed");
  await operate("destroy", apply, { succeeds: true, shows: ["- 2 deleted"] });
  must((await atGitLab("GET", runner)).status === 404, `runner ${id} is gone`);
}

function compare(number: number, shown: Shown, expected: Expectation): void {
  if ((shown.exitCode === 0) !== expected.succeeds)
    throw new Error(
      `Step ${number} is not as it should be: the engine ended with ${shown.exitCode}.`,
    );
  for (const wanted of expected.shows) {
    const seen =
      typeof wanted === "string" ? shown.output.includes(wanted) : wanted.test(shown.output);
    if (!seen)
      throw new Error(
        `Step ${number} is not as it should be: the engine does not show ${String(wanted)}.`,
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
