import { join } from "node:path";

import { type Step, type Walk, describeWalk } from "./walk";

type Attributes = Record<string, unknown>;

const script = (...parts: string[]): string => join(__dirname, ...parts);

/** A runner as the server holds it after the walk. */
async function held({ gitlab }: Walk, id: number): Promise<Attributes | undefined> {
  const answer = await fetch(`${gitlab.url}/api/v4/runners/${id}`, {
    headers: { "private-token": gitlab.tokens["root"] ?? "" },
  });
  return answer.status === 404 ? undefined : ((await answer.json()) as Attributes);
}

/** What every client asks for, whatever its language. */
function sharedTests(walk: () => Walk): void {
  const step = (name: string): Step => {
    const found = walk().steps[name];
    if (found === undefined) throw new Error(`the walk has no step "${name}"`);
    return found;
  };
  const answer = (name: string): unknown => {
    const { answer: said, error } = step(name);
    expect({ name, error }).toEqual({ name, error: undefined });
    return said;
  };

  test("it signs in and learns the version", () => {
    expect(answer("user")).toBe("ada");
    expect(JSON.stringify(answer("version"))).toContain("19.4.0-ee");
  });

  test("it lists the runners of its user, also by pages and by tags", () => {
    expect(answer("list")).toEqual([2, 3, 4, 5, 6, 7]);
    expect(answer("list by pages")).toEqual([2, 3, 4, 5, 6, 7]);
    expect(answer("list by tags")).toEqual([3]);
  });

  test("it lists all runners for an administrator only", () => {
    expect(answer("all")).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(answer("all paused")).toEqual([4]);
    expect(step("all for a user").status).toBe(403);
  });

  test("it reads a runner's details", () => {
    expect(answer("get")).toMatchObject({
      id: 3,
      description: "Builds",
      runner_type: "project_type",
      tag_list: ["linux", "arm"],
      version: "19.4.0",
      projects: [{ path_with_namespace: "acme/app" }],
    });
    expect(step("get nothing").status).toBe(404);
  });

  test("it registers a runner of the registration token's project", async () => {
    expect(answer("register")).toMatchObject({
      id: 8,
      token: expect.stringMatching(/^glrtr-/) as string,
    });
    expect(await held(walk(), 8)).toMatchObject({
      description: "New",
      projects: [{ path_with_namespace: "acme/app" }],
    });
    expect(step("register wrongly").status).toBe(403);
  });

  test("it creates a runner linked to its user", async () => {
    expect(answer("create")).toMatchObject({
      id: 9,
      token: expect.stringMatching(/^glrt-/) as string,
    });
    expect(await held(walk(), 9)).toMatchObject({
      runner_type: "project_type",
      created_by: { username: "ada" },
    });
  });

  test("it updates a runner", async () => {
    expect(answer("update")).toMatchObject({ description: "Tests" });
    const { tag_list: tags, description } = (await held(walk(), 3)) ?? {};
    expect(tags).toContain("new_tag");
    expect(description).toBe("Tests");
  });

  test("it removes runners by id and by token", async () => {
    answer("delete by id");
    answer("delete by token");
    expect(await held(walk(), 5)).toBeUndefined();
    expect(await held(walk(), 7)).toBeUndefined();
  });

  test("it verifies a token", () => {
    answer("verify");
  });

  test("it lists, enables and disables runners of a project", async () => {
    expect(answer("project list")).toEqual(expect.arrayContaining([1, 2, 3, 4, 8, 9]));
    expect(answer("project enable")).toMatchObject({ id: 3 });
    expect(step("project enable again").status).toBe(400);
    answer("project disable");
    expect(step("project disable the owner").status).toBe(403);
    expect(await held(walk(), 3)).toMatchObject({ projects: [{ id: 1 }] });
  });

  test("it lists the runners of a group", () => {
    expect(answer("group list")).toEqual([1, 2]);
  });

  test("it lists a runner's jobs", () => {
    expect(answer("jobs")).toEqual([31, 32, 33]);
    expect(answer("jobs by status")).toEqual([32]);
    expect(answer("jobs in order")).toEqual([31, 32, 33]);
  });
}

describeWalk(
  "pythonGitlab",
  (directory) => [join(directory, "bin", "python"), script("pythonGitlab", "walk.py")],
  (walk) => {
    sharedTests(walk);

    test("what the page on runners describes beside", async () => {
      const { steps } = walk();
      expect(steps["bearer"]).toEqual({ answer: "ada" });
      expect(steps["total"]).toEqual({ answer: 6 });
      expect(steps["list by scope"]).toEqual({ answer: [2, 3, 5, 6, 7] });
      expect(steps["all by scope"]).toEqual({ answer: [2, 3, 4, 5, 6, 7] });
      expect(steps["all shared"]).toEqual({ answer: [1] });
      expect(steps["all by type"]).toEqual({ answer: [2] });
      expect(steps["all online"]).toEqual({ answer: [1, 3] });
      expect(steps["delete by object"]).toEqual({ answer: null });
      expect(await held(walk(), 6)).toBeUndefined();
    });

    test("GitLab's texts arrive as its errors", () => {
      const { steps } = walk();
      expect(steps["all in a wrong scope"]).toEqual({
        error: "GitlabListError",
        status: 400,
        message: "scope does not have a valid value",
      });
      expect(steps["get nothing"]).toEqual({
        error: "GitlabGetError",
        status: 404,
        message: "404 Runner Not Found",
      });
      expect(steps["register wrongly"]).toEqual({
        error: "GitlabCreateError",
        status: 403,
        message: "403 Forbidden - invalid token supplied",
      });
      expect(steps["verify wrongly"]).toEqual({
        error: "GitlabVerifyError",
        status: 403,
        message: "403 Forbidden",
      });
      expect(steps["project disable the owner"]).toEqual({
        error: "GitlabDeleteError",
        status: 403,
        message: "403 Forbidden - No access granted",
      });
    });
  },
);

describeWalk(
  "clientGo",
  (directory) => [join(directory, "walk")],
  (walk) => {
    sharedTests(walk);

    test("every further method of the runners service", () => {
      const { steps } = walk();
      expect(steps["list by scope"]).toEqual({ answer: [2, 3, 5, 6, 7] });
      expect(steps["total"]).toEqual({ answer: 6 });
      expect(steps["all by type"]).toEqual({ answer: [2] });
      expect(steps["all online"]).toEqual({ answer: [1, 3] });
      expect(steps["managers"]).toMatchObject({
        answer: [{ system_id: "s_3", version: "19.4.0", status: "online" }],
      });
      expect(steps["reset the token"]).toMatchObject({
        answer: { token: expect.stringMatching(/^glrt-/) as string, token_expires_at: null },
      });
      expect(steps["delete registered by id"]).toEqual({ answer: null });
      for (const whose of ["instance", "group", "project"])
        expect(steps[`reset the ${whose}'s registration token`]).toMatchObject({
          answer: { token: expect.stringMatching(/^GR1348941/) as string },
        });
      expect(steps["verify wrongly"]).toMatchObject({ status: 403 });
    });
  },
);

describeWalk(
  "gitbeaker",
  () => [process.execPath, script("gitbeaker", "walk.cjs")],
  (walk) => {
    sharedTests(walk);

    test("a page names its neighbours, and errors keep GitLab's texts", () => {
      const { steps } = walk();
      expect(steps["bearer"]).toEqual({ answer: "ada" });
      expect(steps["list a page"]).toEqual({
        answer: {
          ids: [4, 5],
          total: 6,
          current: 2,
          previous: 1,
          next: 3,
          perPage: 2,
          totalPages: 3,
        },
      });
      expect(steps["verify without a token"]).toMatchObject({
        status: 400,
        message: "token is missing",
      });
      expect(steps["reset the instance's registration token"]).toMatchObject({
        answer: { token: expect.stringMatching(/^GR1348941/) as string },
      });
    });
  },
);
