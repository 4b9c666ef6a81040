import { type Emulator, companySeed, startEmulator } from "../../emulator";
import { type TagCoverage, getTagCoverage, requireTagCoverage } from "../../sdk";

const CONTACTED = { contacted_at: "-PT5M", created_at: "-P30D" } as const;

describe("tag coverage", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }, { username: "mia" }],
        tokens: [
          { name: "root", user: "root" },
          { name: "mia", user: "mia" },
        ],
        groups: [{ full_path: "acme" }, { full_path: "other" }],
        projects: [
          { id: 11, path_with_namespace: "acme/app" },
          { id: 12, path_with_namespace: "acme/site" },
          { id: 13, path_with_namespace: "acme/alone", shared_runners_enabled: false },
        ],
        members: [{ user: "mia", of: "acme", role: "maintainer" }],
        runners: [
          {
            id: 1,
            runner_type: "instance_type",
            tag_list: ["docker", "linux"],
            run_untagged: false,
            description: "Shared",
            ...CONTACTED,
          },
          {
            id: 2,
            runner_type: "group_type",
            group: "acme",
            tag_list: ["docker", "deploy"],
            access_level: "ref_protected",
            ...CONTACTED,
          },
          { id: 3, runner_type: "group_type", group: "other", tag_list: ["gpu"], ...CONTACTED },
          {
            id: 4,
            runner_type: "project_type",
            projects: ["acme/app"],
            tag_list: ["gpu", "docker"],
            locked: true,
            ...CONTACTED,
          },
          {
            id: 5,
            runner_type: "project_type",
            projects: ["acme/site", "acme/app"],
            tag_list: ["macos"],
            paused: true,
            ...CONTACTED,
          },
          {
            id: 6,
            runner_type: "project_type",
            projects: ["acme/app"],
            tag_list: ["macos"],
            contacted_at: "-PT5H",
            created_at: "-P3D",
          },
          {
            id: 7,
            runner_type: "project_type",
            projects: ["acme/app"],
            tag_list: ["macos"],
            contacted_at: "-P8D",
            created_at: "-P30D",
          },
          {
            id: 8,
            runner_type: "project_type",
            projects: ["acme/app"],
            tag_list: ["macos"],
            created_at: "-PT1H",
          },
        ],
      },
    });
    process.env["GITLAB_BASE_URL"] = gitlab.url;
    process.env["GITLAB_TOKEN"] = gitlab.tokens["root"];
  });
  afterAll(() => gitlab.close());
  beforeEach(() => {
    gitlab.requests.clear();
  });

  const ids = ({ runners }: TagCoverage): (number | undefined)[] => runners.map(({ id }) => id);
  const coverageOf = async (
    tags: string[],
    more: Partial<Parameters<typeof getTagCoverage>[0]> = {},
  ): Promise<TagCoverage> => {
    const [set] = await getTagCoverage({ projectId: "acme/app", tags: [tags], ...more });
    if (!set) throw new Error("there is no set");
    return set;
  };

  test("a runner needs all of the tags, and may have more", async () => {
    const docker = await coverageOf(["docker"]);
    expect(ids(docker)).toEqual([1, 2, 4]);
    expect(docker).toMatchObject({ tags: ["docker"], jobs: [], coverage: "all_refs" });
    expect(docker.runners[0]).toEqual({
      id: 1,
      description: "Shared",
      runnerType: "instance_type",
      protectedRefsOnly: false,
    });
    expect(ids(await coverageOf(["linux", "docker", "docker"]))).toEqual([1]);
    expect(await coverageOf(["windows"])).toMatchObject({ coverage: "none", runners: [] });
  });

  test("jobs without tags need a runner that runs untagged ones", async () => {
    expect(ids(await coverageOf([]))).toEqual([2, 4]);
  });

  test("runners of another group and of another project do not count, nor shared ones that a project turned off", async () => {
    expect(ids(await coverageOf(["gpu"]))).toEqual([4]);
    expect(ids(await coverageOf(["gpu"], { projectId: 12 }))).toEqual([]);
    expect(ids(await coverageOf(["docker"], { projectId: 13 }))).toEqual([2]);
  });

  test("a locked runner serves the projects that it has", async () => {
    expect(await coverageOf(["gpu"])).toMatchObject({ coverage: "all_refs" });
  });

  test("a protected runner covers protected branches and tags only", async () => {
    expect(await coverageOf(["deploy"])).toMatchObject({
      coverage: "protected_refs",
      runners: [{ id: 2, protectedRefsOnly: true }],
    });
  });

  test("those that match but take no job now are listed with the reason", async () => {
    expect(await coverageOf(["macos"])).toMatchObject({
      coverage: "none",
      runners: [],
      unavailable: [
        { id: 5, reason: "paused" },
        { id: 6, reason: "offline" },
        { id: 7, reason: "stale" },
        { id: 8, reason: "never_contacted" },
      ],
    });
    const more = await coverageOf(["macos"], { statuses: ["online", "offline"] });
    expect(ids(more)).toEqual([6]);
  });

  test("a CI configuration is resolved by GitLab, as one who may run pipelines there", async () => {
    process.env["GITLAB_TOKEN"] = gitlab.tokens["mia"];
    const sets = await getTagCoverage({
      projectId: "acme/app",
      ciConfig: `
default: { tags: [docker] }
.gpu: { tags: [gpu, docker] }
compile: { stage: build, script: make }
train: { extends: .gpu, script: train }
render: { extends: .gpu, script: render, parallel: 2 }
anywhere: { script: "true", tags: [] }
chosen: { script: "true", tags: [$RUNNER] }
downstream: { trigger: acme/site }
`,
    });
    process.env["GITLAB_TOKEN"] = gitlab.tokens["root"];
    const shown = sets.map(({ tags, jobs, coverage }) => ({
      tags,
      jobs: [...jobs].sort(),
      coverage,
    }));
    expect(shown).toEqual([
      { tags: ["docker"], jobs: ["compile"], coverage: "all_refs" },
      {
        tags: ["docker", "gpu"],
        jobs: ["render 1/2", "render 2/2", "train"],
        coverage: "all_refs",
      },
      { tags: [], jobs: ["anywhere"], coverage: "all_refs" },
      { tags: ["$RUNNER"], jobs: ["chosen"], coverage: "unknown" },
    ]);
  });

  const setsOf = async (
    ciConfig: string,
  ): Promise<[tags: string, jobs: string, reason: string][]> =>
    (await getTagCoverage({ projectId: "acme/app", ciConfig })).map(
      ({ tags, jobs, coverage, reason }) => [tags.join(), jobs.join("; "), reason ?? coverage],
    );

  test("a bridge is no job for a runner, whatever makes it one", async () => {
    expect(
      await setsOf(`
build: { script: make, tags: [docker] }
mirror: { needs: { pipeline: acme/site } }
elsewhere: { trigger: { project: acme/site } }
constructor: { trigger: acme/site }
build docs: { run: [{ name: docs, script: make }], tags: [gpu] }
`),
    ).toEqual([
      ["docker", "build", "all_refs"],
      ["gpu", "build docs", "all_refs"],
    ]);
  });

  test("the jobs of child pipelines are not known, and that there is nothing to check is said", async () => {
    const child = "children: { trigger: { include: child.yml } }";
    expect(await setsOf(child)).toEqual([["", "children", "child_pipeline"]]);
    expect(await setsOf(`${child}\nbuild: { script: make, tags: [docker] }`)).toEqual([
      ["docker", "build", "all_refs"],
      ["", "children", "child_pipeline"],
    ]);
    expect(await setsOf("mirror: { needs: { pipeline: acme/site } }")).toEqual([
      ["", "mirror", "no_jobs"],
    ]);
  });

  test("what is required and cannot be checked is a warning, and no failure", async () => {
    const warned = jest.spyOn(console, "warn").mockImplementation(() => undefined);
    const required = async (args: object): Promise<TagCoverage[]> =>
      new Promise((resolve) => {
        requireTagCoverage({ projectId: "acme/app", ...args }).apply(resolve);
      });
    const child = "children: { trigger: { include: child.yml } }";
    expect(await required({ ciConfig: child })).toMatchObject([
      { coverage: "unknown", reason: "child_pipeline", jobs: ["children"] },
    ]);
    expect(await required({ tags: [["$ARCH"], ["docker"]] })).toMatchObject([
      { coverage: "unknown", reason: "variable", tags: ["$ARCH"] },
      { coverage: "all_refs" },
    ]);
    const lines = warned.mock.calls.join("\n");
    warned.mockRestore();
    expect(lines).toContain(
      "requireTagCoverage: in project acme/app nothing was checked: the jobs of the child pipelines " +
        "of children are not read",
    );
    expect(lines).toContain("in project acme/app not checked: the tags $ARCH contain a variable");
  });

  test("a variable in a tag has the value that the configuration gives it", async () => {
    expect(
      await setsOf(`
variables: { ARCH: linux, SPACE: "", OF: { value: gpu, description: which }, __proto__: macos }
matrix:
  script: make
  tags: [docker, $ARCH]
  parallel: { matrix: [{ ARCH: [linux, gpu], N: 1.10 }, { ARCH: deploy }] }
root: { script: make, tags: [docker, "\${ARCH}"] }
percent: { script: make, tags: ["%OF%"] }
own: { script: make, tags: [$ARCH], variables: { ARCH: deploy } }
nested: { script: make, tags: [$A], variables: { A: $ARCH } }
none: { script: make, tags: [$SPACE] }
two: { script: make, tags: [$A], variables: { A: "docker, linux" } }
proto: { script: make, tags: [$__proto__] }
part: { script: make, tags: [dock$END], variables: { END: er } }
money: { script: make, tags: ["5$", "$$ARCH"] }
node: { script: make, tags: [docker, n$CI_NODE_TOTAL], parallel: 2 }
`),
    ).toEqual([
      ["docker,linux", "matrix: [linux, 1.1]; root; two", "all_refs"],
      ["docker,gpu", "matrix: [gpu, 1.1]", "all_refs"],
      ["deploy,docker", "matrix: [deploy]", "protected_refs"],
      ["gpu", "percent", "all_refs"],
      ["deploy", "own", "protected_refs"],
      // GitLab replaces a variable once.
      ["$ARCH", "nested", "none"],
      ["", "none", "all_refs"],
      ["macos", "proto", "none"],
      ["docker", "part", "all_refs"],
      ["$linux,5$", "money", "none"],
      ["docker,n$CI_NODE_TOTAL", "node 1/2; node 2/2", "variable"],
    ]);
  });

  test("a variable is not known that the configuration does not give one value", async () => {
    expect(
      await setsOf(`
variables: { ARCH: linux, OS: linux }
workflow: { rules: [{ if: $CI_COMMIT_TAG, variables: { OS: macos } }] }
project: { script: make, tags: [$OF_THE_PROJECT, "$ARCH"] }
apart: { script: make, tags: [$ARCH], inherit: { variables: false } }
other: { script: make, tags: [$ARCH], inherit: { variables: [OS] } }
some: { script: make, tags: [$ARCH], inherit: { variables: [ARCH] } }
rule: { script: make, tags: [$ARCH], rules: [{ if: $CI, variables: { ARCH: gpu } }] }
workflow rule: { script: make, tags: [$OS] }
own: { script: make, tags: [$OS], variables: { OS: docker } }
constructor: { script: make, tags: [$constructor] }
`),
    ).toEqual([
      ["$OF_THE_PROJECT,linux", "project", "variable"],
      ["$ARCH", "apart; other; rule", "variable"],
      ["linux", "some", "all_refs"],
      ["$OS", "workflow rule", "variable"],
      ["docker", "own", "all_refs"],
      ["$constructor", "constructor", "variable"],
    ]);
  });

  test("a configuration that is not valid is refused with GitLab's findings", async () => {
    await expect(
      getTagCoverage({ projectId: 11, ciConfig: "build: { stage: nowhere, script: make }" }),
    ).rejects.toThrow(
      /cannot resolve ciConfig in project 11: GitLab reports that it is not valid: .*nowhere does not exist/,
    );
  });

  test("a project without a configuration is named, with the way out", async () => {
    await expect(getTagCoverage({ projectId: 11 })).rejects.toThrow(
      "project 11 has no CI configuration: check tags, or pass the text of a .gitlab-ci.yml",
    );
  });

  test("each runner is read once, however many sets there are", async () => {
    await getTagCoverage({ projectId: 11, tags: [["docker"], ["gpu"], []] });
    const paths = gitlab.requests.all().map(({ path }) => path.replace(/\?.*/, ""));
    expect(new Set(paths).size).toBe(paths.length);
  });

  test("wrong arguments are refused before GitLab is asked", async () => {
    const refused: [object, string][] = [
      [{ projectId: 11, tags: [["a"]], ciConfig: "a: {}" }, "tags and ciConfig exclude each other"],
      [{ projectId: 11, tags: ["docker"] }, "tags.0 must hold lists of tags"],
      [{ projectId: 11, ciConfig: "" }, "ciConfig is empty"],
      [{ projectId: 11, statuses: ["awake"] }, "statuses.0 must be one of online"],
      [{}, "projectId is missing"],
    ];
    for (const [args, message] of refused)
      await expect(getTagCoverage(args as never)).rejects.toThrow(`getTagCoverage: ${message}`);
    expect(gitlab.requests.all()).toEqual([]);
  });
});

test("the company's project whose jobs find no runner is named", async () => {
  const gitlab = await startEmulator({ seed: companySeed() });
  process.env["GITLAB_BASE_URL"] = gitlab.url;
  process.env["GITLAB_TOKEN"] = gitlab.tokens["root"];
  const sets = await getTagCoverage({ projectId: "acme/research/vision" });
  expect(sets.map(({ tags, coverage }) => [tags, coverage])).toContainEqual([
    ["gpu", "windows"],
    "none",
  ]);
  await gitlab.close();
});
