import {
  type Demand,
  type Readiness,
  type Situation,
  demandText,
  readinessOf,
} from "../../../provider/readiness/readiness";
import type { Machine } from "../../../provider/readiness/sightings";

const demand = (given: Partial<Demand> = {}): Demand => ({
  minManagers: 1,
  systemIds: [],
  ...given,
});
const machine = (systemId: string, given: Partial<Machine> = {}): Machine => ({
  systemId,
  version: "18.4.0",
  contactedAt: "2030-01-31T12:00:00.000Z",
  contacts: 2,
  ...given,
});
function judged(
  asked: Partial<Demand>,
  machines: readonly Machine[],
  situation: Partial<Situation> = {},
): Readiness {
  return readinessOf(demand(asked), { machines, isPaused: false, ...situation });
}

describe("a runner is ready", () => {
  test.each<[string, Partial<Demand>, readonly Machine[], readonly string[]]>([
    ["with one machine", {}, [machine("s_a")], ["s_a"]],
    ["with more machines than asked for", {}, [machine("s_a"), machine("s_b")], ["s_a", "s_b"]],
    ["when one of two counts", {}, [machine("s_a", { contacts: 0 }), machine("s_b")], ["s_b"]],
    [
      "with as many as asked for",
      { minManagers: 2 },
      [machine("s_a"), machine("s_b")],
      ["s_a", "s_b"],
    ],
    ["with the version asked for", { minVersion: "18.4" }, [machine("s_a")], ["s_a"]],
    [
      "with a build before the release asked for",
      { minVersion: "18.5" },
      [machine("s_a", { version: "18.5.0~pre.1.g0" })],
      ["s_a"],
    ],
    [
      "without a version, where none is asked for",
      {},
      [machine("s_a", { version: undefined })],
      ["s_a"],
    ],
    [
      "with the machine asked for",
      { systemIds: ["s_b"] },
      [machine("s_a"), machine("s_b")],
      ["s_a", "s_b"],
    ],
  ])("%s", (_what, asked, machines, systemIds) => {
    expect(judged(asked, machines)).toEqual({
      isReady: true,
      systemIds,
      findings: [],
      remedies: [],
    });
  });

  test("although the token that the stack holds is dead: gitlab-runner may have rotated it", () => {
    expect(judged({}, [machine("s_a")], { deadToken: "dead" }).isReady).toBe(true);
  });
});

describe("a runner is not ready, and it says so", () => {
  test.each<[string, Partial<Demand>, readonly Machine[], Partial<Situation>, readonly string[]]>([
    [
      "without a machine",
      {},
      [],
      {},
      ["machines that contact GitLab: 0 of 1", "no machine ever contacted GitLab"],
    ],
    [
      "with fewer machines than asked for",
      { minManagers: 3 },
      [machine("s_a")],
      {},
      ["machines that contact GitLab: 1 of 3"],
    ],
    [
      "with a machine that was in contact before only",
      {},
      [machine("s_a", { contacts: 0 })],
      {},
      [
        "machines that contact GitLab: 0 of 1",
        '"s_a" last contacted GitLab before the wait, at "2030-01-31T12:00:00.000Z"',
      ],
    ],
    [
      "with a machine that has registered",
      {},
      [machine("s_a", { contacts: 1 })],
      {},
      [
        "machines that contact GitLab: 0 of 1",
        '"s_a" contacted GitLab once, as a registration does',
      ],
    ],
    [
      "with a machine that never was in contact",
      {},
      [machine("s_a", { contacts: 0, contactedAt: undefined })],
      {},
      ["machines that contact GitLab: 0 of 1", '"s_a" never contacted GitLab'],
    ],
    [
      "with an older version",
      { minVersion: "18.5" },
      [machine("s_a")],
      {},
      ["machines that contact GitLab: 0 of 1", '"s_a" has gitlab-runner "18.4.0", older than 18.5'],
    ],
    [
      "with a version that is not known",
      { minVersion: "18" },
      [machine("s_a", { version: undefined })],
      {},
      ["machines that contact GitLab: 0 of 1", '"s_a" does not report its version'],
    ],
    [
      "without one of the machines asked for",
      { systemIds: ["s_a", "s_b"] },
      [machine("s_a")],
      {},
      ["machines that contact GitLab: 1 of 1", '"s_b" never contacted GitLab'],
    ],
    [
      "with an older version on the machine asked for",
      { minVersion: "18", systemIds: ["s_b"] },
      [machine("s_a"), machine("s_b", { version: "17.11.0" }), machine("s_c", { contacts: 0 })],
      {},
      ["machines that contact GitLab: 1 of 1", '"s_b" has gitlab-runner "17.11.0", older than 18'],
    ],
    [
      "while it is paused",
      {},
      [machine("s_a")],
      { isPaused: true },
      ["machines that contact GitLab: 1 of 1", "the runner is paused"],
    ],
    [
      "with a dead token",
      {},
      [],
      { deadToken: "GitLab rejects the token" },
      [
        "machines that contact GitLab: 0 of 1",
        "GitLab rejects the token",
        "no machine ever contacted GitLab",
      ],
    ],
    [
      "with a machine whose jobs may be of an earlier token",
      {},
      [machine("s_a", { contacts: 0, oldJobs: [7] })],
      {},
      [
        "machines that contact GitLab: 0 of 1",
        '"s_a" runs jobs from before the wait, so its contacts do not show that it has the ' +
          "runner's present token",
      ],
    ],
    [
      "with machines that GitLab cannot tell apart",
      {},
      [machine("<legacy>", { contacts: 9 })],
      {},
      [
        "machines that contact GitLab: 0 of 1",
        "no machine ever contacted GitLab",
        "contacts without a system id, as of gitlab-runner before 15.8, do not count",
      ],
    ],
  ])("%s", (_what, asked, machines, situation, findings) => {
    const { isReady, findings: found } = judged(asked, machines, situation);
    expect({ isReady, findings: found }).toEqual({ isReady: false, findings });
  });

  test("without the earlier contacts of no system id, as of a rotation by gitlab-runner", () => {
    const { findings } = judged({}, [machine("<legacy>", { contacts: 0 })]);
    expect(findings).toEqual([
      "machines that contact GitLab: 0 of 1",
      "no machine ever contacted GitLab",
    ]);
  });

  test("in short, and with those first that have come furthest", () => {
    const old = Array.from({ length: 300 }, (_, index) => machine(`s_${index}`, { contacts: 0 }));
    const { findings } = judged({ minManagers: 9 }, [...old, machine("s_new", { contacts: 1 })]);
    expect(findings).toHaveLength(6);
    expect(findings[1]).toContain('"s_new" contacted GitLab once');
    expect(findings[5]).toBe("and 297 more");
  });

  test("without what a terminal would obey in what GitLab holds", () => {
    const hostile = "s\u001b[31m\n\u202e";
    const machines = [
      machine(hostile, { contacts: 0, contactedAt: hostile }),
      machine("s_b", { version: hostile.repeat(99) }),
    ];
    const { findings } = judged({ minManagers: 9, minVersion: "18" }, machines);
    expect(findings.join()).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(findings.every(({ length }) => length < 250)).toBe(true);
  });

  test("with the way out of each", () => {
    const machines = [
      machine("s_a", { version: "17.0.0" }),
      machine("s_b", { contacts: 0 }),
      machine("s_c", { contacts: 0 }),
    ];
    const situation = { isPaused: true, deadToken: "dead" };
    const { remedies } = judged({ minManagers: 3, minVersion: "18" }, machines, situation);
    expect(remedies).toEqual([
      "Set paused to false on the runner",
      "Give the machines the runner's present token",
      "Update gitlab-runner on its machine",
      "Start gitlab-runner with the runner's token on enough machines",
    ]);
  });
});

test.each<[Partial<Demand>, string]>([
  [{}, "1 machine of runner 42 contacts GitLab"],
  [{ minManagers: 2 }, "2 machines of runner 42 contact GitLab"],
  [
    { minVersion: "18.4", systemIds: ["s_a", "s_b"] },
    "1 machine of runner 42 contacts GitLab (with gitlab-runner 18.4 or later; " +
      '"s_a", "s_b" among them)',
  ],
])("what a wait for %j is for", (asked, text) => {
  expect(demandText(demand(asked), "runner 42")).toBe(text);
});
