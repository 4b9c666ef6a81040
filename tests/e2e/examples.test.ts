import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { type Emulator, companySeed, startEmulator } from "../../emulator";
import { ask, environmentOf, runnerAt } from "../helpers/gitlab";
import { done } from "../helpers/pluginStack";
import { Stack } from "../helpers/stack";
import { WorkingFleet, tokensIn } from "../helpers/workingFleet";

const EXAMPLES = join(__dirname, "../../examples");
const TOKEN = "glrt-tokenofrunnerforty";
const programOf = (name: string): string => {
  const file = name === "token-to-runner" ? "machine.ts" : "index.ts";
  return readFileSync(join(EXAMPLES, name, file), "utf8");
};
/** Those whose types are checked at once, as each is applied here. */
const APPLIED = "access coverage fleet jobs reading rotation token-to-runner tokens".split(" ");

describe("the examples", () => {
  let gitlab: Emulator;
  beforeAll(() => Stack.checkTypes(APPLIED.map(programOf)));
  beforeEach(async () => {
    gitlab = await startEmulator({ seed: companySeed() });
    gitlab.seed({
      runners: [{ id: 40, runner_type: "instance_type", token: TOKEN, contacted_at: "-PT1M" }],
    });
  });
  afterEach(() => gitlab.close());

  /** Applies an example as it stands and gives what it exports. */
  async function apply(
    name: string,
    config: Record<string, string>,
    then: (stack: Stack, outputs: Record<string, unknown>) => Promise<void>,
  ): Promise<void> {
    const stack = await Stack.create({
      program: programOf(name),
      typescript: true,
      env: environmentOf(gitlab),
    });
    try {
      for (const [key, value] of Object.entries(config))
        await stack.config(key, value, key === "token" ? "secret" : "plain");
      const up = await stack.up();
      expect(up.output).not.toContain(TOKEN);
      expect(up.exitCode).toBe(0);
      const { output } = await stack.pulumi("stack", "output", "--json");
      await then(stack, JSON.parse(output) as Record<string, unknown>);
    } finally {
      await stack.dispose();
    }
  }

  test("are each applied by a test", () => {
    const tested = [
      "access",
      "coverage",
      "demo",
      "fleet",
      "gitops",
      // `languages` applies it, as it does those in Python and YAML, where there are their hosts.
      "go",
      "jobs",
      "migrating",
      "python",
      "reading",
      "rotation",
      "token-to-runner",
      "tokens",
      "yaml",
    ];
    const folders = readdirSync(EXAMPLES).filter((name) => name !== "README.md");
    expect(folders.sort()).toEqual(tested);
  });

  test("reading", async () => {
    const config = {
      group: "acme/platform",
      project: "acme/products/shop",
      runner: "3",
      administrator: "true",
    };
    await apply("reading", config, async (_, outputs) => {
      const all = await ask(gitlab, "GET", "/runners/all?per_page=100");
      expect(outputs).toMatchObject({
        ours: 0,
        all: (all.body as unknown[]).length,
        docker: [1, 2],
        runner: { details: { id: 3 }, managers: [{}, {}, {}], projects: [] },
      });
      const outdated = outputs["outdated"] as { version: string; tagList: string[] }[];
      expect(outdated.length).toBeGreaterThan(0);
      for (const { version } of outdated) expect(version).toMatch(/^1[78]\./);
    });
  });

  test("access", async () => {
    const config = {
      owner: "acme/platform/infrastructure/images",
      groups: '["acme/platform", "acme/products"]',
      except: '["acme/products/mobile/ios"]',
      administrator: "true",
    };
    await apply("access", config, async (stack, outputs) => {
      expect(outputs["deployers"]).toEqual(
        Object.fromEntries(
          [
            "acme/platform/gateway",
            "acme/platform/identity",
            "acme/platform/infrastructure/clusters",
            "acme/platform/infrastructure/images",
            "acme/platform/infrastructure/network",
            "acme/products/billing",
            "acme/products/mobile/android",
            "acme/products/shop",
          ].map((path) => [path, "yes"]),
        ),
      );
      const settings = await ask(gitlab, "GET", "/application/settings");
      expect(settings.body).toMatchObject({ runner_token_expiration_interval: 2_592_000 });
      await ask(gitlab, "PUT", "/projects/1/transfer", { namespace: "acme/products" });
      const { output, exitCode } = await stack.preview("--diff");
      expect(exitCode).toBe(0);
      expect(output).toMatch(/1 project gains runner \d+: acme\/products\/handbook \(1\)/);
      expect(output).toContain("~ 1 to update");
    });
  });

  test("jobs", async () => {
    await apply("jobs", { runner: "1" }, async (_, outputs) => {
      const running = await ask(gitlab, "GET", "/runners/1/jobs?status=running&per_page=100");
      expect(outputs["running"]).toBe((running.body as unknown[]).length);
      expect(outputs["wrong"]).toHaveLength(10);
      const hours = Object.values(outputs["hours"] as Record<string, number>);
      expect(hours).toHaveLength(12);
      for (const each of hours) expect(each).toBeGreaterThan(0);
    });
  });

  test("tokens", async () => {
    await apply("tokens", { token: TOKEN }, async (stack, outputs) => {
      expect(outputs).toMatchObject({
        isValid: true,
        owner: { valid: true, runnerId: 40 },
        token: "[secret]",
      });
      expect(stack.written()).not.toContain(TOKEN);
      await ask(gitlab, "POST", "/runners/40/reset_authentication_token");
      const preview = await stack.preview();
      expect(preview.output).toContain("the runner authentication token is not valid");
      expect(preview.exitCode).not.toBe(0);
    });
  });

  test("token-to-runner, of which tests/unit/package/tokenToRunner.test.ts runs the other programs", async () => {
    const config = { project: "acme/products/shop", sha256: "5".repeat(64) };
    const check = async (stack: Stack, outputs: Record<string, unknown>): Promise<void> => {
      expect(outputs).toEqual({ userData: "[secret]", installScript: "[secret]" });
      const { output: script } = await stack.pulumi(
        "stack",
        "output",
        "installScript",
        "--show-secrets",
      );
      const tokens = script.match(/glrt-[\w.-]+/g) ?? [];
      expect(new Set(tokens).size).toBe(2);
      for (const token of tokens) {
        expect((await ask(gitlab, "POST", "/runners/verify", { token })).status).toBe(200);
        expect(stack.written()).not.toContain(token);
      }
    };
    await apply("token-to-runner", config, check);
  });

  test("rotation, while a machine reads the file", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "rotation-")), "config.toml");
    const tokenNow = (): string | undefined =>
      existsSync(file) ? /token = "(glrt-[^"]+)"/.exec(readFileSync(file, "utf8"))?.[1] : undefined;
    const machine = new WorkingFleet(gitlab, () => tokensIn(dirname(file)));
    const config = { project: "acme/products/shop", file, drainTimeout: "5" };
    try {
      await apply("rotation", config, async (stack, outputs) => {
        const first = { token: tokenNow(), id: stack.resource("docker")?.id };
        expect(statSync(file).mode & 0o777).toBe(0o600);
        stack.daysAhead = 30.5;
        const preview = await stack.preview();
        expect(preview.output).toContain(
          `rotated because ${String(outputs["nextRotationAt"])} has`,
        );
        expect(tokenNow()).toBe(first.token);
        done(await stack.up());
        const verify = (token: string | undefined): Promise<{ status: number }> =>
          ask(gitlab, "POST", "/runners/verify", { token });
        expect(await runnerAt(gitlab, first.id ?? "")).toBeUndefined();
        expect((await verify(first.token)).status).toBe(403);
        expect((await verify(tokenNow())).status).toBe(200);
      });
    } finally {
      await machine.close();
      rmSync(dirname(file), { recursive: true });
    }
  });

  test("fleet", async () => {
    await apply("fleet", { group: "acme/platform" }, (_, outputs) => {
      const waiting = outputs["waiting"] as Record<string, number>;
      expect(Object.keys(waiting)).toEqual(expect.arrayContaining(["docker", "linux", "macos"]));
      expect(outputs["suspicious"]).toEqual([]);
      expect(outputs["idle"]).toContain(13);
      expect(outputs["busiestProjects"]).toHaveLength(5);
      return Promise.resolve();
    });
  });

  test("coverage", async () => {
    await apply("coverage", { project: "acme/research/vision" }, async (stack, outputs) => {
      expect(outputs["stuck"]).toContainEqual({ tags: ["gpu", "windows"], jobs: ["render"] });
      expect(outputs["planned"]).toEqual([
        { jobs: ["build"], coverage: "all_refs" },
        { jobs: ["release"], coverage: "none" },
      ]);
      const id = stack.resource("builds")?.id ?? "";
      await stack.config("tags", '["docker"]');
      const preview = await stack.preview();
      expect(preview.output.replace(/\s+/g, " ")).toContain(
        "no runner takes jobs with the tags arm64, docker",
      );
      expect(preview.exitCode).not.toBe(0);
      expect((await runnerAt(gitlab, id))?.["tag_list"]).toEqual(["docker", "arm64"]);
    });
  });
});
