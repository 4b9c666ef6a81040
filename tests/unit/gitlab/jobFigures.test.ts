import { JobSamples, type RunnerSamples, jobFigures } from "../../../gitlab/figures/jobFigures";
import type { JobPayload } from "../../../gitlab/payloads/schemas";

const START = Date.parse("2026-01-01T00:00:00Z");
const WINDOW = { from: START, to: START + 1_000_000 };

interface Sketch {
  status?: string;
  /** Seconds after the start of the window. */
  started?: number;
  finished?: number;
  queued?: number;
  project?: string;
  reason?: string;
}

function samplesOf(...jobs: Sketch[]): RunnerSamples {
  const at = (seconds: number | undefined): string | null =>
    seconds === undefined ? null : new Date(START + seconds * 1000).toISOString();
  const samples = new JobSamples();
  for (const [index, job] of jobs.entries()) {
    const { status = "success", started, finished, queued, project = "acme/app", reason } = job;
    samples.add({
      id: index + 1,
      status,
      stage: "test",
      name: "test",
      ref: "main",
      tag: false,
      allow_failure: false,
      created_at: at(started ?? 0) ?? "",
      started_at: at(started),
      finished_at: at(finished),
      duration: started === undefined ? null : (finished ?? 1000) - started,
      queued_duration: queued ?? null,
      failure_reason: reason ?? null,
      web_url: "",
      project: { id: 1, name: project, path_with_namespace: project },
    } satisfies JobPayload);
  }
  return { samples, window: WINDOW };
}

describe("figures of jobs", () => {
  test("without a job there is no rate and no percentile", () => {
    expect(jobFigures([samplesOf()], 5)).toEqual({
      jobs: 0,
      finished: 0,
      failed: 0,
      failureRate: undefined,
      failureReasons: {},
      queuedDuration: undefined,
      duration: undefined,
      runSeconds: 0,
      busyShare: 0,
      topProjects: [],
    });
  });

  test("a canceled job counts in no rate, but its time does", () => {
    const { jobs, finished, failureRate, failureReasons, duration } = jobFigures(
      [
        samplesOf(
          { status: "failed", started: 0, finished: 10, reason: "runner_system_failure" },
          { status: "failed", started: 0, finished: 10 },
          { status: "success", started: 0, finished: 10 },
          { status: "canceled", started: 0, finished: 500 },
        ),
      ],
      5,
    );
    expect({ jobs, finished, failureRate }).toEqual({ jobs: 4, finished: 3, failureRate: 2 / 3 });
    expect(failureReasons).toEqual({ runner_system_failure: 1, unknown_failure: 1 });
    expect(duration).toEqual({ p50: 10, p95: 500 });
  });

  test("a reason may be called as what every object has", () => {
    const names = ["constructor", "__proto__", "toString", "hasOwnProperty", "constructor"];
    const { failureReasons } = jobFigures(
      [samplesOf(...names.map((reason) => ({ status: "failed", reason })))],
      5,
    );
    expect(Object.entries(failureReasons)).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
      ["hasOwnProperty", 1],
      ["toString", 1],
    ]);
    expect("valueOf" in failureReasons).toBe(false);
  });

  test("jobs at once make a runner busy once", () => {
    const figures = jobFigures(
      [
        samplesOf(
          { started: 0, finished: 100 },
          { started: 50, finished: 150 },
          { started: 60, finished: 70 },
          { started: 300, finished: 400 },
        ),
      ],
      5,
    );
    expect(figures.busyShare).toBeCloseTo(0.25, 10);
    expect(figures.runSeconds).toBe(310);
  });

  test("what ran outside the window is cut off, and what still runs goes to its end", () => {
    const figures = jobFigures(
      [samplesOf({ started: -500, finished: 100 }, { status: "running", started: 900 })],
      5,
    );
    expect(figures.busyShare).toBeCloseTo(0.2, 10);
    expect(figures.runSeconds).toBe(200);
    // It has not ended, so how long it will run is not known.
    expect(figures.duration).toEqual({ p50: 600, p95: 600 });
  });

  test("several runners are busy by their mean", () => {
    const busy = samplesOf({ started: 0, finished: 1000, project: "acme/site" });
    const { busyShare, jobs, topProjects } = jobFigures(
      [busy, samplesOf(), samplesOf({ started: 0, finished: 500 })],
      1,
    );
    expect(busyShare).toBeCloseTo(0.5, 10);
    expect(jobs).toBe(2);
    expect(topProjects).toEqual([{ project: "acme/site", jobs: 1, runSeconds: 1000 }]);
  });

  test.each([1, 2, 3, 19, 20, 21, 99, 100, 101, 1000])(
    "percentiles of %i values are the smallest that enough values do not exceed",
    (count) => {
      const values = Array.from({ length: count }, (_, index) => (index * 7919) % 1009);
      const { queuedDuration } = jobFigures(
        [samplesOf(...values.map((queued) => ({ queued })))],
        5,
      );
      const bruteForce = (share: number): number =>
        Math.min(
          ...values.filter((candidate) => {
            const notLarger = values.filter((value) => value <= candidate).length;
            return notLarger >= share * count;
          }),
        );
      expect(queuedDuration).toEqual({ p50: bruteForce(0.5), p95: bruteForce(0.95) });
    },
  );
});
