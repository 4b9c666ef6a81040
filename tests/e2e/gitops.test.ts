import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Emulator, type Seed, startEmulator } from "../../emulator";
import { ask } from "../helpers/gitlab";
import {
  type PipelineProject as Project,
  PipelineProject,
  killTree,
  pipelinesMissing,
} from "../helpers/pipelineProject";
import { PolicyPackFolder } from "../helpers/policyPack";
import { Postgres, postgresMissing } from "../helpers/postgres";

const EXAMPLE = join(__dirname, "../../examples/gitops");
const ADOPTED_TOKEN = "glrt-tokenofthemacrunner";
/** gitlab-ci-local says it is of this project. */
const PROJECT_ID = 1217;
const NOTES = `/projects/${PROJECT_ID}/merge_requests/1/notes`;

const missing = pipelinesMissing() ?? postgresMissing();
if (missing !== undefined) console.warn(`The pipeline of examples/gitops is not run: ${missing}.`);

interface Listed {
  id: number;
  description: string | null;
  paused: boolean;
}

(missing === undefined ? describe : describe.skip)("the pipeline of a fleet", () => {
  let gitlab: Emulator;
  let postgres: Postgres;
  let pack: PolicyPackFolder;
  let project: Project;
  /** What every job and command printed. */
  const shown: string[] = [];

  /** Of a person at the same state and the same GitLab. */
  const env = (): NodeJS.ProcessEnv => ({
    PULUMI_BACKEND_URL: postgres.url,
    PGPASSWORD: postgres.password,
    PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
    GITLAB_BASE_URL: gitlab.url,
    GITLAB_TOKEN: gitlab.tokens["apply"],
  });
  async function pulumi(...args: string[]): Promise<string> {
    const { exitCode, output } = await project.run("pulumi", args, env());
    shown.push(output);
    if (exitCode !== 0) throw new Error(output);
    return output;
  }
  async function pipeline(
    ...args: Parameters<Project["pipeline"]>
  ): ReturnType<Project["pipeline"]> {
    gitlab.requests.clear();
    const [source, stage, variables] = args;
    const ended = await project.pipeline(source, stage, {
      CI_SERVER_URL: gitlab.url,
      ...variables,
    });
    shown.push(ended.output);
    return ended;
  }
  const mergeRequest = (stage?: string): ReturnType<typeof pipeline> =>
    pipeline("merge_request_event", stage, { CI_MERGE_REQUEST_IID: "1" });

  /** What the requests since the start of the last pipeline changed; a verification changes nothing. */
  const changes = (): string[] =>
    gitlab.requests
      .all()
      .filter(({ method, path }) => method !== "GET" && !/runners\/(verify|managers)/.test(path))
      .filter(({ path }) => !path.includes("/notes"))
      .map(({ method, path }) => `${method} ${path}`);
  async function runners(): Promise<Listed[]> {
    const { body } = await ask(gitlab, "GET", "/runners/all?per_page=100");
    return body as Listed[];
  }
  async function runner(description: string): Promise<Listed> {
    const found = (await runners()).find((each) => each.description === description);
    if (!found) throw new Error(`GitLab has no runner ${description}`);
    return found;
  }
  const edit = (file: string, from: string, to: string): string => {
    const text = project.read(file);
    expect(text).toContain(from);
    project.write(file, text.replace(from, to));
    return text;
  };

  beforeAll(async () => {
    [gitlab, postgres, pack] = await Promise.all([
      startEmulator({ seed: JSON.parse(readFileSync(join(EXAMPLE, "seed.json"), "utf8")) as Seed }),
      Postgres.start(),
      PolicyPackFolder.create(""),
    ]);
    const owner = { projects: ["acme/sandbox"], token: ADOPTED_TOKEN };
    gitlab.seed({ runners: [{ runner_type: "project_type", ...owner }] });
    project = await PipelineProject.create(EXAMPLE, pack.env);
    // The runtime by which the engine at hand runs packs.
    const packFile = readFileSync(join(pack.directory, "PulumiPolicy.yaml"), "utf8");
    project.write("policies/PulumiPolicy.yaml", packFile);
    const token = gitlab.tokens["apply"] ?? "";
    project.variables = {
      PULUMI_BACKEND_URL: postgres.url,
      PGPASSWORD: postgres.password,
      PULUMI_CONFIG_PASSPHRASE: env()["PULUMI_CONFIG_PASSPHRASE"] ?? "",
      GITLAB_TOKEN: { "*": gitlab.tokens["preview"] ?? "", dev: token, prod: token },
      NOTES_TOKEN: token,
    };
    await pulumi("stack", "init", "dev");
    await pulumi("stack", "init", "prod");
  });
  afterAll(async () => {
    project.dispose();
    pack.dispose();
    await postgres.stop();
    await gitlab.close();
  });

  test("has for each cause the jobs that are meant for it", async () => {
    expect(await project.jobs("merge_request_event")).toEqual([
      ...["audit-dev", "audit-prod", "preview-dev", "preview-prod", "test"],
    ]);
    expect(await project.jobs("push")).toEqual(["apply-dev", "apply-prod", "test"]);
    expect(await project.jobs("schedule")).toEqual(["drift-dev", "drift-prod"]);
    const rotating = await project.jobs("schedule", { ROTATE: "true" });
    expect(rotating).toEqual(["apply-dev", "apply-prod"]);
    expect(await project.jobs("schedule", { CHECK: "true" })).toEqual(["check-fleet"]);
  });

  test("previews a merge request: its own tests, both stacks, a report, and no change", async () => {
    const { jobs, log } = await mergeRequest();
    expect(jobs).toEqual({
      test: "PASS",
      "preview-dev": "PASS",
      "preview-prod": "PASS",
      // New runners take jobs of every branch, which is for the reviewer to judge.
      "audit-dev": "WARN",
      "audit-prod": "WARN",
    });
    expect(log("test")).toMatch(/# pass 7\n# fail 0/);
    expect(log("preview-dev")).toContain("+ 6 to create");
    expect(log("preview-prod")).toContain("+ 9 to create");
    expect(log("audit-prod")).toContain("Runner audit of `ci-runners/prod`");
    expect(project.artifacts("audit-prod")).toEqual([
      ...["audit-prod.html", "audit-prod.json", "audit-prod.xml"],
    ]);
    const { body } = await ask(gitlab, "GET", NOTES);
    const notes = body as { body: string }[];
    expect(notes).toHaveLength(2);
    expect(notes.map((note) => /`ci-runners\/(\w+)`/.exec(note.body)?.[1]).sort()).toEqual([
      ...["dev", "prod"],
    ]);
    expect(changes()).toEqual([]);
    expect(await runners()).toHaveLength(1);
  });

  test("applies the default branch, dev before prod", async () => {
    const { jobs, output } = await pipeline("push", "apply");
    expect(jobs).toEqual({ "apply-dev": "PASS", "apply-prod": "PASS" });
    expect(output.search(/^apply-prod +starting/m)).toBeGreaterThan(
      output.search(/^apply-dev +finished/m),
    );
    const described = (await runners()).map(({ description }) => description).filter(Boolean);
    expect(described.sort()).toEqual([
      ...["dev-build-1", "dev-build-2", "prod-build-1", "prod-build-2", "prod-deploy-1"],
    ]);
  });

  test("checks the fleet's health: no machine has contacted GitLab for its runners yet", async () => {
    const { jobs, log } = await pipeline("schedule", undefined, { CHECK: "true" });
    expect(jobs).toEqual({ "check-fleet": "FAIL" });
    expect(log("check-fleet")).toContain("Not healthy: max-never-contacted.");
    expect(log("check-fleet")).toContain("dev-build-1");
    const [file = "", ...others] = project.artifacts("check-fleet");
    expect([file, ...others]).toEqual(["check-fleet.xml"]);
    const report = project.read(`.gitlab-ci-local/artifacts/check-fleet/${file}`);
    expect(report).toContain('<failure type="max-never-contacted"');
    expect(changes()).toEqual([]);
  });

  test("finds by the schedule what somebody changed, and only there", async () => {
    const { id } = await runner("dev-build-1");
    await ask(gitlab, "PUT", `/runners/${id}`, { paused: true });
    const { jobs, log, output, exitCode } = await pipeline("schedule");
    expect(jobs).toEqual({ "drift-dev": "FAIL", "drift-prod": "PASS" });
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/^drift-dev +finished in .* FAIL 7/m);
    expect(log("drift-dev")).toMatch(/~ paused *: true => false/);
    expect(log("drift-dev")).toContain("error: no changes were expected");
    expect(changes()).toEqual([]);
  });

  test("repairs it by the next apply, which leaves alone a stack that is locked", async () => {
    const holder = project.start("pulumi", ["up", "--stack", "prod", "--yes"], env());
    const { pid } = holder;
    if (pid === undefined) throw new Error("pulumi has no process");
    const lock = "select data from pulumi_state where key like '%/.pulumi/locks/%/prod/%'";
    while ((await postgres.query(lock)) === "") expect(holder.exitCode).toBeNull();
    // As a job that is cancelled.
    killTree(pid);
    edit("Pulumi.prod.yaml", "timeoutMinutes: 60", "timeoutMinutes: 90");

    const { jobs, log } = await pipeline("push", "apply");
    expect(jobs).toEqual({ "apply-dev": "PASS", "apply-prod": "FAIL" });
    expect(await runner("dev-build-1")).toMatchObject({ paused: false });
    expect(changes()).toEqual([`PUT /api/v4/runners/${(await runner("dev-build-1")).id}`]);
    expect(log("apply-prod")).toContain("the stack is currently locked by 1 lock(s)");
    expect(log("apply-prod")).toMatch(new RegExp(`created by \\S+@\\S+ \\(pid ${pid}\\) at `));
    expect(log("apply-prod")).toContain("`pulumi cancel`");

    await pulumi("cancel", "--yes", "--stack", "prod");
    expect(await postgres.query(lock)).toBe("");
    edit("Pulumi.prod.yaml", "timeoutMinutes: 90", "timeoutMinutes: 60");
  });

  test("stops a merge request for wrong settings and for a policy, and says where", async () => {
    const dev = edit("Pulumi.dev.yaml", "count: 2", "count: 0\n      label: x");
    const prod = edit("Pulumi.prod.yaml", "protected: true", "protected: false");
    const { jobs, log } = await mergeRequest("preview");
    expect(jobs).toEqual({
      "preview-dev": "FAIL",
      "audit-dev": "FAIL",
      "preview-prod": "FAIL",
      "audit-prod": "WARN",
    });
    expect(log("preview-dev")).toContain(
      "stack dev: ci-runners:runners.build.count: it is less than 1. Set it right in Pulumi.dev.yaml.",
    );
    expect(log("preview-dev")).toContain(
      "stack dev: ci-runners:runners.build.label: there is no such setting",
    );
    expect(log("audit-dev")).toContain("The preview failed");
    expect(log("preview-prod")).toContain(
      'runner "prod-deploy-1": accessLevel: it has a tag for deployments',
    );
    expect(log("audit-prod")).toContain("critical unprotected: Runner prod-deploy-1");
    expect(changes()).toEqual([]);
    project.write("Pulumi.dev.yaml", dev);
    project.write("Pulumi.prod.yaml", prod);
  });

  test("stops a merge request for a dead token", async () => {
    edit("Pulumi.dev.yaml", "config:", "config:\n  ci-runners:adopted: [mac]");
    await pulumi(
      "config",
      "set",
      "--stack",
      "dev",
      "--secret",
      "--path",
      "tokens.mac",
      ADOPTED_TOKEN,
    );
    const adopted = (await runners()).find(({ description }) => description === null);
    await ask(gitlab, "POST", `/runners/${adopted?.id ?? 0}/reset_authentication_token`);
    const { jobs, log } = await mergeRequest("preview");
    expect(jobs).toMatchObject({
      "preview-dev": "FAIL",
      "audit-dev": "FAIL",
      "preview-prod": "PASS",
    });
    expect(log("preview-dev")).toMatch(/resource 'dev-mac' has a problem: authenticationToken: /);
    expect(changes()).toEqual([]);
  });

  test("shows no token anywhere", async () => {
    const outputs = await project.run(
      "pulumi",
      ["stack", "output", "tokens", "--stack", "prod", "--show-secrets", "--json"],
      env(),
    );
    const tokens = Object.values(JSON.parse(outputs.output) as Record<string, string>);
    expect(tokens).toHaveLength(3);
    const all = [...tokens, ...Object.values(gitlab.tokens), ADOPTED_TOKEN, postgres.password];
    for (const token of all) expect(shown.join("\n")).not.toContain(token);
  });
});
