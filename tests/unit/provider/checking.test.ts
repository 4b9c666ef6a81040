import { type CheckedArguments, checkArguments, failure } from "../../../provider/values/checking";
import { shownFailures } from "../../../provider/engine/failures";
import { type RunnerInputs, runnerArguments } from "../../../provider/runner/runnerArguments";

const check = (news: Record<string, unknown>): CheckedArguments<RunnerInputs> =>
  checkArguments("Runner", runnerArguments, news);

test.each(["constructor", "toString", "valueOf", "hasOwnProperty"])(
  "%s, which every object has, is no argument",
  (name) => {
    expect(check({ [name]: "x" }).failures).toEqual([
      { property: "", reason: expect.stringContaining(`Runner has no argument ${name}`) as string },
    ]);
  },
);

test("a name that is no argument is shown short and without control characters", () => {
  const [one, other] = check({ ["x".repeat(5000)]: 1, "a\0b": 1 }).failures;
  expect(one?.reason.length).toBeLessThan(500);
  expect(other?.reason).toContain('no argument "a\\u0000b"');
});

test("a similar name is suggested", () => {
  expect(check({ tag_list: [] }).failures[0]?.reason).toMatch(/did you mean tagList\?$/);
  expect(check({ tagsList: [] }).failures[0]?.reason).toMatch(/did you mean tagList\?$/);
});

test("tags that are one text are shown as a list", () => {
  expect(check({ tagList: "docker, linux" }).failures).toEqual([
    { property: "tagList", reason: 'must be a list of texts: ["docker", "linux"]' },
  ]);
});

test("what is wrong with many items of a list is said once", () => {
  const tags = Array.from({ length: 10_000 }, () => "");
  const news = { tagList: tags };
  expect(shownFailures(check(news).failures, news)).toEqual([
    { property: "", reason: "tagList: holds an empty tag" },
  ]);
});

test("of many things that are wrong some are said", () => {
  const tags = Array.from({ length: 10_000 }, (_, index) => `a,${index}`);
  const news = { tagList: tags };
  expect(shownFailures(check(news).failures, news)).toHaveLength(11);
});

test("an object in the place of a constant", () => {
  expect(check({ runnerType: { toString: null } }).failures).toEqual([
    { property: "runnerType", reason: expect.stringMatching(/^must be one of/) as string },
  ]);
});

test("what is given is distinguished from what is right", () => {
  const { given, values } = check({ groupId: -1, paused: true, locked: null });
  expect(given).toEqual({ groupId: -1, paused: true });
  expect(values).toEqual({ paused: true });
});

test("failures are few, and none has a long value beside it", () => {
  const failures = Array.from({ length: 1000 }, () => failure("projectIds", "is wrong"));
  const shown = shownFailures(failures, { projectIds: Array.from({ length: 1000 }, () => 1) });
  expect(shown).toHaveLength(11);
  expect(shown[0]).toEqual({ property: "", reason: "projectIds: is wrong" });
  expect(shown[10]?.reason).toBe("990 more of these arguments are refused");
});
