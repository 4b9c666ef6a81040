import type { Emulator, EmulatorOptions } from "../../emulator";
import { environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { type Shown, Stack } from "../helpers/stack";

const SITES = ["acme/app", "acme/site", "acme/docs", "acme/wiki"];

/** A GitLab with a project runner, its assignments and an instance runner; ids start at 1. */
const startWith = (prefix: string, options: EmulatorOptions = {}): Promise<Emulator> =>
  startGitLab({
    seed: {
      users: [{ username: "root", admin: true }],
      tokens: [{ name: "root", user: "root" }],
      groups: [{ id: 7, full_path: "acme" }],
      projects: SITES.map((path, index) => ({ id: 11 + index, path_with_namespace: path })),
      ...(prefix !== "" && {
        runners: [1, 2].map((id) => ({
          id,
          runner_type: "project_type" as const,
          projects: SITES,
          description: `${prefix} ${id}`,
        })),
      }),
    },
    ...options,
  });

const CONTACT = ["contacted_at", "status", "online"];

const RESOURCES = (options: string): string => `
const runner = new Runner("build", { runnerType: "project_type", projectId: 11, description: process.env.DESCRIPTION }, ${options});
new ProjectRunnerAssignment("site", { projectId: 12, runnerId: runner.id }, ${options});
new RunnerAssignments("more", { runnerId: runner.id, projectIds: [13, 14] }, ${options});
`;
const HEAD = `const { Provider, ProjectRunnerAssignment, Runner, RunnerAssignments } = require("pulumi-gitlab-runners");\n`;
const PROGRAM = HEAD + RESOURCES("{}");

const projectsOf = async (gitlab: Emulator, id: number): Promise<number[]> => {
  const runner = await runnerAt(gitlab, id);
  return ((runner?.["projects"] ?? []) as { id: number }[]).map((project) => project.id).sort();
};
/** What GitLab holds of a runner; that a preview verifies a token there is no change. */
const sightOf = async (gitlab: Emulator, id: number): Promise<unknown> => ({
  ...(await runnerAt(gitlab, id)),
  ...Object.fromEntries(CONTACT.map((name) => [name, undefined])),
});
const done = ({ exitCode, output }: Shown): void => {
  expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
};
/** What a preview counts, by operation. */
const summaryOf = ({ output }: Shown): Record<string, number> => {
  const { changeSummary } = JSON.parse(/^\{[^]*^\}/m.exec(output)?.[0] ?? "{}") as {
    changeSummary?: Record<string, number>;
  };
  return changeSummary ?? {};
};

describe("a stack whose GitLab becomes another one", () => {
  let eu: Emulator;
  let us: Emulator;
  let stack: Stack;
  let env: Record<string, string>;
  let foreign: unknown[];
  beforeAll(async () => {
    [eu, us] = await Promise.all([startWith(""), startWith("foreign")]);
    foreign = [await sightOf(us, 1), await sightOf(us, 2)];
    env = { DESCRIPTION: "ours", ...environmentOf(eu) };
    stack = await Stack.create({ program: PROGRAM, env });
    done(await stack.up());
  });
  afterAll(async () => {
    await stack.dispose();
    await Promise.all([eu.close(), us.close()]);
  });
  afterEach(async () => {
    expect([await sightOf(us, 1), await sightOf(us, 2)]).toEqual(foreign);
    expect(await projectsOf(eu, 1)).toEqual([11, 12, 13, 14]);
  });

  test("the preview replaces every resource, and names both", async () => {
    Object.assign(env, environmentOf(us));
    const shown = await stack.preview("--json");
    expect(summaryOf(shown)).toMatchObject({ replace: 3 });
    expect(shown.output).toContain(`runner 1 belongs to ${eu.url}`);
    expect(shown.output).toContain(`names ${us.url}, another GitLab`);
  });

  test("a refresh refuses, and keeps the state", async () => {
    const refresh = await stack.refresh();
    expect(refresh.exitCode).not.toBe(0);
    expect(refresh.output).toContain(`cannot read runner 1: it belongs to ${eu.url}`);
    expect(stack.resource("build")?.id).toBe("1");
    expect(stack.resource("site")?.id).toBe("12:1");
  });

  test("up makes them there, and reports what it cannot delete", async () => {
    const up = await stack.up();
    expect(up.exitCode).not.toBe(0);
    expect(await runnerAt(us, 3)).toMatchObject({ description: "ours" });
    expect(await projectsOf(us, 3)).toEqual([11, 12, 13, 14]);
    expect(up.output).toContain(
      `it belongs to ${eu.url}, and GITLAB_BASE_URL names another GitLab`,
    );
    expect(up.output).toContain("gitlab-runners:deleteUnreachable true");
    const ids = stack.resources().filter(({ urn }) => urn.endsWith("::build"));
    expect(ids.map(({ id }) => id).sort()).toEqual(["1", "3"]);
  });

  test("a destroy without the program refuses the old ones, until it may leave them", async () => {
    const refused = await stack.destroy();
    expect(refused.exitCode).not.toBe(0);
    await stack.config("gitlab-runners:deleteUnreachable", "true");
    const destroy = await stack.destroy("--run-program");
    done(destroy);
    expect(destroy.output).toContain(`runner 1 leaves the state and stays in ${eu.url}`);
    expect(await runnerAt(us, 3)).toBeUndefined();
    expect(stack.resources().filter(({ type }) => type.includes("dynamic"))).toEqual([]);
  });
});

describe("a resource that is given another provider", () => {
  test("is made at its GitLab, and deleted at the old one by the provider of that", async () => {
    const [eu, us] = await Promise.all([startWith(""), startWith("foreign")]);
    const foreign = await sightOf(us, 1);
    const providers =
      HEAD +
      [eu, us]
        .map(
          ({ url, tokens }, index) =>
            `const ${["eu", "us"][index] ?? ""} = new Provider("${["eu", "us"][index] ?? ""}", { baseUrl: "${url}", token: "${tokens["root"] ?? ""}" });\n`,
        )
        .join("");
    const stack = await Stack.create({
      program: providers + RESOURCES("{ provider: eu }"),
      env: { DESCRIPTION: "ours" },
    });
    done(await stack.up());
    expect(await projectsOf(eu, 1)).toEqual([11, 12, 13, 14]);

    stack.program(providers + RESOURCES("{ provider: us }"));
    done(await stack.up());
    expect(await runnerAt(eu, 1)).toBeUndefined();
    expect(await projectsOf(us, 3)).toEqual([11, 12, 13, 14]);
    expect(await sightOf(us, 1)).toEqual(foreign);
    done(await stack.preview("--expect-no-changes"));
    await stack.dispose();
    await Promise.all([eu.close(), us.close()]);
  });
});

describe("a GitLab that is reached by another address", () => {
  let gitlab: Emulator;
  let stack: Stack;
  let env: Record<string, string>;
  let other: string;
  beforeAll(async () => {
    gitlab = await startWith("");
    other = gitlab.url.replace("127.0.0.1", "localhost");
    env = { DESCRIPTION: "ours", ...environmentOf(gitlab) };
    stack = await Stack.create({ program: PROGRAM, env });
    done(await stack.up());
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });
  const forget = (key: "__instance" | "keys"): void => {
    stack.editResources((resources) => {
      for (const { outputs } of resources) {
        if (key === "__instance") delete outputs?.["__instance"];
        else delete (outputs?.["__instance"] as { keys?: unknown } | undefined)?.keys;
      }
    });
  };
  const recorded = (): unknown[] =>
    ["build", "site", "more"].map((name) => stack.resource(name)?.outputs?.["__instance"]);

  test("is the same by its keys, and nothing changes", async () => {
    env["GITLAB_BASE_URL"] = other;
    done(await stack.preview("--expect-no-changes"));
    done(await stack.refresh("--expect-no-changes"));
    expect(recorded()).toEqual(Array(3).fill({ address: other, keys: [expect.any(String)] }));
  });

  test("is the same by the token of a runner where no keys are known", async () => {
    forget("keys");
    env["GITLAB_BASE_URL"] = gitlab.url;
    done(await stack.preview("--expect-no-changes"));
    expect(gitlab.requests.all().map(({ path }) => path)).toContain("/api/v4/runners/verify");
  });

  test("a state without the knowledge gets it without a diff", async () => {
    forget("__instance");
    done(await stack.preview("--expect-no-changes"));
    done(await stack.refresh("--expect-no-changes"));
    expect(recorded()).toMatchObject(Array(3).fill({ address: gitlab.url }));
  });

  test("is destroyed by an address that the state does not have", async () => {
    env["GITLAB_BASE_URL"] = other;
    done(await stack.destroy());
    expect(await runnerAt(gitlab, 1)).toBeUndefined();
  });
});

describe("another GitLab at the same address", () => {
  test("is noticed, not refreshed from, and nothing of it is deleted", async () => {
    const first = await startWith("");
    const env: Record<string, string> = { DESCRIPTION: "ours", ...environmentOf(first) };
    const stack = await Stack.create({ program: PROGRAM, env });
    done(await stack.up());
    await first.close();
    const gitlab = await startWith("foreign", { port: Number(new URL(first.url).port) });
    env["GITLAB_TOKEN"] = gitlab.tokens["root"] ?? "";
    const foreign = await sightOf(gitlab, 1);

    const preview = await stack.preview("--json");
    expect(summaryOf(preview)).toMatchObject({ replace: 3 });
    expect(preview.output).toContain(`the GitLab that ${gitlab.url} reached before`);
    for (const refused of [await stack.refresh(), await stack.destroy()])
      expect(refused.exitCode).not.toBe(0);
    expect(stack.resource("build")?.id).toBe("1");
    expect(await sightOf(gitlab, 1)).toEqual(foreign);
    await stack.dispose();
    await gitlab.close();
  });
});
