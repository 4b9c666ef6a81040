import { type Emulator, companySeed, startEmulator } from "../../emulator";
import { NOW, SEED, ask, start } from "./helpers";

type Job = Record<string, unknown>;
interface Result {
  valid: boolean;
  errors: string[];
  warnings: string[];
  merged_yaml: string | null;
  includes: unknown;
  jobs?: Job[];
}

let gitlab: Emulator;
beforeAll(async () => {
  gitlab = await startEmulator({
    clock: NOW,
    seed: {
      ...SEED,
      projects: [
        { id: 1, path_with_namespace: "acme/app", ci_config: "build: { script: make }\n" },
        { id: 2, path_with_namespace: "acme/empty", ci_config: "" },
        { id: 3, path_with_namespace: "acme/bare" },
        {
          id: 4,
          path_with_namespace: "acme/open",
          visibility: "public",
          ci_config: "build: { script: make }\n",
        },
      ],
    },
  });
});
afterAll(() => gitlab.close());

const lint = async (content: string, more: object = {}): Promise<Result> => {
  const answer = await ask(gitlab, "developer", "POST", "/projects/1/ci/lint", {
    content,
    include_jobs: true,
    ...more,
  });
  expect(answer.status).toBe(200);
  return answer.body as Result;
};
const jobs = async (content: string, more: object = {}): Promise<Job[]> => {
  const { errors, jobs: found } = await lint(content, more);
  expect(errors).toEqual([]);
  return found ?? [];
};
const tagsOf = async (content: string, more: object = {}): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    (await jobs(content, more)).map(({ name, tag_list }) => [String(name), tag_list]),
  );
const errorsOf = async (content: string): Promise<string[]> => {
  const { valid, errors, jobs: found } = await lint(content);
  expect({ valid, jobs: found }).toEqual({ valid: false, jobs: [] });
  return errors;
};

describe("GET /projects/:id/ci/lint", () => {
  test("checks what the project has", async () => {
    expect(await ask(gitlab, "reporter", "GET", "/projects/1/ci/lint")).toMatchObject({
      status: 200,
      body: {
        valid: true,
        errors: [],
        warnings: [],
        merged_yaml: "---\nbuild:\n  script: make\n",
        includes: [],
      },
    });
  });

  test("gives jobs only when they are asked for", async () => {
    const without = await ask(gitlab, "reporter", "GET", "/projects/1/ci/lint");
    expect(without.body).not.toHaveProperty("jobs");
    const path = "/projects/acme%2Fapp/ci/lint?include_jobs=true";
    const { body } = await ask(gitlab, "reporter", "GET", path);
    expect((body as Result).jobs).toEqual([
      {
        name: "build",
        stage: "test",
        before_script: [],
        script: ["make"],
        after_script: [],
        tag_list: [],
        only: { refs: ["branches", "tags"] },
        except: null,
        environment: null,
        when: "on_success",
        allow_failure: false,
        needs: null,
      },
    ]);
  });

  test.each([
    ["root", 1, 200],
    ["auditor", 1, 200],
    ["reporter", 1, 200],
    ["guest", 1, 403],
    ["stranger", 1, 404],
    ["stranger", 4, 200],
    ["read_api", 1, 200],
    ["manage_runner", 1, 403],
    [undefined, 1, 401],
  ])("as %s for project %i: %i", async (as, project, status) => {
    expect((await ask(gitlab, as, "GET", `/projects/${project}/ci/lint`)).status).toBe(status);
  });

  test("404 without a repository", async () => {
    expect(await ask(gitlab, "root", "GET", "/projects/3/ci/lint")).toMatchObject({
      status: 404,
      body: { message: "404 Repository Not Found" },
    });
  });

  test("without the file it is not valid", async () => {
    expect(await ask(gitlab, "root", "GET", "/projects/2/ci/lint")).toMatchObject({
      status: 200,
      body: {
        valid: false,
        errors: ["Please provide content of .gitlab-ci.yml"],
        merged_yaml: null,
        includes: null,
      },
    });
  });

  test.each(["content_ref=main", `sha=${"0".repeat(40)}`])("200 for ?%s", async (query) => {
    expect((await ask(gitlab, "root", "GET", `/projects/1/ci/lint?${query}`)).status).toBe(200);
  });

  test("404 for a commit that is not there", async () => {
    expect(await ask(gitlab, "root", "GET", "/projects/1/ci/lint?content_ref=x")).toMatchObject({
      status: 404,
      body: { message: "404 Commit Not Found" },
    });
  });

  test.each([
    ["sha=main&content_ref=main", "sha, content_ref are mutually exclusive"],
    ["ref=main&dry_run_ref=main", "ref, dry_run_ref are mutually exclusive"],
    ["dry_run=perhaps", "dry_run is invalid"],
  ])("400 for ?%s", async (query, error) => {
    expect(await ask(gitlab, "root", "GET", `/projects/1/ci/lint?${query}`)).toMatchObject({
      status: 400,
      body: { error },
    });
  });

  test("dry_run of somebody who may not run a pipeline is not valid", async () => {
    const path = "/projects/4/ci/lint?dry_run=true&include_jobs=true";
    expect((await ask(gitlab, "stranger", "GET", path)).body).toEqual({
      valid: false,
      errors: ["Insufficient permissions to create a new pipeline"],
      warnings: [],
      merged_yaml: null,
      includes: null,
      jobs: [],
    });
    expect((await ask(gitlab, "developer", "GET", path)).body).toMatchObject({ valid: true });
  });
});

describe("POST /projects/:id/ci/lint", () => {
  test.each([
    ["root", 1, 200],
    ["developer", 1, 200],
    ["developer", 3, 200],
    ["reporter", 1, 403],
    ["stranger", 1, 404],
    ["stranger", 4, 403],
    ["read_api", 1, 403],
  ])("as %s for project %i: %i", async (as, project, status) => {
    const body = { content: "a: { script: b }" };
    expect((await ask(gitlab, as, "POST", `/projects/${project}/ci/lint`, body)).status).toBe(
      status,
    );
  });

  test("400 without content", async () => {
    expect(await ask(gitlab, "root", "POST", "/projects/1/ci/lint", {})).toMatchObject({
      status: 400,
      body: { error: "content is missing" },
    });
  });

  test("jobs come in the order of their stages, hidden ones not at all", async () => {
    const found = await jobs(`
      stages: [one, two]
      last: { stage: .post, script: x }
      second: { stage: two, script: x }
      .hidden: { script: x }
      first: { stage: one, script: x }
      begin: { stage: .pre, script: x }
    `);
    expect(found.map(({ name, stage }) => [name, stage])).toEqual([
      ["begin", ".pre"],
      ["first", "one"],
      ["second", "two"],
      ["last", ".post"],
    ]);
  });

  test("extends merges mappings and replaces lists", async () => {
    const content = `
      .a: { tags: [one, two], variables: { A: 1, B: 1 }, script: [a] }
      .b: { extends: .a, variables: { B: 2 } }
      .c: { tags: [three], when: manual }
      job: { extends: [.b, .c], script: [b], variables: { C: 3 } }
    `;
    expect(await jobs(content)).toMatchObject([
      { name: "job", tag_list: ["three"], script: ["b"], when: "manual", allow_failure: true },
    ]);
    expect((await lint(content)).merged_yaml).toContain(
      "job:\n  tags:\n  - three\n  variables:\n    A: 1\n    B: 2\n    C: 3\n",
    );
  });

  test("extends reaches over 11 levels, not over 12", async () => {
    const chain = (levels: number): string =>
      Array.from({ length: levels }, (_, level) => `.l${level}: { extends: .l${level + 1} }`).join(
        "\n",
      );
    const top = (level: number): string => `.l${level}: { script: x, tags: [top] }`;
    expect(await tagsOf(`job: { extends: .l0 }\n${chain(10)}\n${top(10)}`)).toEqual({
      job: ["top"],
    });
    expect(await errorsOf(`job: { extends: .l0 }\n${chain(11)}\n${top(11)}`)).toEqual([
      ".l10: nesting too deep in \`extends\`",
    ]);
  });

  test("default gives tags and scripts, and inherit refuses them", async () => {
    const content = `
      default: { tags: [docker], before_script: [prepare] }
      after_script: [clean]
      all: { script: x }
      own: { script: x, tags: [gpu] }
      none: { script: x, inherit: { default: false } }
      some: { script: x, inherit: { default: [before_script] } }
      elsewhere: { trigger: acme/docs }
    `;
    expect(await tagsOf(content)).toEqual({
      all: ["docker"],
      own: ["gpu"],
      none: [],
      some: [],
      elsewhere: [],
    });
    const [all, , none, some] = await jobs(content);
    expect(all).toMatchObject({ before_script: ["prepare"], after_script: ["clean"] });
    expect(none).toMatchObject({ before_script: [], after_script: [] });
    expect(some).toMatchObject({ before_script: ["prepare"], after_script: [] });
  });

  test("anchors, merge keys and !reference", async () => {
    const content = `
      .x: &x { tags: [a], script: [one, two] }
      merged: { <<: *x, stage: build }
      referring: { tags: !reference [.x, tags], script: [!reference [.x, script], three] }
    `;
    expect(await tagsOf(content)).toEqual({ merged: ["a"], referring: ["a"] });
    expect((await jobs(content))[1]).toMatchObject({ script: ["one", "two", "three"] });
  });

  test("parallel jobs come one by one, and needs name all of them", async () => {
    const found = await jobs(`
      unit: { script: x, parallel: 2 }
      pack:
        script: x
        parallel: { matrix: [{ OS: [linux, mac], ARCH: [arm] }, { OS: windows }] }
      last: { stage: deploy, script: x, needs: [unit, { job: pack, artifacts: false }] }
    `);
    expect(found.map(({ name }) => name)).toEqual([
      "unit 1/2",
      "unit 2/2",
      "pack: [linux, arm]",
      "pack: [mac, arm]",
      "pack: [windows]",
      "last",
    ]);
    expect(found[5]?.["needs"]).toEqual([
      { name: "unit 1/2", artifacts: true, optional: false },
      { name: "unit 2/2", artifacts: true, optional: false },
      { name: "pack: [linux, arm]", artifacts: false, optional: false },
      { name: "pack: [mac, arm]", artifacts: false, optional: false },
      { name: "pack: [windows]", artifacts: false, optional: false },
    ]);
  });

  test("variables in tags get their values in a dry run only", async () => {
    const content = `
      variables: { SIZE: large }
      job:
        script: x
        tags: [$OS, "\${SIZE}-$ARCH", $RUNNER_TAG]
        variables: { ARCH: { value: arm } }
        parallel: { matrix: [{ OS: [linux, mac] }] }
    `;
    expect(await tagsOf(content)).toEqual({
      "job: [linux]": ["$OS", "\${SIZE}-$ARCH", "$RUNNER_TAG"],
      "job: [mac]": ["$OS", "\${SIZE}-$ARCH", "$RUNNER_TAG"],
    });
    expect(await tagsOf(content, { dry_run: true })).toEqual({
      "job: [linux]": ["linux", "large-arm", "$RUNNER_TAG"],
      "job: [mac]": ["mac", "large-arm", "$RUNNER_TAG"],
    });
    expect((await jobs(content, { dry_run: true }))[0]).not.toHaveProperty("needs");
  });

  test("a job that starts another pipeline has neither script nor tags", async () => {
    expect(await jobs("child: { trigger: { include: child.yml }, stage: build }")).toMatchObject([
      { name: "child", stage: "build", script: [], tag_list: [] },
    ]);
  });

  test("rules take the place of the default of only", async () => {
    const content = `
      ruled: { script: x, rules: [{ if: $A }] }
      restricted: { script: x, only: [main], except: { refs: [tags] } }
    `;
    expect(await jobs(content)).toMatchObject([
      { only: null, except: null },
      { only: { refs: ["main"] }, except: { refs: ["tags"] } },
    ]);
  });

  test("an environment's name, an allowed failure", async () => {
    const content = `
      a: { script: x, environment: staging, allow_failure: true }
      b: { script: x, environment: { name: live }, allow_failure: { exit_codes: [1] } }
    `;
    expect(await jobs(content)).toMatchObject([
      { environment: "staging", allow_failure: true },
      { environment: "live", allow_failure: false },
    ]);
  });

  test("warns of jobs that may run twice", async () => {
    const content = "rspec: { script: x, rules: [{ when: always }] }";
    expect((await lint(content)).warnings).toEqual([
      expect.stringContaining("jobs:rspec may allow multiple pipelines to run"),
    ]);
    expect((await lint(`${content}\nworkflow: { rules: [{ if: $A }] }`)).warnings).toEqual([]);
  });

  test.each([
    ["image: ruby", ["jobs config should contain at least one visible job"]],
    [".a: { script: x }", ["jobs config should contain at least one visible job"]],
    [
      "rubocop: { scriptt: x }",
      [
        "jobs rubocop config should implement the script:, run:, or trigger: keyword",
        "jobs config should contain at least one visible job",
      ],
    ],
    [
      "a: { script: x }\nb: text",
      ["jobs b config should implement the script:, run:, or trigger: keyword"],
    ],
    [
      "build: { script: x, stage: foo }",
      [
        "build job: chosen stage foo does not exist; available stages are .pre, build, test, deploy, .post",
      ],
    ],
    ["a: { script: x, tags: docker }", ["jobs:a:tags config should be an array of strings"]],
    ["a: { script: x, tags: [1] }", ["jobs:a:tags config should be an array of strings"]],
    [
      `a: { script: x, tags: [${Array(50).fill("t").join(", ")}] }`,
      ["jobs:a:tags config must be less than the limit of 50 tags"],
    ],
    [
      "a: { script: 1 }",
      ["jobs:a:script config should be a string or a nested array of strings up to 10 levels deep"],
    ],
    ["a: { script: [] }", ["jobs:a script can't be blank"]],
    ["a: { trigger: x, tags: [y] }", ["jobs:a config contains unknown keys: tags"]],
    [
      "a: { script: x, trigger: y }",
      ["jobs:a config these keys cannot be used together: script, trigger"],
    ],
    [
      "a: { script: x, when: later }",
      ["jobs:a when should be one of: on_success, on_failure, always, manual, delayed"],
    ],
    [
      "a: { script: x, parallel: 201 }",
      ["jobs:a:parallel config must be less than or equal to 200"],
    ],
    ["a: { script: x, needs: [b] }", ["a job: undefined need: b"]],
    [
      "a: { script: x, needs: [b] }\nb: { script: x, stage: deploy }",
      ["a job: need b is not defined in current or prior stages"],
    ],
    ["a: { script: x, extends: .b }", ["a: unknown keys in \`extends\` (.b)"]],
    ["a: { script: x, extends: constructor }", ["a: unknown keys in \`extends\` (constructor)"]],
    [
      "a: { script: x, extends: image }\nimage: ruby",
      ["a: invalid base hashes in \`extends\` (image)"],
    ],
    [
      "a: { script: x, extends: b }\nb: { extends: a }",
      ["a: circular dependency detected in \`extends\`"],
    ],
    ["a: { script: !reference [.b, c] }", ['!reference [".b", "c"] could not be found']],
    ["a: { script: !reference [] }", ["!reference [] is not valid"]],
    [
      "a: { script: !reference [a, script] }",
      ['!reference ["a", "script"] is part of a circular chain'],
    ],
    ["include: x.yml", ["Local file \`x.yml\` does not exist!"]],
    ["include: [{ local: /x.yml }]", ["Local file \`/x.yml\` does not exist!"]],
    [
      "include: [{ project: a/b, file: c.yml }]",
      [
        "Project \`a/b\` not found or access denied! Make sure any includes in the pipeline configuration are correctly defined.",
      ],
    ],
    ["- a", ["Invalid configuration format"]],
    ["a: *b", [expect.stringMatching(/^\(<unknown>\): Unresolved alias.*: b$/)]],
    ["a: [", [expect.stringMatching(/^\(<unknown>\): .* at line 1 column \d+$/)]],
    ["  ", ["Please provide content of .gitlab-ci.yml"]],
  ])("refuses %s", async (content, errors) => {
    expect(await errorsOf(content)).toEqual(errors);
  });

  test("a job may be called as what every object has", async () => {
    expect(
      await tagsOf("__proto__: { script: x, tags: [a] }\nconstructor: { script: x, tags: [b] }"),
    ).toEqual({ ["__proto__"]: ["a"], constructor: ["b"] });
  });
});

test("the company's projects have configurations, one with tags of no runner", async () => {
  const company = await startEmulator({ seed: companySeed(), clock: NOW });
  const jobsOf = async (project: string): Promise<Job[]> => {
    const path = `/projects/${encodeURIComponent(project)}/ci/lint?include_jobs=true`;
    const { body } = await ask(company, "root", "GET", path);
    expect(body).toMatchObject({ valid: true, errors: [] });
    return (body as { jobs: Job[] }).jobs;
  };
  const servedBy = async (tags: unknown): Promise<number> => {
    const list = (tags as string[]).join(",");
    return ((await ask(company, "root", "GET", `/runners/all?tag_list=${list}`)).body as unknown[])
      .length;
  };
  const unserved: unknown[] = [];
  for (const project of ["acme/platform/gateway", "acme/products/shop", "acme/research/vision"])
    for (const { name, tag_list } of await jobsOf(project))
      if (!JSON.stringify(tag_list).includes("$") && (await servedBy(tag_list)) === 0)
        unserved.push(name);
  expect(unserved).toEqual(["render"]);
  await company.close();
});

test("an older seed without configurations goes on working", async () => {
  const other = await start();
  expect((await ask(other, "root", "GET", "/projects/1/ci/lint")).status).toBe(404);
  await other.close();
});
