import { ask } from "../helpers/gitlab";
import type { Program } from "../helpers/host/declared";
import type { HostDeployment } from "../helpers/host/hostDeployment";
import { HostLane } from "../helpers/host/hostLane";
import { until } from "../helpers/machine";
import { hostDeploymentIn } from "./hostDeploymentIn";
import { violations } from "./invariants";
import { Author } from "./program";
import { Random } from "./random";
import { Work } from "./work";
import { World } from "./world";

/** The invariants of a campaign must be able to fail: each is broken by hand here. */
describe("what a campaign finds wrong with a stack at rest", () => {
  const lane = new HostLane("dynamic");
  let world: World;
  let author: Author;
  let deployment: HostDeployment;
  const program: Program = [
    {
      name: "one",
      type: "Runner",
      args: { runnerType: "project_type", projectId: 11, description: "build", tagList: ["a"] },
    },
    { name: "two", type: "Runner", args: { runnerType: "group_type", groupId: 1 } },
    {
      name: "link",
      type: "ProjectRunnerAssignment",
      args: { runnerId: { idOf: "one" }, projectId: 12 },
    },
    { name: "adopted-101", type: "Runner", args: { runnerId: 101, paused: true } },
  ];

  beforeEach(async () => {
    const random = new Random(1);
    world = await World.start(random, "invariants");
    author = new Author(random, world);
    deployment = hostDeploymentIn(world, lane);
    const ended = await deployment.up(program);
    expect(ended).toMatchObject({ succeeded: true });
  });
  afterEach(async () => {
    await deployment.dispose();
    await world.close();
  });
  afterAll(() => {
    lane.kill();
  });

  const idOf = (name: string): string => deployment.ids().get(name) ?? "";
  const wrong = async (declared: Program = program): Promise<string[]> =>
    violations(world, declared, author, await deployment.deployed());
  const runner = { runner_type: "instance_type" };

  test("nothing, when nothing is", async () => {
    expect(await wrong()).toEqual([]);
    expect((await deployment.expectNoChanges(program)).succeeded).toBe(true);
  });

  test.each<[string, () => Promise<unknown>, RegExp]>([
    [
      "a runner that no state knows",
      () => ask(world.gitlab, "POST", "/user/runners", runner),
      /no state knows it/,
    ],
    [
      "a runner that is gone",
      () => ask(world.gitlab, "DELETE", `/runners/${idOf("two")}`),
      /two is runner \d+, which GitLab does not have/,
    ],
    [
      "a runner from before that is gone",
      () => ask(world.gitlab, "DELETE", "/runners/106"),
      /runner 106, which was there before, is gone/,
    ],
    [
      "a token that was reset",
      () => ask(world.gitlab, "POST", `/runners/${idOf("two")}/reset_authentication_token`),
      /two: GitLab does not accept the token/,
    ],
    [
      "an attribute that is declared",
      () => ask(world.gitlab, "PUT", `/runners/${idOf("one")}`, { tag_list: ["b"] }),
      /one: tagList is \["b"\] at GitLab, and declared as \["a"\]/,
    ],
    [
      "an attribute that is not declared",
      () => ask(world.gitlab, "PUT", `/runners/${idOf("two")}`, { maintenance_note: "theirs" }),
      /two: maintenanceNote is "theirs"/,
    ],
    [
      "an attribute of an adopted runner",
      () => ask(world.gitlab, "PUT", "/runners/101", { paused: false }),
      /adopted-101: paused is false/,
    ],
    [
      "an assignment that is gone",
      () => ask(world.gitlab, "DELETE", `/projects/12/runners/${idOf("one")}`),
      /one serves the projects \[11\] at GitLab, and is declared for \[11,12\]/,
    ],
  ])("%s", async (_, spoil, sentence) => {
    await spoil();
    const found = await wrong();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(sentence);
  });

  test("a resource too many and one too few", async () => {
    const [one, two, link] = program;
    expect(await wrong([one, two, link].filter((declared) => declared !== undefined))).toEqual([
      "adopted-101 is in the state, and not in the program",
    ]);
    const more: Program = [...program, { name: "three", type: "Runner", args: runner }];
    expect(await wrong(more)).toEqual(["three is declared, and not in the state"]);
  });

  describe("with machines that work", () => {
    const drained: Program = [
      {
        name: "one",
        type: "Runner",
        args: { runnerType: "project_type", projectId: 11, drain: { timeout: 5 } },
      },
    ];
    let work: Work;
    beforeEach(async () => {
      expect(await deployment.up(drained)).toMatchObject({ succeeded: true });
      work = new Work(new Random(1), world, deployment);
      work.noteDrains();
    });
    afterEach(() => work.stop());
    /** Until a machine runs a job of the runner. */
    const busy = (): Promise<void> =>
      until(async () => {
        const { body } = await ask(world.gitlab, "GET", `/runners/${idOf("one")}/jobs`);
        return (body as { status: string }[]).some(({ status }) => status === "running");
      });

    test("nothing, when a drained runner is deleted, and jobs wait for another", async () => {
      await busy();
      expect(await deployment.destroy()).toMatchObject({ succeeded: true });
      expect(await work.deadTokens()).toEqual([]);
      expect(await work.end()).toEqual([]);
    });

    test("a drained runner that is deleted while it runs a job", async () => {
      await busy();
      await ask(world.gitlab, "DELETE", `/runners/${idOf("one")}`);
      expect(await work.end()).toContainEqual(
        expect.stringMatching(/^job \d+ ran when runner \d+ was deleted$/),
      );
    });

    test("a job that is lost", async () => {
      await busy();
      // A job of a deleted project cannot arrive.
      work.endArrivals();
      await ask(world.gitlab, "DELETE", "/projects/11");
      expect(await work.end()).toContainEqual(expect.stringMatching(/^job \d+: 403$|: no run$/));
    });

    test("an old token that lives on", async () => {
      await busy();
      const id = Number(idOf("one"));
      const token = deployment.tokens().get("one") ?? "";
      expect(await deployment.destroy()).toMatchObject({ succeeded: true });
      world.gitlab.seed({ runners: [{ id, token, runner_type: "instance_type" }] });
      expect(await work.deadTokens()).toEqual([`GitLab accepts an old token of runner ${id}`]);
    });
  });

  test("a runner that two resources have", async () => {
    const twice = {
      name: "again",
      type: "Runner" as const,
      args: { runnerId: Number(idOf("two")) },
    };
    expect(await deployment.up([...program, twice])).toEqual({
      succeeded: true,
      output: expect.any(String) as unknown,
    });
    expect(await wrong([...program, twice])).toContainEqual(
      expect.stringMatching(/two and again are both runner/),
    );
  });
});
