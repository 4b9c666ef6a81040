import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

import { createConsumer } from "../helpers/consumer";

const ROOT = join(__dirname, "../..");

/** Starts the compiled server, asks it once and prints whether the library is there before and after. */
const PROGRAM = `
  const { startEmulator } = require("./dist/emulator");
  const isLoaded = () => Object.keys(require.cache).some((file) => /node_modules.graphql/.test(file));
  startEmulator().then(async (gitlab) => {
    await fetch(gitlab.url + "/api/v4/version");
    const before = isLoaded();
    const answer = await fetch(gitlab.url + "/api/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", "private-token": gitlab.tokens.root },
      body: JSON.stringify({ query: "{ currentUser { username } }" }),
    });
    const { data } = await answer.json();
    await gitlab.close();
    console.log(JSON.stringify({ before, after: isLoaded(), data }));
  });
`;

test("the library of GraphQL is loaded with the first query", () => {
  const printed = execFileSync(process.execPath, ["-e", PROGRAM], { cwd: ROOT, encoding: "utf8" });
  expect(JSON.parse(printed)).toEqual({
    before: false,
    after: true,
    data: { currentUser: { username: "root" } },
  });
});

test.each(["sdk", "provider", "policies"])("%s does not load it", (entry) => {
  const program = `
    require("./dist/${entry}");
    const files = Object.keys(require.cache);
    console.log(JSON.stringify({ some: files.length > 0, graphql: files.filter((file) => /node_modules.graphql/.test(file)) }));
  `;
  const printed = execFileSync(process.execPath, ["-e", program], { cwd: ROOT, encoding: "utf8" });
  expect(JSON.parse(printed)).toEqual({ some: true, graphql: [] });
});

const TEST_OF_A_USER = `
const { startEmulator } = require("pulumi-gitlab-runners/emulator");
test("GraphQL", async () => {
  const gitlab = await startEmulator();
  const answer = await fetch(gitlab.url + "/api/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", "private-token": gitlab.tokens.root },
    body: JSON.stringify({ query: "{ runners { count } }" }),
  });
  expect(await answer.json()).toEqual({ data: { runners: { count: 0 } } });
  await gitlab.close();
});
`;

test("it is loaded in the Jest of a user, too, without flags and without transforming packages", () => {
  const consumer = createConsumer([]);
  try {
    consumer.write({ "graphql.test.js": TEST_OF_A_USER });
    const jestCommand = join(ROOT, "node_modules/jest/bin/jest.js");
    const { status, stderr } = spawnSync(process.execPath, [jestCommand, "--runInBand"], {
      cwd: consumer.folder,
      env: { ...process.env, NODE_OPTIONS: "" },
      encoding: "utf8",
    });
    // A failure shows what that Jest wrote.
    expect([status, stderr]).toEqual([
      0,
      expect.stringContaining("Tests:       1 passed, 1 total"),
    ]);
  } finally {
    consumer.remove();
  }
});
