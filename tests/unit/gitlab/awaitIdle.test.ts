import {
  type WaitClock,
  type Waited,
  awaitIdle,
  longestWaitMs,
} from "../../../gitlab/draining/awaitIdle";
import type { Work } from "../../../gitlab/draining/runnerWork";

const IDLE: Work = { jobs: [], hidden: "none" };
const HIDDEN: Work = { jobs: [], hidden: "some" };
const UNKNOWN: Work = { jobs: [], hidden: "unknown" };
const BUSY: Work = {
  jobs: [{ id: 7, web_url: "https://gitlab.example.com/acme/app/-/jobs/7" }],
  hidden: "none",
};

/** A clock that only pauses move. */
class Clock implements WaitClock {
  readonly pauses: number[] = [];
  now = (): number => this.pauses.reduce((sum, pause) => sum + pause, 0);
  pause = (milliseconds: number): Promise<void> => {
    this.pauses.push(milliseconds);
    return Promise.resolve();
  };
}

/** Waits while one look after the other finds this; the last of it from then on. */
async function wait(
  found: readonly Work[],
  timeoutMs: number,
): Promise<Waited & { pauses: number[]; reported: number[] }> {
  const clock = new Clock();
  const reported: number[] = [];
  let looks = 0;
  const look = (): Promise<Work> => {
    const work = found[Math.min(looks, found.length - 1)] ?? IDLE;
    looks += 1;
    return Promise.resolve(work);
  };
  const report = (_: Work, waitedMs: number): void => void reported.push(waitedMs);
  const waited = await awaitIdle(look, timeoutMs, report, clock);
  return { ...waited, pauses: clock.pauses, reported };
}

const HOUR_MS = 3_600_000;

describe("a wait for the jobs of a runner", () => {
  test("ends when three looks in a row find none, five seconds apart", async () => {
    const { isIdle, pauses, reported } = await wait([IDLE], HOUR_MS);
    expect({ isIdle, pauses, reported }).toEqual({
      isIdle: true,
      pauses: [5_000, 5_000],
      reported: [],
    });
  });

  test.each([
    ["a job", BUSY],
    ["jobs that the credential cannot see", HIDDEN],
    ["what GitLab does not say", UNKNOWN],
  ])("begins to count anew at %s", async (_, work) => {
    const { isIdle, pauses, reported } = await wait([IDLE, IDLE, work, IDLE], HOUR_MS);
    expect(isIdle).toBe(true);
    expect(pauses).toHaveLength(5);
    expect(reported).toEqual([10_000]);
  });

  test("looks less often the longer jobs run, and often again when none is found", async () => {
    const found = [...Array<Work>(8).fill(BUSY), IDLE];
    const { pauses } = await wait(found, HOUR_MS);
    expect(pauses.map((pause) => Math.round(pause))).toEqual([
      5_000, 7_500, 11_250, 16_875, 25_313, 30_000, 30_000, 30_000, 5_000, 5_000,
    ]);
  });

  test("ends with what still runs when its time is over, and not later", async () => {
    const { isIdle, work, milliseconds } = await wait([BUSY], 60_000);
    expect({ isIdle, work, milliseconds }).toEqual({
      isIdle: false,
      work: BUSY,
      milliseconds: 60_000,
    });
  });

  test("does not end between looks that find no job", async () => {
    const found = [...Array<Work>(5).fill(BUSY), IDLE];
    const { isIdle, milliseconds } = await wait(found, 3_000);
    expect({ isIdle, milliseconds }).toEqual({ isIdle: true, milliseconds: 3_600 });
  });

  test.each([1_000, 10_000, 60_000, HOUR_MS])(
    "takes no longer than it says for a time-out of %i ms",
    async (timeoutMs) => {
      const nearlyOver = [BUSY, BUSY, BUSY, IDLE, IDLE, BUSY, IDLE, IDLE, BUSY];
      for (const found of [nearlyOver, [BUSY], [UNKNOWN, IDLE]]) {
        const { milliseconds } = await wait(found, timeoutMs);
        expect(milliseconds).toBeLessThanOrEqual(longestWaitMs(timeoutMs));
      }
    },
  );

  test("of a short time-out has short intervals", async () => {
    expect((await wait([IDLE], 1_000)).pauses).toEqual([100, 100]);
  });
});
