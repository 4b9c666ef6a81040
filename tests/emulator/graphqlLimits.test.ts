import { getIntrospectionQuery } from "graphql";

import type { Emulator } from "../../emulator";
import { answerOf, dataOf, query, runnerId, send } from "./graphqlHelpers";
import { start } from "./helpers";

let gitlab: Emulator;

beforeAll(async () => {
  gitlab = await start({
    runners: [{ id: 1, runner_type: "project_type", projects: ["acme/team/app"] }],
  });
});
afterAll(() => gitlab.close());

/** What GitLab says that a query costs, the question included: 3. */
async function scoreOf(fields: string): Promise<number> {
  const data = await dataOf(gitlab, "root", `{ queryComplexity { score limit } ${fields} }`);
  return (data["queryComplexity"] as { score: number }).score - 3;
}

const ID = `id: "${runnerId(1)}"`;

describe("a query costs", () => {
  test.each([
    ["one for a field", "currentUser { username }", 2],
    ["one for a name of a type", "currentUser { username __typename }", 3],
    ["one more for what has a resolver", "metadata { version }", 2],
    ["the same for a runner by its id", `runner(${ID}) { id paused tagList }`, 4],
    ["the same for each alias", `a: runner(${ID}) { id } b: runner(${ID}) { id }`, 4],
    ["nothing for what is asked twice", `runner(${ID}) { id id ... { id } }`, 2],
    ["what a fragment has", `runner(${ID}) { ... on CiRunner { id paused } }`, 3],
    ["nothing for what is skipped", `runner(${ID}) { id paused @skip(if: true) }`, 2],
    // nodes 1 + id 1, the list itself 1, twice for a hundred
    ["twice as much for a page of a hundred", "runners { nodes { id } }", 6],
    ["twice as much for more than a hundred", "runners(first: 500) { nodes { id } }", 6],
    // 3 + 3 * 0.5, cut off
    ["half as much again for fifty", "runners(first: 50) { nodes { id } }", 4],
    ["a hundredth for the last one", "runners(last: 1) { nodes { id } }", 3],
    ["one more for an order", "runners(first: 100, sort: CREATED_ASC) { nodes { id } }", 8],
    ["five more for a search", 'runners(first: 100, search: "x") { nodes { id } }', 16],
    // (nodes 1 + version 1 + the list 1) * 2
    ["that also inside a runner", `runner(${ID}) { managers { nodes { version } } }`, 7],
    [
      "twice that inside a page",
      "runners { nodes { managers { nodes { version } } } }",
      // (nodes 1 + 6 + the list 1) * 2
      16,
    ],
    [
      "what surrounds a list of a group",
      'group(fullPath: "acme") { runners { nodes { id } pageInfo { hasNextPage } } }',
      // (nodes 1 + id 1 + pageInfo 1 + hasNextPage 1 + the list 1) * 2, and the group 1
      11,
    ],
  ])("%s", async (_, fields, score) => {
    expect(await scoreOf(fields)).toBe(score);
  });

  test("what its variables say", async () => {
    const data = await dataOf(
      gitlab,
      "root",
      `query($first: Int, $with: Boolean!) {
        queryComplexity { score limit }
        runners(first: $first) { nodes { id paused @include(if: $with) } }
      }`,
      { first: 50, with: false },
    );
    expect(data["queryComplexity"]).toEqual({ score: 7, limit: 300 });
  });
});

/** The numbers of docs/decisions/0004-graphql-reads.md. */
describe("reading what a state holds of runners", () => {
  const SETTINGS = `id description paused locked runUntagged tagList accessLevel maximumTimeout
    maintenanceNote status runnerType contactedAt createdAt tokenExpiresAt jobExecutionStatus active`;
  const WHOLE = `${SETTINGS} createdBy { id username name webUrl } groups { nodes { id name webUrl } }
    projects { nodes { id } } ownerProject { id }
    managers(first: 1) { nodes { version revision platformName architectureName } }`;
  const ALL_MANAGERS = WHOLE.replace(
    "managers(first: 1) { nodes {",
    "managers { nodes { contactedAt",
  );
  const page = (fields: string): string =>
    `runners(first: 100) { nodes { ${fields} } pageInfo { hasNextPage endCursor } }`;

  test.each([
    ["settings", SETTINGS, 42, 17],
    ["the whole of REST's details", WHOLE, 100, 46],
    ["that with every manager", ALL_MANAGERS, 116, 54],
  ])(
    "%s: what a page of a hundred costs, and what a runner by its id",
    async (_, fields, inPage, single) => {
      expect(await scoreOf(page(fields))).toBe(inPage);
      expect(await scoreOf(`group(fullPath: "acme") { ${page(fields)} }`)).toBe(inPage + 1);
      expect(await scoreOf(`runner(${ID}) { ${fields} }`)).toBe(single);
    },
  );

  test.each([
    ["owner", SETTINGS, 14],
    ["root", SETTINGS, 17],
    ["owner", WHOLE, 5],
    ["root", WHOLE, 6],
  ])("as %s no more than a few runners fit a query by their ids", async (as, fields, most) => {
    const byId = (count: number): string =>
      `{ ${Array.from({ length: count }, (_, index) => `r${index}: runner(${ID}) { ...F }`).join(" ")} }
      fragment F on CiRunner { ${fields} }`;
    expect((await query(gitlab, as, byId(most))).errors).toBeUndefined();
    expect((await query(gitlab, as, byId(most + 1))).errors?.[0]?.message).toMatch(
      /^Query has complexity of /,
    );
  });
});

/** A query that costs this much without a list. */
const costing = (score: number): string =>
  `{ ${Array.from({ length: score / 2 }, (_, index) => `a${index}: currentUser { id }`).join(" ")} }`;

test.each([
  ["root", 300],
  ["root-without-admin-mode", 300],
  ["auditor", 250],
  ["owner", 250],
  ["read_api", 250],
  [undefined, 200],
])("%s may ask what costs %i and no more", async (as, most) => {
  expect((await query(gitlab, as, costing(most))).errors).toBeUndefined();
  const { status, data, errors } = await query(gitlab, as, costing(most + 2));
  expect(status).toBe(200);
  expect(data).toBeUndefined();
  expect(errors).toEqual([
    { message: `Query has complexity of ${most + 2}, which exceeds max complexity of ${most}` },
  ]);
});

describe("the query that reads the schema", () => {
  /** As GraphiQL sent it when GitLab's source noted what it costs: 217. */
  const graphiql = getIntrospectionQuery().replaceAll("Type { name kind }", "Type { name }");

  test("costs what GitLab's source says, and is answered to anybody", async () => {
    const { score } = (
      await dataOf(gitlab, "root", graphiql.replace("{", "{ queryComplexity { score }"))
    )["queryComplexity"] as { score: number };
    expect(score - 2).toBe(217);
    const data = await dataOf(gitlab, undefined, graphiql);
    expect(data["__schema"]).toMatchObject({ queryType: { name: "Query" } });
  });

  test("may cost more by its name, of somebody without a token", async () => {
    const fields = costing(216);
    const named = fields.replace("{", "query IntrospectionQuery {");
    expect((await query(gitlab, undefined, named)).errors).toBeUndefined();
    expect((await query(gitlab, undefined, fields)).errors).toEqual([
      { message: "Query has complexity of 216, which exceeds max complexity of 200" },
    ]);
    expect(
      (await query(gitlab, undefined, costing(218).replace("{", "query IntrospectionQuery {")))
        .errors,
    ).toEqual([{ message: "Query has complexity of 218, which exceeds max complexity of 217" }]);
  });
});

test.each([
  ["owner", 20],
  [undefined, 15],
])("%s may ask %i levels deep", async (as, most) => {
  const nested = (levels: number): string =>
    // __schema, types, fields, type, ofType…, name
    `{ __schema { types { fields { type { ${"ofType { ".repeat(levels - 5)}name${" }".repeat(levels - 5)} } } } } }`;
  expect((await query(gitlab, as, nested(most))).errors).toBeUndefined();
  expect((await query(gitlab, as, nested(most + 1))).errors).toEqual([
    { message: `Query has depth of ${most + 1}, which exceeds max depth of ${most}` },
  ]);
});

test("a field may come twice in one branch, not three times", async () => {
  const within = (fields: string): string =>
    `runners { nodes { ownerProject { ... on Project { ${fields} } } } }`;
  const twice = `{ ${within(within("id"))} }`;
  expect((await query(gitlab, "root", twice)).errors).toBeUndefined();
  const thrice = `{ ${within(within(within("id")))} }`;
  expect((await query(gitlab, "root", thrice)).errors).toEqual([
    {
      message:
        'Recursive query - too many of fields \'{"runners"=>3, "ownerProject"=>3}\' detected\nin single branch of the query")\n',
    },
  ]);
});

describe("the text of a query", () => {
  const ofLength = (characters: number): string => {
    const text = "{ currentUser { id } } # ä";
    return text.padEnd(characters, "ä");
  };

  test("has 10,000 characters at most", async () => {
    expect((await query(gitlab, "owner", ofLength(10_000))).errors).toBeUndefined();
    const { status, data, errors } = await query(gitlab, "owner", ofLength(10_001));
    expect([status, data, errors]).toEqual([422, undefined, [{ message: "Query too large" }]]);
  });

  test("counts together with the others of a batch", async () => {
    const batch = [ofLength(5_000), ofLength(5_001)].map((text) => ({ query: text }));
    const response = await send(gitlab, "owner", { body: JSON.stringify(batch) });
    expect(await answerOf(response)).toMatchObject({
      status: 422,
      errors: [{ message: "Query too large" }],
    });
  });
});

describe("a batch", () => {
  const answersTo = async (batch: object[]): Promise<unknown> => {
    const response = await send(gitlab, "owner", { body: JSON.stringify(batch) });
    expect(response.status).toBe(200);
    return response.json();
  };

  test("gets an answer for each of its queries", async () => {
    expect(
      await answersTo([
        { query: "{ currentUser { username } }" },
        { query: "{ nothing }" },
        {
          query:
            "query A { metadata { version } } query B($id: CiRunnerID!) { runner(id: $id) { id } }",
          operationName: "B",
          variables: { id: runnerId(1) },
        },
      ]),
    ).toEqual([
      { data: { currentUser: { username: "owner" } } },
      {
        errors: [
          expect.objectContaining({ message: "Field 'nothing' doesn't exist on type 'Query'" }),
        ],
      },
      { data: { runner: { id: runnerId(1) } } },
    ]);
    expect(await answersTo([])).toEqual([]);
  });

  test("may cost no more than a single query", async () => {
    const parts = [costing(150), costing(102)].map((text) => ({ query: text }));
    const refusal = {
      errors: [{ message: "Query has complexity of 252, which exceeds max complexity of 250" }],
    };
    expect(await answersTo(parts)).toEqual([refusal, refusal]);
  });

  test("without a query in an entry is an error of the server", async () => {
    const written = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      const response = await send(gitlab, "owner", { body: "[{}]" });
      expect(await answerOf(response)).toMatchObject({
        status: 500,
        errors: [{ message: "Internal server error" }],
      });
      expect(written).toHaveBeenCalledTimes(1);
    } finally {
      written.mockRestore();
    }
  });
});
