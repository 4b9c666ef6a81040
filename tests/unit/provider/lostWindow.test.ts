import { pausesBetweenLooks, shownFrom } from "../../../provider/creation/lostWindow";

const sum = (pauses: readonly number[]): number =>
  pauses.reduce((total, pause) => total + pause, 0);
const waited = (replyTimeoutMs: number, slowestMs: number, lostAfterMs: number): number =>
  sum(pausesBetweenLooks({ replyTimeoutMs, slowestMs }, lostAfterMs));

describe("how long what a lost request made is looked for", () => {
  test.each<[what: string, waitedMs: number, known: [number, number, number]]>([
    ["a while at least", 4_000, [1_000, 100, 900]],
    ["as long as GitLab may be at it by our time-out", 8_000, [10_000, 100, 2_000]],
    ["not for ever, as what comes later is found by a later up", 15_000, [3_600_000, 100, 10]],
    ["a while after our own time-out", 4_000, [60_000, 100, 60_000]],
    ["longer where GitLab was slow", 30_000, [60_000, 10_000, 60_000]],
    ["no longer than GitLab itself works on a request", 60_000, [3_600_000, 300_000, 10]],
  ])("%s", (_, waitedMs, known) => {
    expect(waited(...known)).toBe(waitedMs);
  });

  test("with growing pauses, the first look at once", () => {
    const pauses = pausesBetweenLooks({ replyTimeoutMs: 60_000, slowestMs: 100 }, 10);
    expect(pauses).toEqual([0, 1_000, 2_000, 4_000, 8_000]);
  });
});

test("a request is open for longer than GitLab works on it and its replicas are behind", () => {
  const begun = Date.now();
  const openMs = (replyTimeoutMs: number, slowestMs: number): number =>
    Date.parse(shownFrom({ replyTimeoutMs, slowestMs })) - begun;
  expect(openMs(1_000, 100)).toBeGreaterThanOrEqual(120_000);
  expect(openMs(600_000, 100)).toBeGreaterThanOrEqual(660_000);
});
