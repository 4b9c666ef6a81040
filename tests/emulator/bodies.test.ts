import type { Emulator, Seed } from "../../emulator";
import { ahead, start } from "./helpers";

const MORE: Pick<Seed, "settings" | "runners" | "jobs"> = {
  settings: { allow_registration_token: true, runners_registration_token: "register" },
  runners: [
    { id: 1, runner_type: "project_type", projects: ["acme/docs"], token: "glrt-one" },
    { id: 2, runner_type: "instance_type", token: "glrt-two", token_expires_at: ahead(1) },
  ],
};

/** Every endpoint that takes a body from a user, and those whose credential is in the body. */
const BY_USERS = [
  ["POST", "/user/runners"],
  ["PUT", "/runners/1"],
  ["POST", "/projects/1/runners"],
  ["POST", "/runners/1/reset_authentication_token"],
  ["POST", "/projects/1/ci/lint"],
  ["PUT", "/projects/1"],
  ["PUT", "/groups/1"],
  ["PUT", "/application/settings"],
  ["POST", "/projects/1/merge_requests/1/notes"],
  ["DELETE", "/runners/1"],
  ["POST", "/groups/1/runners/reset_registration_token"],
] as const;
const BY_RUNNERS = [
  ["POST", "/runners"],
  ["POST", "/runners/verify"],
  ["POST", "/runners/reset_authentication_token"],
  ["DELETE", "/runners"],
  ["DELETE", "/runners/managers"],
  ["POST", "/jobs/request"],
] as const;
const ALL = [...BY_USERS, ...BY_RUNNERS];

describe("the body of a request", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await start(MORE);
  });
  afterEach(() => {
    gitlab.reset();
  });
  afterAll(() => gitlab.close());

  async function send(
    method: string,
    path: string,
    type: string | undefined,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string }> {
    const answer = await fetch(`${gitlab.url}/api/v4${path}`, {
      method,
      headers: {
        "private-token": gitlab.tokens["root"] ?? "",
        ...(type === undefined ? {} : { "content-type": type }),
        ...headers,
      },
      // Bytes get no type of their own.
      body: typeof body === "string" ? new TextEncoder().encode(body) : body,
    });
    return { status: answer.status, text: await answer.text() };
  }

  test.each(ALL)("%s %s: a type that is not supported is 415", async (method, path) => {
    for (const type of ["application/xml", "text/json", "application/vnd.api+json", "Text/CSV"])
      expect(await send(method, path, type, '{"token":"x"}')).toEqual({
        status: 415,
        text: `{"error":"The provided content-type '${type.toLowerCase()}' is not supported."}`,
      });
  });

  test.each(BY_USERS)("%s %s: text is not supported", async (method, path) => {
    for (const type of ["text/plain", "text/plain;charset=UTF-8"])
      expect(await send(method, path, type, "description=x")).toEqual({
        status: 415,
        text: `{"error":"The provided content-type 'text/plain' is not supported."}`,
      });
  });

  test.each(BY_RUNNERS)("%s %s: text holds no parameters", async (method, path) => {
    const { status, text } = await send(method, path, "text/plain", '{"token":"glrt-one"}');
    expect(status).toBe(400);
    expect(text).toContain("token is missing");
  });

  test.each(ALL)("%s %s: no body at all is of no type", async (method, path) => {
    const { status } = await send(method, path, "application/xml", "");
    expect([200, 201, 204, 400, 404]).toContain(status);
  });

  test.each(ALL)("%s %s: what is not of its type is 400, never 500", async (method, path) => {
    const cut = '--x\r\ncontent-disposition: form-data; name="token"\r\n\r\nglrt';
    for (const [type, body] of [
      ["multipart/form-data", "token=x"],
      ["multipart/form-data; boundary=", "token=x"],
      ["multipart/form-data; boundary=x", "token=x"],
      ["multipart/form-data; boundary=x", cut],
      ["multipart/mixed", "token=x"],
      ["application/x-www-form-urlencoded", "token=%zz"],
      ["application/x-www-form-urlencoded", "token=%c0"],
      ["application/x-www-form-urlencoded", "token[]=x&token[a]=y"],
      ["application/json", new Uint8Array([0x22, 0xc0, 0x22])],
    ] as const)
      expect(await send(method, path, type, body)).toEqual({ status: 400, text: "Bad Request" });
  });

  test.each(ALL)("%s %s: broken JSON is 400", async (method, path) => {
    for (const body of ['{"token":', "{'token': 1}", " ", "\uFEFF{}", "token=x"]) {
      const accept = { accept: "application/json" };
      expect(await send(method, path, "application/json", body, accept)).toEqual({
        status: 400,
        text: '{"status":400,"error":"Bad Request"}',
      });
      expect((await send(method, path, "application/json", body)).status).toBe(400);
    }
  });

  test("JSON that is no mapping has no parameters", async () => {
    for (const body of ["[]", '["x"]', '"x"', "7", "null", "true"])
      expect(await send("POST", "/user/runners", "application/json", body)).toEqual({
        status: 400,
        text: '{"error":"runner_type is missing, runner_type does not have a valid value"}',
      });
  });

  const INSTANCE = '{"runner_type":"instance_type"}';

  test("JSON may name its character set, in any case, or no type at all", async () => {
    for (const type of ["application/json; charset=utf-8", "Application/JSON", undefined])
      expect((await send("POST", "/user/runners", type, INSTANCE)).status).toBe(201);
  });

  test("a body without a type that is not JSON says so as Grape does", async () => {
    const { status, text } = await send("POST", "/user/runners", undefined, "runner_type=x");
    expect(status).toBe(400);
    expect((JSON.parse(text) as { error: string }).error).toBe(
      "\nProblem:\n  message body does not match declared format\nResolution:\n  when specifying application/json as content-type, you must pass valid application/json in the request's 'body' ",
    );
  });

  test("forms hold lists and mappings", async () => {
    const form = new FormData();
    form.append("runner_type", "instance_type");
    form.append("tag_list[]", "a");
    form.append("tag_list[]", "b");
    const request = new Response(form);
    const type = request.headers.get("content-type") ?? "";
    const body = new Uint8Array(await request.arrayBuffer());
    const made = await send("POST", "/user/runners", type, body);
    expect(made.status).toBe(201);
    const { id } = JSON.parse(made.text) as { id: number };
    const urlEncoded = "application/x-www-form-urlencoded; charset=UTF-8";
    const changed = await send("PUT", `/runners/${id}`, urlEncoded, "tag_list[]=c&paused=true");
    expect(JSON.parse(changed.text)).toMatchObject({ tag_list: ["c"], paused: true });
    expect((await send("POST", "/runners", urlEncoded, "token=register&info[name]=n")).status).toBe(
      201,
    );
  });

  test("a name that every object has is a parameter like others", async () => {
    const form = "application/x-www-form-urlencoded";
    for (const name of ["__proto__", "constructor", "toString"])
      for (const body of [`${name}=x`, `${name}[]=x`, `${name}[polluted]=x`])
        expect((await send("POST", "/user/runners", form, body)).text).toContain(
          "runner_type is missing",
        );
    expect({}).not.toHaveProperty("polluted");
  });

  test("a query that is not well encoded is 400", async () => {
    for (const query of ["?status=%zz", "?status=%c0", "?scope[]=a&scope[b]=c"])
      expect(await send("DELETE", `/runners/1${query}`, undefined, "")).toEqual({
        status: 400,
        text: "Bad Request",
      });
  });
});
