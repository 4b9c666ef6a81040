import type { MarkedRunner } from "../../../gitlab";
import type { RunnerDetailsPayload } from "../../../gitlab/payloads/schemas";
import { type Verdict, verdictOf } from "../../../gitlab/pruning/staleness";

const SINCE = "2026-02-01T00:00:00Z";
const BEFORE = "2026-01-31T23:59:59.999Z";
const marker = { resource: "0123456789abcdef", attempt: "01234567" };

function judge(
  runner: Partial<RunnerDetailsPayload>,
  { keep = [], ...more }: { keep?: number[] } & Partial<MarkedRunner> = {},
): Verdict {
  const marked = { runner: { id: 7, ...runner }, ...more } as MarkedRunner;
  return verdictOf(marked, {
    since: Date.parse(SINCE),
    reasonToKeep: (found) => (keep.includes(found.runner.id) ? "it is to stay" : undefined),
  });
}

describe("whether a runner is stale", () => {
  test("the last contact decides, whenever it was created", () => {
    expect(judge({ contacted_at: BEFORE, created_at: BEFORE })).toEqual({
      is: "stale",
      reason: "its last contact was at 2026-01-31T23:59:59Z",
      heardAt: Date.parse(BEFORE),
    });
    expect(judge({ contacted_at: SINCE, created_at: BEFORE }).is).toBe("live");
  });

  test.each([null, undefined])("without a contact (%s) its creation decides", (contacted_at) => {
    expect(judge({ contacted_at, created_at: BEFORE })).toMatchObject({
      is: "stale",
      reason: "no machine contacted GitLab since its creation at 2026-01-31T23:59:59Z",
    });
    expect(judge({ contacted_at, created_at: SINCE }).is).toBe("live");
  });

  test.each([null, undefined, "", "soon"])("without a time (%s) it is kept", (created_at) => {
    expect(judge({ created_at })).toEqual({
      is: "kept",
      reason: "GitLab reports neither a contact nor its creation",
      heardAt: undefined,
    });
  });

  test("a stale runner is kept for a reason, and a live one is live in spite of it", () => {
    const stale = { contacted_at: BEFORE };
    expect(judge(stale, { marker }).reason).toBe("it belongs to a stack of pulumi-gitlab-runners");
    expect(judge(stale, { keep: [7] }).reason).toBe("it is to stay");
    expect(judge({ ...stale, job_execution_status: "active" }).reason).toBe("it has a running job");
    expect(judge({ ...stale, job_execution_status: "idle" }, { keep: [8] }).is).toBe("stale");
    expect(judge({ contacted_at: SINCE }, { marker, keep: [7] }).is).toBe("live");
  });
});
