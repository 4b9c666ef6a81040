import { type Emulator, companySeed, startEmulator } from "../../emulator";
import { type TagCoverage, getTagCoverage } from "../../sdk";

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

  test("those that match but take no job now are told with the reason", async () => {
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
    const told = sets.map(({ tags, jobs, coverage }) => ({
      tags,
      jobs: [...jobs].sort(),
      coverage,
    }));
    expect(told).toEqual([
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

  test("a configuration that is not valid is refused with GitLab's findings", async () => {
    await expect(
      getTagCoverage({ projectId: 11, ciConfig: "build: { stage: nowhere, script: make }" }),
    ).rejects.toThrow(
      /cannot resolve ciConfig in project 11: GitLab finds it not valid: .*nowhere does not exist/,
    );
  });

  test("a project without a configuration is GitLab's refusal", async () => {
    await expect(getTagCoverage({ projectId: 11 })).rejects.toThrow(
      /cannot read the CI configuration of project 11: GitLab answered 404/,
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

test("the company's project whose jobs find no runner is told of", async () => {
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
