import { changeEach } from "../../../cli/changes";
import type { Connection } from "../../../cli/connection";
import {
  AuthenticationError,
  ConnectionError,
  type GitLabError,
  PermissionError,
} from "../../../gitlab";

const RUNNERS = [1, 2, 3].map((id) => ({ id, description: `runner ${id}` }));

/** What it prints where GitLab answers so to the change of runner 2. */
async function printed(
  error: Error,
): Promise<{ tried: number[]; rows: { id: number; outcome: string; reason?: string }[] }> {
  const tried: number[] = [];
  const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    const connection = { concurrency: 1 } as Connection;
    await changeEach(connection, RUNNERS, { json: true }, ({ id }) => {
      tried.push(id);
      return id === 2 ? Promise.reject(error) : Promise.resolve({ outcome: "paused" });
    });
    const text = write.mock.calls.map(([chunk]) => String(chunk)).join("");
    return { tried, rows: JSON.parse(text) as { id: number; outcome: string }[] };
  } finally {
    write.mockRestore();
  }
}

describe("changes of several runners", () => {
  afterEach(() => {
    process.exitCode = undefined;
  });

  test("one that GitLab refuses leaves the others to be done", async () => {
    const { tried, rows } = await printed(new PermissionError("pause runner 2", 403, "no"));
    expect(tried).toEqual([1, 2, 3]);
    expect(rows.map(({ outcome }) => outcome)).toEqual(["paused", "failed", "paused"]);
    expect(process.exitCode).toBe(3);
  });

  test.each<GitLabError>([
    new AuthenticationError("pause runner 2", 401, "no"),
    new ConnectionError("no answer"),
  ])("no more are tried after: %s", async (error) => {
    const { tried, rows } = await printed(error);
    expect(tried).toEqual([1, 2]);
    expect(rows).toMatchObject([
      { id: 1, outcome: "paused" },
      { id: 2, outcome: "failed", reason: error.message },
      { id: 3, outcome: "not tried", reason: error.message, description: "runner 3" },
    ]);
    expect(process.exitCode).toBe(3);
  });

  test("a fault of ours ends the command", async () => {
    await expect(printed(new TypeError("ours"))).rejects.toThrow("ours");
  });
});
