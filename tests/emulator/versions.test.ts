import { type Emulator, type Seed, VERSIONS, type Version } from "../../emulator";
import { type Answer, ahead, ask, start } from "./helpers";

const MORE: Pick<Seed, "settings" | "runners"> = {
  settings: {
    runners_registration_token: "GR1348941instance",
    throttle_authenticated_api_enabled: true,
    project_api_limit: 1,
  },
  runners: [
    { id: 1, runner_type: "project_type", projects: ["acme/team/app", "acme/team/site"] },
    { id: 2, runner_type: "instance_type", token: "glrt-instance" },
  ],
};

/** What each release answers to the same question. */
const TABLE: readonly [
  question: string,
  ask: (gitlab: Emulator) => Promise<unknown>,
  answers: Readonly<Record<Version, unknown>>,
][] = [
  [
    "the version's number begins with",
    async (gitlab) =>
      ((await ask(gitlab, "root", "GET", "/version")).body as { version: string }).version.split(
        ".",
      )[0],
    { "15": "15", "16": "16", "17": "17", "18.2": "18", "18.7": "18", "18.11": "18", newest: "19" },
  ],
  [
    "POST /user/runners",
    async (gitlab) => statusOf(create(gitlab)),
    { "15": 404, "16": 201, "17": 201, "18.2": 201, "18.7": 201, "18.11": 201, newest: 201 },
  ],
  [
    "registration by token, unless the settings say otherwise",
    async (gitlab) =>
      statusOf(ask(gitlab, undefined, "POST", "/runners", { token: "GR1348941instance" })),
    { "15": 201, "16": 201, "17": 410, "18.2": 410, "18.7": 410, "18.11": 410, newest: 410 },
  ],
  [
    "the form of a created runner's token",
    async (gitlab) => {
      const { token = "" } = (await create(gitlab)).body as { token?: string };
      if (/^glrt-[\w-]{27,300}\.01\.[0-9a-z]{9}$/.test(token)) return "routable";
      if (/^glrt-t3_[\w-]{20}$/.test(token)) return "partitioned";
      return /^glrt-[\w-]{20}$/.test(token) ? "plain" : undefined;
    },
    {
      "15": undefined,
      "16": "plain",
      "17": "plain",
      "18.2": "partitioned",
      "18.7": "routable",
      "18.11": "routable",
      newest: "routable",
    },
  ],
  [
    "the type of verification's body",
    async (gitlab) => typeof (await verify(gitlab)).body,
    {
      "15": "string",
      "16": "object",
      "17": "object",
      "18.2": "object",
      "18.7": "object",
      "18.11": "object",
      newest: "object",
    },
  ],
  [
    "the status of a created runner after verification",
    async (gitlab) => {
      await verify(gitlab);
      return (await read(gitlab, 2))["status"];
    },
    {
      "15": "online",
      "16": "never_contacted",
      "17": "never_contacted",
      "18.2": "never_contacted",
      "18.7": "online",
      "18.11": "online",
      newest: "online",
    },
  ],
  [
    "router discovery",
    async (gitlab) =>
      statusOf(
        ask(gitlab, undefined, "GET", "/runners/router/discovery", undefined, {
          "runner-token": "glrt-instance",
        }),
      ),
    { "15": 404, "16": 404, "17": 404, "18.2": 404, "18.7": 501, "18.11": 501, newest: 501 },
  ],
  [
    "whether an answer says what the throttle leaves",
    async (gitlab) =>
      (await ask(gitlab, "root", "GET", "/version")).headers.has("ratelimit-remaining"),
    {
      "15": false,
      "16": false,
      "17": false,
      "18.2": false,
      "18.7": false,
      "18.11": false,
      newest: true,
    },
  ],
  [
    "GET /projects/:id over its own limit, and when to come back",
    async (gitlab) => {
      await ask(gitlab, "root", "GET", "/projects/1");
      const { status, headers } = await ask(gitlab, "root", "GET", "/projects/1");
      return `${status} ${headers.get("retry-after")}`;
    },
    {
      "15": "200 null",
      "16": "200 null",
      "17": "200 null",
      "18.2": "429 null",
      "18.7": "429 60",
      "18.11": "429 60",
      newest: "429 60",
    },
  ],
  [
    "managers of a runner",
    async (gitlab) => statusOf(ask(gitlab, "root", "GET", "/runners/2/managers")),
    { "15": 404, "16": 200, "17": 200, "18.2": 200, "18.7": 200, "18.11": 200, newest: 200 },
  ],
  [
    "whether a runner shows when it was created",
    async (gitlab) => "created_at" in (await read(gitlab, 1)),
    {
      "15": false,
      "16": false,
      "17": false,
      "18.2": false,
      "18.7": true,
      "18.11": true,
      newest: true,
    },
  ],
  [
    "whether the answer to an update has the projects",
    async (gitlab) =>
      "projects" in
      ((await ask(gitlab, "root", "PUT", "/runners/1", { description: "x" })).body as object),
    {
      "15": true,
      "16": true,
      "17": true,
      "18.2": true,
      "18.7": true,
      "18.11": false,
      newest: false,
    },
  ],
  [
    "the text for a runner that isn't there",
    async (gitlab) =>
      ((await ask(gitlab, "root", "GET", "/runners/99")).body as { message: string }).message,
    {
      "15": "404 Not found",
      "16": "404 Not found",
      "17": "404 Not found",
      "18.2": "404 Not found",
      "18.7": "404 Not found",
      "18.11": "404 Not found",
      newest: "404 Runner Not Found",
    },
  ],
  [
    "unassigning the project that came first, while another is left",
    async (gitlab) => statusOf(ask(gitlab, "root", "DELETE", "/projects/1/runners/1")),
    { "15": 204, "16": 204, "17": 204, "18.2": 403, "18.7": 403, "18.11": 403, newest: 403 },
  ],
  [
    "an auditor's list of all runners",
    async (gitlab) => statusOf(ask(gitlab, "auditor", "GET", "/runners/all")),
    { "15": 403, "16": 403, "17": 403, "18.2": 403, "18.7": 403, "18.11": 403, newest: 200 },
  ],
  [
    "a group maintainer's list of its runners",
    async (gitlab) => statusOf(ask(gitlab, "maintainer", "GET", "/groups/1/runners")),
    { "15": 403, "16": 403, "17": 403, "18.2": 403, "18.7": 403, "18.11": 403, newest: 200 },
  ],
  [
    "a maintainer's unassignment of a locked runner",
    async (gitlab) => {
      await ask(gitlab, "root", "PUT", "/runners/1", { locked: true });
      return statusOf(ask(gitlab, "maintainer", "DELETE", "/projects/2/runners/1"));
    },
    { "15": 204, "16": 204, "17": 204, "18.2": 204, "18.7": 204, "18.11": 204, newest: 403 },
  ],
  [
    "a maintainer's assignment to a project where runners may not be registered",
    async (gitlab) => {
      await ask(gitlab, "root", "PUT", "/application/settings", { valid_runner_registrars: [] });
      return statusOf(ask(gitlab, "maintainer", "POST", "/projects/3/runners", { runner_id: 1 }));
    },
    { "15": 201, "16": 201, "17": 403, "18.2": 403, "18.7": 403, "18.11": 403, newest: 403 },
  ],
  [
    "whether a runner shows when its token expires",
    async (gitlab) => "token_expires_at" in (await read(gitlab, 1)),
    {
      "15": false,
      "16": false,
      "17": false,
      "18.2": false,
      "18.7": false,
      "18.11": false,
      newest: true,
    },
  ],
  [
    "whether a runner without its projects can be read",
    async (gitlab) => {
      const { body } = await ask(gitlab, "root", "GET", "/runners/1?include_projects=false");
      return !("projects" in (body as object));
    },
    {
      "15": false,
      "16": false,
      "17": false,
      "18.2": false,
      "18.7": false,
      "18.11": true,
      newest: true,
    },
  ],
  [
    "days until an explicit expiry that is still allowed, and one that is not (Premium)",
    async (gitlab) => {
      gitlab.seed({ settings: { plan: "premium" } });
      const answers = [15, 21, 22].map(async (days) => {
        const { status, body } = await create(gitlab, { token_expires_at: ahead(24 * days) });
        const { token_expires_at } = body as { token_expires_at?: string | null };
        return token_expires_at == null ? status : days;
      });
      return (await Promise.all(answers)).join();
    },
    {
      "15": "404,404,404",
      "16": "201,201,201",
      "17": "201,201,201",
      "18.2": "201,201,201",
      "18.7": "201,201,201",
      "18.11": "15,400,400",
      newest: "15,21,400",
    },
  ],
  [
    "the scope manage_runner on a runner",
    async (gitlab) => statusOf(ask(gitlab, "manage_runner", "GET", "/runners/1")),
    { "15": 403, "16": 403, "17": 200, "18.2": 200, "18.7": 200, "18.11": 200, newest: 200 },
  ],
];

function create(gitlab: Emulator, more: object = {}): Promise<Answer> {
  return ask(gitlab, "root", "POST", "/user/runners", {
    runner_type: "project_type",
    project_id: 1,
    ...more,
  });
}

function verify(gitlab: Emulator): Promise<Answer> {
  return ask(gitlab, undefined, "POST", "/runners/verify", { token: "glrt-instance" });
}

async function read(gitlab: Emulator, id: number): Promise<Record<string, unknown>> {
  return (await ask(gitlab, "root", "GET", `/runners/${id}`)).body as Record<string, unknown>;
}

async function statusOf(answer: Promise<Answer>): Promise<number> {
  return (await answer).status;
}

describe.each(VERSIONS)("GitLab %s", (version) => {
  let gitlab: Emulator;
  beforeEach(async () => {
    gitlab = await start(MORE, { version });
  });
  afterEach(() => gitlab.close());

  test.each(TABLE)("%s", async (_, question, answers) => {
    expect(await question(gitlab)).toEqual(answers[version]);
  });
});
