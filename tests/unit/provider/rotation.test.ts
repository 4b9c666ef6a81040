import {
  DAY_MS,
  changedKeepers,
  isRotatedElsewhere,
  misfitReason,
  nextRotation,
  nextRotationAt,
} from "../../../provider/runner/rotation";
import type { Rotation } from "../../../provider/runner/rotationSchema";
import type { StoredOutputs } from "../../../provider/runner/runnerMapping";
import { fromWire } from "../../../provider/engine/wire";

const START = Date.parse("2026-01-01T00:00:00Z");
const day = (count: number): string => new Date(START + count * DAY_MS).toISOString();
const state = (outputs: Partial<StoredOutputs> = {}): StoredOutputs => ({
  tokenObtainedAt: day(0),
  ...outputs,
  __origin: { way: "create", ...outputs.__origin },
});

/** When the next rotation is, in days after the start, and why. */
function next(outputs: StoredOutputs, rotation: Rotation): [number, string] | undefined {
  const date = nextRotation(outputs, rotation);
  return date && [(date.atMs - START) / DAY_MS, date.why];
}

describe("the next rotation", () => {
  const expiring = state({ tokenExpiresAt: day(90), __tokenExpiresAt: day(90) });
  /** It never expires, and gitlab-runner rotates no such token. */
  const resetElsewhere = state({ tokenExpiresAt: day(150), __tokenExpiresAt: "never" });
  const rotatedItself = state({ tokenExpiresAt: day(150), __tokenExpiresAt: day(90) });

  test.each<[what: string, StoredOutputs, Rotation, [number, string] | undefined]>([
    [
      "counts from when the stack got the token",
      state({ createdAt: day(-5) }),
      { everyDays: 30 },
      [30, "30 days after the stack got its token (rotation.everyDays)"],
    ],
    [
      "counts from the runner's creation where the token's age is not known",
      state({ tokenObtainedAt: undefined, createdAt: day(-5) }),
      { everyDays: 1 },
      [
        -4,
        expect.stringMatching(/^1 day after its creation, as the state does not have/) as string,
      ],
    ],
    [
      "is not known where neither time is",
      state({ tokenObtainedAt: undefined }),
      { everyDays: 30 },
      undefined,
    ],
    [
      "is some days before the token expires",
      expiring,
      { beforeExpiryDays: 7 },
      [83, "7 days before its token expires (rotation.beforeExpiryDays)"],
    ],
    ["is none of a token that never expires", state(), { beforeExpiryDays: 7 }, undefined],
    [
      "is the earlier of the two",
      expiring,
      { everyDays: 85, beforeExpiryDays: 7 },
      [83, expect.stringContaining("beforeExpiryDays") as string],
    ],
    [
      "is the earlier of the two, the other way round",
      expiring,
      { everyDays: 82, beforeExpiryDays: 7 },
      [82, expect.stringContaining("everyDays") as string],
    ],
    ["is none of keepers", state(), { keepers: { image: "1" } }, undefined],
    [
      "counts from gitlab-runner's own rotation",
      rotatedItself,
      { everyDays: 30 },
      [90, "30 days after gitlab-runner rotated its token itself (rotation.everyDays)"],
    ],
    [
      "is some days before the token expires that gitlab-runner got",
      rotatedItself,
      { beforeExpiryDays: 7 },
      [143, expect.anything() as string],
    ],
  ])("%s", (_, outputs, rotation, expected) => {
    expect(next(outputs, rotation)).toEqual(expected);
  });

  test("is an output of what the state holds", () => {
    expect(nextRotationAt(state({ rotation: { everyDays: 30 } }))).toBe(day(30));
    expect(nextRotationAt(state({ rotation: { keepers: {} } }))).toBeUndefined();
    expect(nextRotationAt(state())).toBeUndefined();
  });

  test("is gitlab-runner's own only with an expiry that moved", () => {
    expect(isRotatedElsewhere(rotatedItself)).toBe(true);
    expect(isRotatedElsewhere(expiring)).toBe(false);
    expect(isRotatedElsewhere(state())).toBe(false);
    expect(isRotatedElsewhere(resetElsewhere)).toBe(false);
    // An administrator turned the expiry off and reset the token: when, nobody reports.
    expect(isRotatedElsewhere(state({ __tokenExpiresAt: day(90) }))).toBe(false);
  });
});

describe("keepers", () => {
  const kept = (keepers?: Record<string, string>): StoredOutputs =>
    state({ rotation: { everyDays: 30, ...(keepers && { keepers }) } });
  const declared = (keepers?: Record<string, unknown>) => ({ rotation: { keepers } });
  const many = (value: string) =>
    Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`k${index}`, value]));

  test.each<[what: string, StoredOutputs, Record<string, unknown>, string | undefined]>([
    ["are the same", kept({ a: "1" }), declared({ a: "1" }), undefined],
    ["are the first", kept(), declared({ a: "1" }), undefined],
    ["are of a runner without a rotation", state(), declared({ a: "1" }), undefined],
    ["are left out", kept({ a: "1" }), declared(), undefined],
    [
      "have another text",
      kept({ a: "1" }),
      declared({ a: "2" }),
      'of a change of the keeper "a" (rotation.keepers)',
    ],
    [
      "have one more and one less",
      kept({ a: "1" }),
      declared({ b: "1" }),
      'of a change of the keepers "a", "b" (rotation.keepers)',
    ],
    [
      "have many other texts",
      kept(many("1")),
      declared(many("2")),
      'of a change of the keepers "k0", "k1", "k2" and 2 more (rotation.keepers)',
    ],
    [
      "are not known yet",
      kept({ a: "1" }),
      fromWire(declared({ a: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" })),
      "its keepers are not known before the apply (rotation.keepers)",
    ],
  ])("%s", (_, before, news, expected) => {
    expect(changedKeepers(before, news)).toBe(expected);
  });
});

describe("a rotation beside the life of the tokens", () => {
  const WEEK = 7 * DAY_MS;
  test.each<[Rotation, lifeMs: number, RegExp | undefined]>([
    [{ beforeExpiryDays: 6 }, WEEK, undefined],
    [
      { beforeExpiryDays: 7 },
      WEEK,
      /^beforeExpiryDays is 7, and .* live 7 days: each up would rotate again. Give 6 days or fewer$/,
    ],
    // The stack notes when it got a token by a clock that is not GitLab's.
    [{ beforeExpiryDays: 7 }, WEEK + 1000, /rotate again/],
    [{ beforeExpiryDays: 7 }, WEEK - 1000, /rotate again/],
    [{ everyDays: 6 }, WEEK, undefined],
    [{ everyDays: 7 }, WEEK, /^everyDays is 7, .* would expire before it is rotated\. Give 6 days/],
    [{ everyDays: 30, beforeExpiryDays: 2 }, WEEK, undefined],
    [{ everyDays: 3, beforeExpiryDays: 8 }, WEEK, /rotate again/],
    [{ beforeExpiryDays: 1 }, DAY_MS / 12, /live 0\.1 days: .* Leave rotation to gitlab-runner/],
    [{ keepers: { a: "1" } }, DAY_MS / 12, undefined],
  ])("%j", (rotation, lifeMs, expected) => {
    const reason = misfitReason(rotation, lifeMs);
    if (expected) expect(reason).toMatch(expected);
    else expect(reason).toBeUndefined();
  });
});
