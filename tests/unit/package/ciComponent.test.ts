import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse, parseAllDocuments } from "yaml";

import { SEVERITIES } from "../../../cli/audit/risks";
import { type Emulator, startEmulator } from "../../../emulator";
import manifest from "../../../package.json";
import { blocksOf } from "../../helpers/pageBlocks";

const ROOT = join(__dirname, "../../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const TEMPLATES = {
  "templates/check.yml": read("templates/check.yml"),
  "templates/stack.yml": read("templates/stack.yml"),
};
const PAGE = "docs/ci-component.md";
/** The files that the page copies from the package, by where it copies them. */
const COPIES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...read(PAGE).matchAll(/^ *cp node_modules\/pulumi-gitlab-runners\/(templates\/\S+) (\S+)$/gm),
  ].map(([, from = "", to = ""]) => [to, read(from)]),
);
const VERSION = `v${manifest.version}`;
const PROJECT = "acme/ci-runners";

interface Input {
  readonly description: string;
  readonly type?: string;
  readonly default?: string | boolean | number;
  readonly options?: readonly string[];
  readonly regex?: string;
}
function inputsOf(template: string): Record<string, Input> {
  const [header] = parseAllDocuments(template);
  return (header?.toJS() as { spec: { inputs: Record<string, Input> } }).spec.inputs;
}
const OF_STACK = inputsOf(TEMPLATES["templates/stack.yml"]);
const OF_CHECK = inputsOf(TEMPLATES["templates/check.yml"]);
const INPUTS = [...Object.entries(OF_STACK), ...Object.entries(OF_CHECK)];

interface Job {
  readonly name: string;
  readonly stage: string;
  readonly script: readonly string[];
  readonly environment: string | null;
  readonly tag_list: readonly string[];
  readonly needs: readonly { name: string }[] | null;
}
interface Result {
  readonly errors: readonly string[];
  readonly jobs: readonly Job[];
  readonly merged_yaml: string;
}

let gitlab: Emulator;
beforeAll(async () => {
  gitlab = await startEmulator({
    seed: {
      users: [{ username: "ada" }],
      tokens: [{ name: "ada", user: "ada" }],
      groups: [{ full_path: "acme" }],
      projects: [
        {
          path_with_namespace: PROJECT,
          ci_config: "",
          files: COPIES,
        },
        {
          path_with_namespace: "acme/pulumi-gitlab-runners",
          files: TEMPLATES,
          tags: [VERSION],
        },
      ],
      members: [{ user: "ada", of: "acme", role: "developer" }],
    },
  });
});
afterAll(() => gitlab.close());

async function lint(content: string): Promise<Result> {
  const url = `${gitlab.url}/api/v4/projects/${encodeURIComponent(PROJECT)}/ci/lint`;
  const answer = await fetch(url, {
    method: "POST",
    headers: { "private-token": gitlab.tokens["ada"] ?? "", "content-type": "application/json" },
    body: JSON.stringify({ content, include_jobs: true }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Result;
}
const component = (inputs: object, name: "stack" | "check" = "stack"): string =>
  JSON.stringify({
    include: [
      { component: `$CI_SERVER_FQDN/acme/pulumi-gitlab-runners/${name}@${VERSION}`, inputs },
    ],
  });
async function jobsOf(content: string): Promise<Record<string, Job>> {
  const { errors, jobs } = await lint(content);
  expect(errors).toEqual([]);
  return Object.fromEntries(jobs.map((job) => [job.name, job]));
}

describe("the component for a stack", () => {
  test("has jobs that GitLab takes in a pipeline without stages of its own", async () => {
    const jobs = await jobsOf(component({ stack: "dev" }));
    const stages = Object.values(jobs).map(({ name, stage }) => [name, stage]);
    expect(Object.fromEntries(stages)).toEqual({
      "preview-dev": "test",
      "audit-dev": "test",
      "drift-dev": "test",
      "apply-dev": "deploy",
    });
    expect(jobs["apply-dev"]).toMatchObject({ environment: "dev", needs: null });
  });

  test("gives its inputs to the jobs", async () => {
    const inputs = {
      ...{ stack: "prod.eu-1", stage: "build", apply_stage: "test", apply: "manual" },
      ...{ policy_pack: "./rules", fail_on: "major", image: "node:24", cache_policy: "pull" },
      skip_checkpoints: true,
    };
    expect(Object.keys(inputs).sort()).toEqual(Object.keys(OF_STACK).sort());
    const { errors, merged_yaml } = await lint(component(inputs));
    expect(errors).toEqual([]);
    const merged = parse(merged_yaml) as Record<string, Record<string, unknown>>;
    const common = {
      image: "node:24",
      cache: { policy: "pull" },
      variables: { STACK: "prod.eu-1", POLICY_PACK: "./rules" },
    };
    expect(merged["preview-prod.eu-1"]).toMatchObject({ ...common, stage: "build" });
    expect(merged["audit-prod.eu-1"]?.["script"]).toEqual([
      expect.anything(),
      expect.stringContaining('--fail-on "major"'),
    ]);
    expect(merged["apply-prod.eu-1"]).toMatchObject({
      ...{ ...common, stage: "test", environment: "prod.eu-1", resource_group: "prod.eu-1" },
      variables: { ...common.variables, PULUMI_SKIP_CHECKPOINTS: "true" },
      rules: [{ when: "manual" }, {}],
    });
  });

  test("has no global keyword, and only jobs named by the stack", () => {
    const [, content] = TEMPLATES["templates/stack.yml"].split(/^---$/m);
    const names = Object.keys(parse(content ?? "") as object);
    expect(names.length).toBeGreaterThan(4);
    for (const name of names)
      expect(name).toMatch(/^(\.gitlab-runners|\w+)-\$\[\[ inputs\.stack \]\]/);
  });

  test("describes each input, and takes no value that a shell or YAML would read otherwise", async () => {
    for (const [, { description }] of INPUTS) expect(description).toMatch(/^[A-Z].*\.$/);
    expect(OF_STACK["fail_on"]?.options).toEqual([...SEVERITIES]);
    for (const name of ["stack", "policy_pack"])
      for (const value of ["a b", '"', "$(id)", "a\nb", "a: b"]) {
        const { errors } = await lint(component({ stack: "dev", [name]: value }));
        expect(errors).toEqual([
          expect.stringContaining(`\`${name}\` input: provided value does not match`),
        ]);
      }
  });
});

describe("the component for a check", () => {
  test("has one job, and gives its inputs to it", async () => {
    const inputs = {
      ...{ name: "acme", group: "acme/eu", project: "acme/app", thresholds: "./health.yml" },
      ...{ max_requests: 9, stage: "build", image: "node:24", cache_policy: "pull" },
    };
    expect(Object.keys(inputs).sort()).toEqual(Object.keys(OF_CHECK).sort());
    const { errors, merged_yaml } = await lint(component(inputs, "check"));
    expect(errors).toEqual([]);
    const { "check-acme": job, ...others } = parse(merged_yaml) as Record<string, object>;
    expect(others).toEqual({});
    expect(job).toMatchObject({
      ...{ image: "node:24", stage: "build", cache: { policy: "pull" } },
      variables: {
        ...{ CHECK_NAME: "acme", CHECK_GROUP: "acme/eu", CHECK_PROJECT: "acme/app" },
        CHECK_THRESHOLDS: "./health.yml",
      },
      script: [expect.stringContaining('--max-requests "9"')],
    });
  });

  test("takes no value that a shell or YAML would read otherwise", async () => {
    for (const name of ["name", "group", "project", "thresholds"])
      for (const value of ["a b", '"', "$(id)", "a\nb", "a: b"]) {
        const { errors } = await lint(component({ [name]: value }, "check"));
        expect(errors).toEqual([
          expect.stringContaining(`\`${name}\` input: provided value does not match`),
        ]);
      }
  });
});

describe(PAGE, () => {
  const blocks = blocksOf(PAGE).filter(({ language }) => language === "yaml");

  test("has pipelines that GitLab takes, with the version of this package", async () => {
    expect(blocks.length).toBeGreaterThan(3);
    for (const { code } of blocks) {
      const jobs = await jobsOf(code);
      expect(Object.keys(jobs).includes("check-fleet")).toBe(/\/check(@|\.yml)/.test(code));
      if (code.includes("/check@")) expect(Object.keys(jobs)).toEqual(["check-fleet"]);
      else expect(jobs["apply-dev"]).toMatchObject({ environment: "dev" });
    }
    const included = blocks.flatMap(({ code }) => code.match(/(?<=local: )\S+/g) ?? []);
    expect(included.sort()).toEqual([".gitlab/check.yml", ".gitlab/stack.yml"]);
    expect(Object.keys(COPIES).sort()).toEqual(included);
    expect(Object.values(COPIES).sort()).toEqual(Object.values(TEMPLATES).sort());
    const pinned = read(PAGE).match(/\/(stack|check)@\S+/g) ?? [];
    expect(new Set(pinned)).toEqual(new Set([`/stack@${VERSION}`, `/check@${VERSION}`]));
  });

  test("has every input in its tables, as the components have it", () => {
    const rows = INPUTS.map(([name, input]) =>
      [
        `\`${name}\``,
        input.default === undefined
          ? "required"
          : input.default === ""
            ? ""
            : `\`${String(input.default)}\``,
        input.options?.map((option) => `\`${option}\``).join(", ") ??
          (input.type === "boolean" ? "`true`, `false`" : ""),
        input.description,
      ].join(" | "),
    );
    const table = read(PAGE).replace(/ *\| */g, " | ");
    for (const row of rows) expect(table).toContain(`| ${row} |`);
    expect(read(PAGE).match(/^\| `[a-z_]+` /gm)).toHaveLength(INPUTS.length);
  });
});

test("the pipeline of examples/gitops is one that GitLab takes, with the version of this package", async () => {
  const pipeline = read("examples/gitops/.gitlab-ci.yml");
  const jobs = await jobsOf(pipeline);
  const kinds = ["preview", "audit", "apply", "drift"];
  expect(Object.keys(jobs).sort()).toEqual(
    [...kinds.flatMap((kind) => [`${kind}-dev`, `${kind}-prod`]), "check-fleet", "test"].sort(),
  );
  expect(jobs["apply-prod"]?.needs).toMatchObject([{ name: "apply-dev" }]);
  expect(pipeline.match(/\/(stack|check)@\S+/g)).toEqual(
    ["stack", "stack", "check"].map((name) => `/${name}@${VERSION}`),
  );
  expect(read("docs/gitops.md")).toContain(`/acme/pulumi-gitlab-runners/${VERSION}\n`);
});
