import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator";
import { NOW, SEED, ask, ids } from "./helpers";

const NOTES = "/projects/1/merge_requests/7/notes";

describe("notes of a merge request", () => {
  let gitlab: Emulator;
  beforeEach(async () => {
    const [app, ...others] = SEED.projects;
    const projects = [{ ...app, path_with_namespace: "acme/team/app", merge_requests: [7, 8] }];
    gitlab = await startEmulator({
      seed: { ...SEED, projects: [...projects, ...others] },
      clock: NOW,
    });
  });
  afterEach(() => gitlab.close());

  test("are posted, listed with the newest first, and changed", async () => {
    const first = await ask(gitlab, "developer", "POST", NOTES, { body: "one" });
    expect(first).toMatchObject({
      status: 201,
      body: {
        id: 1,
        type: null,
        body: "one",
        author: { username: "developer" },
        created_at: NOW.toISOString(),
        system: false,
        noteable_type: "MergeRequest",
        noteable_iid: 7,
        project_id: 1,
        resolvable: false,
        internal: false,
        commands_changes: {},
      },
    });
    await ask(gitlab, "developer", "POST", "/projects/acme%2Fteam%2Fapp/merge_requests/7/notes", {
      body: "two",
    });
    await ask(gitlab, "developer", "POST", "/projects/1/merge_requests/8/notes", { body: "other" });
    expect(ids(await ask(gitlab, "reporter", "GET", NOTES))).toEqual([2, 1]);
    const paged = await ask(gitlab, "reporter", "GET", `${NOTES}?sort=asc&per_page=1`);
    expect(ids(paged)).toEqual([1]);
    expect(paged.headers.get("x-total")).toBe("2");
    expect(paged.headers.get("link")).toContain("merge_requests/7/notes?");
    expect(ids(await ask(gitlab, "root", "GET", `${NOTES}?activity_filter=only_activity`))).toEqual(
      [],
    );
    const changed = await ask(gitlab, "developer", "PUT", `${NOTES}/1`, { body: "new" });
    expect(changed).toMatchObject({ status: 200, body: { id: 1, body: "new" } });
  });

  test("are changed by their author and by maintainers only", async () => {
    await ask(gitlab, "developer", "POST", NOTES, { body: "mine" });
    const put = async (as: string): Promise<number> =>
      (await ask(gitlab, as, "PUT", `${NOTES}/1`, { body: `of ${as}` })).status;
    expect(await put("reporter")).toBe(403);
    expect(await put("maintainer")).toBe(200);
    expect(await put("root")).toBe(200);
  });

  test("need a body that is not empty and not too long", async () => {
    const post = (body: object): ReturnType<typeof ask> =>
      ask(gitlab, "developer", "POST", NOTES, body);
    expect(await post({})).toMatchObject({ status: 400, body: { error: "body is missing" } });
    expect(await post({ body: " " })).toMatchObject({
      status: 400,
      body: { message: `400 Bad request - Note {:note=>["can't be blank"]}` },
    });
    expect((await post({ body: "x".repeat(1_000_001) })).status).toBe(400);
    expect((await post({ body: "x".repeat(1_000_000) })).status).toBe(201);
    expect(await ask(gitlab, "developer", "PUT", `${NOTES}/1`, { body: "" })).toMatchObject({
      status: 400,
      body: { error: "body is empty" },
    });
  });

  test("are not found where the caller sees no merge request, or there is none", async () => {
    const none = { status: 404, body: { message: "404 Not found" } };
    expect(await ask(gitlab, "guest", "GET", NOTES)).toMatchObject(none);
    expect(await ask(gitlab, "root", "GET", "/projects/1/merge_requests/9/notes")).toMatchObject(
      none,
    );
    expect(await ask(gitlab, "root", "GET", "/projects/2/merge_requests/7/notes")).toMatchObject(
      none,
    );
    expect(await ask(gitlab, "root", "PUT", `${NOTES}/1`, { body: "x" })).toMatchObject(none);
    expect(await ask(gitlab, "stranger", "GET", NOTES)).toMatchObject({
      status: 404,
      body: { message: "404 Project Not Found" },
    });
    expect((await ask(gitlab, "manage_runner", "POST", NOTES, { body: "x" })).status).toBe(403);
    expect((await ask(gitlab, "read_api", "POST", NOTES, { body: "x" })).status).toBe(403);
  });

  test("are kept in a file of state; one of an older version has none", async () => {
    const directory = mkdtempSync(join(tmpdir(), "gitlab-notes-"));
    const state = join(directory, "state.json");
    const project = { path_with_namespace: "acme", merge_requests: [3] };
    const seed = {
      users: [{ username: "root", admin: true }],
      tokens: [{ name: "root", user: "root", token: "glpat-notes" }],
      projects: [project],
    };
    const notes = "/projects/1/merge_requests/3/notes";
    const first = await startEmulator({ seed, state });
    await ask(first, "glpat-notes", "POST", notes, { body: "kept" });
    await first.close();
    const second = await startEmulator({ state });
    expect(ids(await ask(second, "glpat-notes", "GET", notes))).toEqual([1]);
    await second.close();
    const { format, store } = JSON.parse(readFileSync(state, "utf8")) as {
      format: number;
      store: object;
    };
    const older = { ...store, notes: undefined, mergeRequests: undefined };
    writeFileSync(state, JSON.stringify({ format, store: older }));
    const third = await startEmulator({ state });
    expect((await ask(third, "glpat-notes", "GET", notes)).status).toBe(404);
    await third.close();
    rmSync(directory, { recursive: true });
  });
});
