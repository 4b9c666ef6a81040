import type { RunnerInputs } from "../../../provider/runner/runnerArguments";
import { runnerFailures } from "../../../provider/runner/runnerRules";

const NOW = Date.parse("2026-01-01T00:00:00Z");

function properties(
  values: Partial<RunnerInputs>,
  unknown: readonly string[] = [],
  olds: Partial<RunnerInputs> = {},
): string[] {
  const given = { ...values, ...Object.fromEntries(unknown.map((name) => [name, "unknown"])) };
  const args = { given, values, unknown: new Set(unknown), failures: [] };
  return runnerFailures(args, olds, NOW).map(
    ({ property, reason }) => property || (/^\w+/.exec(reason)?.[0] ?? ""),
  );
}

test.each<[string, Partial<RunnerInputs>, string[]]>([
  ["an instance runner", { runnerType: "instance_type" }, []],
  ["a group runner of a group", { runnerType: "group_type", groupId: 7 }, []],
  ["a group runner without one", { runnerType: "group_type" }, ["groupId"]],
  ["a project of another type", { runnerType: "instance_type", projectId: 1 }, ["projectId"]],
  ["nothing at all", {}, ["runnerType"]],
  ["two ways at once", { runnerType: "instance_type", runnerId: 3 }, ["these"]],
  ["an adoption with an owner", { runnerId: 3, projectId: 1 }, ["projectId"]],
  [
    "no tags for a runner that needs some",
    { runnerType: "instance_type", runUntagged: false },
    ["tagList"],
  ],
  [
    "an expiry in 4 minutes",
    { runnerType: "instance_type", tokenExpiresAt: "2026-01-01T00:04:00Z" },
    ["tokenExpiresAt"],
  ],
  [
    "an expiry in 16 days, of which GitLab's version decides",
    { runnerType: "instance_type", tokenExpiresAt: "2026-01-17T00:00:00Z" },
    [],
  ],
  [
    "a deadline without an expiry",
    { runnerType: "instance_type", tokenRotationDeadline: "2026-01-02T00:00:00Z" },
    ["tokenExpiresAt"],
  ],
  [
    "a deadline after the expiry",
    {
      runnerType: "instance_type",
      tokenExpiresAt: "2026-01-02T00:00:00Z",
      tokenRotationDeadline: "2026-01-03T00:00:00Z",
    },
    ["tokenRotationDeadline"],
  ],
  ["a runner's token for registration", { registrationToken: "glrt-abc" }, ["registrationToken"]],
  ["an access token for adoption", { authenticationToken: "glpat-abc" }, ["authenticationToken"]],
])("%s", (_, values, expected) => {
  expect(properties(values)).toEqual(expected);
});

test("what is not known yet counts as given and is not judged", () => {
  expect(properties({ runnerType: "group_type" }, ["groupId"])).toEqual([]);
  expect(properties({ runnerType: "instance_type", runUntagged: false }, ["tagList"])).toEqual([]);
  expect(properties({}, ["runnerId"])).toEqual([]);
});

test("an expiry that GitLab accepted once is not judged again", () => {
  const values = { runnerType: "instance_type", tokenExpiresAt: "2025-12-31T00:00:00Z" } as const;
  expect(properties(values, [], values)).toEqual([]);
});

test("an argument of the wrong shape is not called missing as well", () => {
  const args = { given: { runnerType: "project_type", projectId: -1 }, unknown: new Set<string>() };
  const values = { runnerType: "project_type" as const };
  expect(runnerFailures({ ...args, values, failures: [] }, {}, NOW)).toEqual([]);
  const wrong = { given: { runnerType: "shared" }, values: {}, unknown: new Set<string>() };
  expect(runnerFailures({ ...wrong, failures: [] }, {}, NOW)).toEqual([]);
});
