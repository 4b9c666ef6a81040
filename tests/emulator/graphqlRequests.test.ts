import { type Emulator, VERSIONS, type Version } from "../../emulator";
import { answerOf, dataOf, query, runnerId, send } from "./graphqlHelpers";
import { ago, ask, start } from "./helpers";

let gitlab: Emulator;

beforeEach(async () => {
  gitlab = await start({ runners: [{ id: 1, runner_type: "instance_type" }] });
});
afterEach(() => gitlab.close());

const WHO = "{ currentUser { username } }";
const OWNER = { currentUser: { username: "owner" } };
const INVALID = { status: 401, data: undefined, errors: [{ message: "Invalid token" }] };

describe("who asks", () => {
  test.each(["owner", "read_api"])("is known by the token %s", async (as) => {
    expect(await dataOf(gitlab, as, WHO)).toEqual(OWNER);
  });

  test("is known by a Bearer and by parameters", async () => {
    const token = gitlab.tokens["owner"] ?? "";
    const body = JSON.stringify({ query: WHO });
    for (const request of [
      { headers: { authorization: `Bearer ${token}` }, body },
      { search: `?private_token=${token}`, body },
      { search: `?access_token=${token}`, body },
      { body: JSON.stringify({ query: WHO, private_token: token }) },
    ])
      expect((await answerOf(await send(gitlab, undefined, request))).data).toEqual(OWNER);
  });

  test.each(["create_runner", "manage_runner", "glpat-of-nobody"])(
    "is refused with %s",
    async (as) => {
      expect(await query(gitlab, as, WHO)).toMatchObject(INVALID);
    },
  );

  test("is refused with a token that has expired or been revoked", async () => {
    gitlab.seed({
      tokens: [
        { name: "expired", user: "owner", expires_at: "2026-03-01" },
        { name: "revoked", user: "owner", revoked: true },
      ],
    });
    expect(await query(gitlab, "expired", WHO)).toMatchObject(INVALID);
    expect(await query(gitlab, "revoked", WHO)).toMatchObject(INVALID);
  });

  test("is nobody without a token", async () => {
    expect(await dataOf(gitlab, undefined, WHO)).toEqual({ currentUser: null });
  });

  test.each<[string, Parameters<typeof send>[2]]>([
    ["a job", { headers: { "job-token": "glcbt-anything" } }],
    ["a deploy token", { headers: { "deploy-token": "gldt-anything" } }],
    ["a job, as a parameter", { search: "?job_token=glcbt-anything" }],
    ["a runner", { search: "?token=glrt-anything" }],
  ])("is refused with the token of %s", async (_, request) => {
    const body = JSON.stringify({ query: WHO });
    const answer = await answerOf(await send(gitlab, undefined, { ...request, body }));
    expect(answer).toMatchObject(INVALID);
  });
});

describe("a query comes", () => {
  const TEXT =
    "query A($id: CiRunnerID!) { runner(id: $id) { id } } query B { metadata { version } }";
  const variables = { id: runnerId(1) };
  const FOUND = { runner: { id: runnerId(1) } };
  const form = (pairs: Record<string, string>): string => new URLSearchParams(pairs).toString();
  const FORM = { "content-type": "application/x-www-form-urlencoded" };

  test.each<[string, Parameters<typeof send>[2]]>([
    ["as JSON", { body: JSON.stringify({ query: TEXT, operationName: "A", variables }) }],
    [
      "as JSON with its variables as text",
      {
        body: JSON.stringify({
          query: TEXT,
          operationName: "A",
          variables: JSON.stringify(variables),
        }),
      },
    ],
    [
      "as a form",
      {
        headers: FORM,
        body: form({ query: TEXT, operationName: "A", variables: JSON.stringify(variables) }),
      },
    ],
    [
      "as a form with each variable apart",
      {
        headers: FORM,
        body: form({ query: TEXT, operationName: "A", "variables[id]": runnerId(1) }),
      },
    ],
    [
      "as a GET",
      {
        method: "GET",
        search: `?${form({ query: TEXT, operationName: "A", variables: JSON.stringify(variables) })}`,
      },
    ],
  ])("%s", async (_, request) => {
    const { status, data, headers } = await answerOf(await send(gitlab, "owner", request));
    expect([status, data]).toEqual([200, FOUND]);
    expect(headers.get("content-type")).toMatch(/^application\/json/);
  });

  test.each<[string, Parameters<typeof send>[2], number, string]>([
    [
      "with a list as variables",
      { body: JSON.stringify({ query: WHO, variables: [1] }) },
      422,
      "Unexpected parameter: [1]",
    ],
    [
      "with a number as variables",
      { body: JSON.stringify({ query: WHO, variables: 7 }) },
      422,
      "Unexpected parameter: 7",
    ],
    [
      "that changes something as a GET",
      { method: "GET", search: "?query=mutation{a}" },
      422,
      "Mutations are forbidden in GET requests",
    ],
    [
      "that changes something",
      { body: JSON.stringify({ query: "mutation { a }" }) },
      200,
      "Schema is not configured for mutations",
    ],
    ["without a text", { body: "{}" }, 200, "Unexpected end of document"],
    [
      "in a type that is not read",
      { body: WHO, headers: { "content-type": "application/graphql" } },
      200,
      "Unexpected end of document",
    ],
    [
      "with two operations and no name",
      { body: JSON.stringify({ query: TEXT }) },
      200,
      "An operation name is required",
    ],
    [
      "with another name",
      { body: JSON.stringify({ query: TEXT, operationName: "C" }) },
      200,
      'No operation named "C"',
    ],
    [
      "that is no query",
      { body: JSON.stringify({ query: "{ runner(id" }) },
      200,
      'Syntax Error: Expected ":", found <EOF>.',
    ],
  ])("%s and is refused", async (_, request, status, message) => {
    const answer = await answerOf(await send(gitlab, "owner", request));
    expect([answer.status, answer.data, answer.errors?.map((each) => each.message)]).toEqual([
      status,
      undefined,
      [message],
    ]);
  });

  test("with variables that are no JSON and is refused", async () => {
    const body = JSON.stringify({ query: WHO, variables: "{" });
    const { status, errors } = await answerOf(await send(gitlab, "owner", { body }));
    expect([status, errors?.length]).toEqual([422, 1]);
  });

  test("in a body that is broken and is refused before anything else", async () => {
    const response = await send(gitlab, "glpat-of-nobody", { body: "{" });
    expect(response.status).toBe(400);
  });
});

test.each<[fields: string, error: object]>([
  [
    `a: runner(id: "${runnerId(1)}") { upgradeStatus }`,
    {
      message: "Field 'upgradeStatus' doesn't exist on type 'CiRunner'",
      locations: [{ line: 1, column: 48 }],
      path: ["query", "a", "upgradeStatus"],
      extensions: { code: "undefinedField", typeName: "CiRunner", fieldName: "upgradeStatus" },
    },
  ],
  [
    "runners(upgradeStatus: AVAILABLE) { count }",
    {
      message: "Field 'runners' doesn't accept argument 'upgradeStatus'",
      locations: [{ line: 1, column: 11 }],
      path: ["query", "runners", "upgradeStatus"],
      extensions: {
        code: "argumentNotAccepted",
        name: "runners",
        typeName: "Field",
        argumentName: "upgradeStatus",
      },
    },
  ],
  [
    "runner { id }",
    {
      message: "Field 'runner' is missing required arguments: id",
      locations: [{ line: 1, column: 3 }],
      path: ["query", "runner"],
      extensions: {
        code: "missingRequiredArguments",
        className: "Field",
        name: "runner",
        arguments: "id",
      },
    },
  ],
  [
    "runners(sort: NEWEST) { count }",
    {
      message:
        "Argument 'sort' on Field 'runners' has an invalid value (NEWEST). Expected type 'CiRunnerSort'.",
      locations: [{ line: 1, column: 3 }],
      path: ["query", "runners", "sort"],
      extensions: {
        code: "argumentLiteralsIncompatible",
        typeName: "Field",
        argumentName: "sort",
      },
    },
  ],
  [
    'runner(id: "gid://gitlab/Project/1") { id }',
    {
      message: '"gid://gitlab/Project/1" does not represent an instance of Ci::Runner',
      locations: [{ line: 1, column: 3 }],
      path: ["query", "runner", "id"],
      extensions: { code: "argumentLiteralsIncompatible", typeName: "CoercionError" },
    },
  ],
  [
    "runners",
    {
      message:
        "Field must have selections (field 'runners' returns CiRunnerConnection but has no selections. Did you mean 'runners { ... }'?)",
      locations: [{ line: 1, column: 3 }],
      path: ["query", "runners"],
      extensions: {
        code: "selectionMismatch",
        nodeName: "field 'runners'",
        typeName: "CiRunnerConnection",
      },
    },
  ],
  [
    "currentUser { id { x } }",
    {
      message:
        "Selections can't be made on scalars (field 'id' returns UserID but has selections [\"x\"])",
      locations: [{ line: 1, column: 17 }],
      path: ["query", "currentUser", "id"],
      extensions: { code: "selectionMismatch", nodeName: "field 'id'", typeName: "UserID" },
    },
  ],
])("%s is refused as GitLab refuses it", async (fields, error) => {
  const { status, data, errors } = await query(gitlab, "owner", `{ ${fields} }`);
  expect([status, data, errors]).toEqual([200, undefined, [error]]);
});

test.each<[value: unknown, explanation: string]>([
  [undefined, "Expected value to not be null"],
  [null, "Expected value to not be null"],
  ["1", '"1" is not a valid Global ID'],
  ["gid://other/Ci::Runner/1", '"gid://other/Ci::Runner/1" is not a Gitlab Global ID'],
  ["gid://gitlab/Group/1", '"gid://gitlab/Group/1" does not represent an instance of Ci::Runner'],
])("the variable %j is refused as GitLab refuses it", async (value, explanation) => {
  const { data, errors } = await query(
    gitlab,
    "owner",
    "query($id: CiRunnerID!) { runner(id: $id) { id } }",
    { id: value },
  );
  expect(data).toBeUndefined();
  expect(errors).toEqual([
    {
      message: "Variable $id of type CiRunnerID! was provided invalid value",
      locations: [{ line: 1, column: 7 }],
      extensions: { value: value ?? null, problems: [{ path: [], explanation }] },
    },
  ]);
});

test("a query has five errors at most", async () => {
  const { errors } = await query(gitlab, "owner", "{ a b c d e f g }");
  expect(errors).toHaveLength(5);
});

describe("around a query", () => {
  test("the throttles count it, for the user or for the address", async () => {
    gitlab.seed({
      settings: {
        throttle_authenticated_api_enabled: true,
        throttle_authenticated_api_requests_per_period: 2,
        throttle_unauthenticated_api_enabled: true,
        throttle_unauthenticated_api_requests_per_period: 1,
      },
    });
    expect((await ask(gitlab, "owner", "GET", "/version")).status).toBe(200);
    const second = await query(gitlab, "owner", WHO);
    expect(second.headers.get("ratelimit-remaining")).toBe("0");
    const third = await send(gitlab, "owner", { body: JSON.stringify({ query: WHO }) });
    expect([third.status, await third.text()]).toEqual([429, "Retry later\n"]);
    expect(third.headers.get("retry-after")).not.toBeNull();

    expect((await query(gitlab, undefined, WHO)).status).toBe(200);
    expect((await send(gitlab, undefined, { body: "{}" })).status).toBe(429);
    // A token that GraphQL does not know is nobody's.
    expect((await send(gitlab, "create_runner", { body: "{}" })).status).toBe(429);
  });

  test("the log has it without the token", async () => {
    const search = `?query=${encodeURIComponent(WHO)}&private_token=${gitlab.tokens["owner"] ?? ""}`;
    await query(gitlab, "owner", WHO);
    await send(gitlab, undefined, { method: "GET", search });
    const served = gitlab.requests.all().map(({ method, path, status }) => [method, path, status]);
    expect(served).toEqual([
      ["POST", "/api/graphql", 200],
      ["GET", expect.stringMatching(/^\/api\/graphql\?query=.*&private_token=REDACTED$/), 200],
    ]);
  });

  test("faults hit it by its path", async () => {
    gitlab.faults.add({ kind: "status", status: 502, path: "/api/graphql" });
    gitlab.faults.add({ kind: "truncated", when: "after", path: "/api/graphql" });
    expect((await ask(gitlab, "owner", "GET", "/version")).status).toBe(200);
    expect((await send(gitlab, "owner", { body: "{}" })).status).toBe(502);
    const cut = await send(gitlab, "owner", { body: JSON.stringify({ query: WHO }) });
    await expect(cut.text()).rejects.toThrow();
    expect(await dataOf(gitlab, "owner", WHO)).toEqual(OWNER);
  });

  test("a replica that is behind leaves the young runners out of lists", async () => {
    gitlab.faults.add({ kind: "stale", milliseconds: 60_000, path: "/api/graphql" });
    gitlab.clock.advance(61_000);
    await ask(gitlab, "root", "POST", "/user/runners", { runner_type: "instance_type" });
    const text = `{ runners { count nodes { id } } runner(id: "${runnerId(2)}") { id } }`;
    const young = { id: runnerId(2) };
    const old = { id: runnerId(1) };
    expect(await dataOf(gitlab, "root", text)).toEqual({
      runners: { count: 1, nodes: [old] },
      runner: young,
    });
    expect(await dataOf(gitlab, "root", text)).toEqual({
      runners: { count: 2, nodes: [young, old] },
      runner: young,
    });
  });

  test("another address below it is none", async () => {
    const response = await fetch(`${gitlab.url}/api/graphql/x`, { method: "POST" });
    expect(response.status).toBe(404);
  });
});

describe("by release", () => {
  const RUNNER = `runner(id: "${runnerId(7)}")`;
  const isThere = async (on: Emulator, fields: string): Promise<boolean> => {
    const { errors } = await query(on, "root", `{ ${fields} }`);
    expect(errors?.every(({ extensions }) => extensions !== undefined) ?? true).toBe(true);
    return errors === undefined;
  };
  /** The first release that has it, or the last one. */
  const TABLE: readonly [fields: string, first: Version, last?: Version][] = [
    [
      `${RUNNER} { id paused status tagList maintenanceNote tokenExpiresAt ownerProject { id } }`,
      "15",
    ],
    [`${RUNNER} { managers { nodes { version systemId } } ephemeralAuthenticationToken }`, "16"],
    ['runners(versionPrefix: "15", creatorUsername: "x") { count }', "16"],
    [`${RUNNER} { version revision platformName architectureName ipAddress }`, "15", "16"],
    [`${RUNNER} { status(legacyMode: null) }`, "15", "16"],
    ["runners(status: PAUSED) { count }", "15", "16"],
    [`${RUNNER} { creationMethod }`, "17"],
    [`${RUNNER} { creationState }`, "18.7"],
    ["currentUser { runners { count } }", "18.7"],
  ];

  test.each(VERSIONS)("%s has the fields that it has", async (version) => {
    const on = await start(
      {
        runners: [
          {
            id: 7,
            runner_type: "project_type",
            projects: ["acme/team/app", "acme/docs"],
            paused: true,
            tag_list: ["docker"],
            contacted_at: ago(1),
            managers: [{ system_id: "a", version: "15.11.0", contacted_at: ago(1) }],
            jobs: [{ status: "running", project: "acme/docs" }],
          },
        ],
      },
      { version },
    );
    try {
      const from = (release: Version): boolean =>
        VERSIONS.indexOf(version) >= VERSIONS.indexOf(release);
      for (const [fields, first, last = "newest"] of TABLE)
        expect([fields, await isThere(on, fields)]).toEqual([
          fields,
          from(first) && VERSIONS.indexOf(version) <= VERSIONS.indexOf(last),
        ]);

      const { runner } = await dataOf(
        on,
        "root",
        `{ ${RUNNER} { status jobExecutionStatus projects { nodes { fullPath } } } }`,
      );
      const projects = [{ fullPath: "acme/docs" }, { fullPath: "acme/team/app" }];
      expect(runner).toEqual({
        status: from("16") ? "ONLINE" : "PAUSED",
        jobExecutionStatus: from("17") ? "ACTIVE" : "RUNNING",
        projects: { nodes: from("16") ? projects : projects.reverse() },
      });
      expect(await dataOf(on, "root", '{ __type(name: "ProjectInterface") { kind } }')).toEqual({
        __type: from("18.7") ? { kind: "INTERFACE" } : null,
      });
      const part = await dataOf(on, "root", '{ runners(tagList: ["dock"]) { count } }');
      expect(part).toEqual({ runners: { count: from("18.7") ? 1 : 0 } });
    } finally {
      await on.close();
    }
  });

  test("15 leaves the pause out when it is told to", async () => {
    const on = await start(
      {
        runners: [{ id: 7, runner_type: "instance_type", paused: true, contacted_at: ago(1) }],
      },
      { version: "15" },
    );
    try {
      const data = await dataOf(
        on,
        "root",
        `{ a: ${RUNNER} { status } b: ${RUNNER} { status(legacyMode: null) } }`,
      );
      expect(data).toEqual({ a: { status: "PAUSED" }, b: { status: "ONLINE" } });
    } finally {
      await on.close();
    }
  });
});
