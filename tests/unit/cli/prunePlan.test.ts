import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { planText, readPlan } from "../../../cli/prune/plan";

const API = "https://gitlab.example.com/api/v4";
const RUNNER = {
  id: 7,
  runnerType: "group_type",
  description: "\u001b[2J\u202eold",
  heardAt: "2026-01-01T00:00:00Z",
  reason: "its last contact was at 2026-01-01T00:00:00Z",
} as const;
const PLAN = {
  apiUrl: API,
  madeAt: "2026-03-01T00:00:00Z",
  since: "2026-02-01T00:00:00Z",
  delete: [RUNNER],
  keep: [{ ...RUNNER, id: 8, heardAt: null }],
};

describe("a plan of prune", () => {
  let file: string;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "plan-"));
    file = join(folder, "plan.json");
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const read = (text: string): Promise<unknown> => {
    writeFileSync(file, text);
    return readPlan(file, API);
  };

  test("is read as it was written, and no terminal obeys its text", async () => {
    const text = planText(PLAN);
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(await read(text)).toEqual({ version: 1, ...PLAN });
  });

  test.each([
    ["", "it is not JSON"],
    ["{", "it is not JSON"],
    ["[".repeat(2000), "it has more than 100 levels"],
    ["null", "its root is not as prune writes it"],
  ])("%.20j is none", async (text, words) => {
    await expect(read(text)).rejects.toThrow(
      `${file} is not a plan of gitlab-runners prune --out: ${words}`,
    );
  });

  test.each([
    ["version", { version: 2 }],
    ["force", { force: true }],
    ["since", { since: "soon" }],
    ["delete.0.id", { delete: [{ ...RUNNER, id: "7" }] }],
    ["delete.0.id", { delete: [{ ...RUNNER, id: -7 }] }],
    ["keep.0.heardAt", { keep: [{ ...RUNNER, heardAt: "never" }] }],
  ])("is named where it is not as prune writes it: %s", async (at, changes) => {
    const changed = JSON.stringify({ version: 1, ...PLAN, ...changes });
    await expect(read(changed)).rejects.toThrow(`${at} is not as prune writes it`);
  });

  test.each(["2999-01-01T00:00:00Z", new Date(Date.now() - 3_600_000).toISOString()])(
    "takes no runner that is online: since %s",
    async (since) => {
      await expect(read(planText({ ...PLAN, since }))).rejects.toThrow(
        "its since is less than 2 hours ago",
      );
    },
  );

  test("is refused of another GitLab", async () => {
    const other = planText({ ...PLAN, apiUrl: "https://other.example.com/api/v4" });
    await expect(read(other)).rejects.toThrow(
      `is of https://other.example.com/api/v4, and this command asks ${API}`,
    );
  });
});
