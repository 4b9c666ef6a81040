import type { Emulator } from "../../emulator";
import { type Answer, ask, ids, start } from "./helpers";

describe("the lists of projects and groups", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await start();
    gitlab.seed({
      groups: [
        { id: 3, full_path: "open", name: "Open", visibility: "public" },
        { id: 4, full_path: "hidden" },
        { id: 5, full_path: "hidden/below" },
      ],
      projects: [
        { id: 4, path_with_namespace: "open/site", visibility: "public" },
        { id: 5, path_with_namespace: "open/docs", visibility: "internal" },
        { id: 6, path_with_namespace: "hidden/below/app", archived: true },
      ],
      members: [{ user: "stranger", of: "hidden/below", role: "owner" }],
    });
  });
  afterAll(() => gitlab.close());

  const list = (path: string, as = "owner"): Promise<Answer> => ask(gitlab, as, "GET", path);
  const found = async (path: string, as = "owner"): Promise<number[]> => ids(await list(path, as));

  test.each([
    ["/projects", "owner", [5, 4, 3, 2, 1]],
    ["/projects", "stranger", [6, 5, 4]],
    ["/projects", "root", [6, 5, 4, 3, 2, 1]],
    ["/projects", "auditor", [6, 5, 4, 3, 2, 1]],
    ["/projects?membership=true", "owner", [3, 2, 1]],
    ["/projects?owned=true", "owner", [3, 2, 1]],
    ["/projects?owned=true", "maintainer", []],
    ["/projects?min_access_level=40", "maintainer", [3, 2, 1]],
    ["/projects?min_access_level=50", "maintainer", []],
    ["/projects?membership=true", "root", []],
    ["/projects?visibility=public", "owner", [4]],
    ["/projects?search=DOC", "owner", [5, 3]],
    ["/projects?search=acme", "owner", []],
    ["/projects?search=acme&search_namespaces=true", "owner", [3, 2, 1]],
    ["/projects?archived=true", "owner", []],
    ["/projects?archived=true", "stranger", [6]],
    ["/projects?archived=false", "stranger", [5, 4]],
    ["/groups/1/projects", "owner", [3]],
    ["/groups/acme/projects?include_subgroups=true", "owner", [3, 2, 1]],
    ["/groups/1/projects?include_subgroups=true&order_by=id&sort=asc", "owner", [1, 2, 3]],
    ["/groups/1/projects?include_subgroups=true&search=SIT", "owner", [2]],
    ["/groups/4/projects?include_subgroups=true", "stranger", [6]],
    ["/groups/4/projects?include_subgroups=true&archived=true", "stranger", [6]],
    ["/groups/4/projects?include_subgroups=true&archived=false", "stranger", []],
    ["/groups/3/projects?visibility=public", "owner", [4]],
    ["/projects?archived=false&sort=asc", "owner", [1, 2, 3, 4, 5]],
    ["/projects?order_by=name&sort=asc", "owner", [1, 3, 5, 2, 4]],
    ["/projects?id_after=1&id_before=4&order_by=id", "owner", [3, 2]],
    ["/groups", "owner", [1, 2]],
    ["/groups?all_available=true", "owner", [1, 3, 2]],
    ["/groups", "root", [1, 5, 4, 3, 2]],
    ["/groups?all_available=false", "root", []],
    ["/groups", "stranger", [5, 4]],
    ["/groups?owned=true", "owner", [1]],
    ["/groups?min_access_level=50", "owner", [1, 2]],
    ["/groups?min_access_level=50", "maintainer", []],
    ["/groups?top_level_only=true", "owner", [1]],
    ["/groups?search=TEA", "owner", [2]],
    ["/groups?skip_groups[]=1", "owner", [2]],
    ["/groups?visibility=public&all_available=true", "owner", [3]],
    ["/groups?order_by=id&sort=desc", "owner", [2, 1]],
  ])("%s of %s", async (path, as, expected) => {
    expect(await found(path, as)).toEqual(expected);
  });

  test("come in pages", async () => {
    const { headers, body } = await list("/projects?per_page=2&page=2");
    expect((body as unknown[]).length).toBe(2);
    expect(headers.get("x-total")).toBe("5");
    expect(headers.get("x-next-page")).toBe("3");
    expect(headers.get("link")).toContain('rel="next"');
  });

  test("projects come by keyset, too, and only by id", async () => {
    const seen: number[] = [];
    let next: string | undefined = "/projects?pagination=keyset&order_by=id&per_page=2";
    while (next !== undefined) {
      const answer = await list(next);
      seen.push(...ids(answer));
      next = /<[^>]*\/api\/v4([^>]*)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
    }
    expect(seen).toEqual([5, 4, 3, 2, 1]);
    expect((await list("/projects?pagination=keyset")).status).toBe(400);
  });

  test("rows are those of a single one, without a group's secrets", async () => {
    const [row] = (await list("/projects?search=app")).body as object[];
    expect(row).toEqual((await list("/projects/1")).body);
    const [simple] = (await list("/projects?search=app&simple=true")).body as object[];
    expect(simple).toHaveProperty("path_with_namespace", "acme/team/app");
    expect(simple).not.toHaveProperty("shared_runners_enabled");
    const [ofGroup] = (await list("/groups/2/projects?search=app")).body as object[];
    expect(ofGroup).toEqual(row);
    const [group] = (await list("/groups")).body as object[];
    expect(group).toHaveProperty("shared_runners_setting", "enabled");
    expect(group).not.toHaveProperty("runners_token");
  });

  test("a filter that is not known here is refused, not left out", async () => {
    for (const path of [
      "/projects?starred=true",
      "/groups?parent_id=1",
      "/groups/1/projects?pagination=keyset",
    ])
      expect((await list(path)).status).toBe(501);
    expect((await list("/projects?min_access_level=7")).status).toBe(400);
    expect((await ask(gitlab, undefined, "GET", "/groups")).status).toBe(401);
  });
});
