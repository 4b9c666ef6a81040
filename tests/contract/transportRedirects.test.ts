import type { IncomingMessage } from "node:http";
import { UnexpectedReplyError, UnknownOutcomeError } from "../../gitlab";
import type { GitLabRequest } from "../../gitlab/transport/transport";
import { type LoopbackServer, answerJson, serve, transportTo } from "../helpers/server";

const STATUSES = [301, 302, 303, 307, 308];
const SECRET = "hunter2-hunter2-hunter2";

describe("a redirect", () => {
  let server: LoopbackServer;
  let other: LoopbackServer;
  let status = 302;
  let location: string | undefined;
  let strangers: IncomingMessage[] = [];
  let arrived: string[] = [];

  beforeAll(async () => {
    other = await serve((request, response) => {
      strangers.push(request);
      answerJson(response, { id: 1 });
    });
    server = await serve((request, response) => {
      arrived.push(`${request.method} ${request.url}`);
      if (request.url?.endsWith("/moved") === true) {
        answerJson(response, { authorization: request.headers.authorization });
      } else {
        response.writeHead(status, location === undefined ? {} : { location });
        response.end();
      }
    });
  });
  beforeEach(() => {
    strangers = [];
    arrived = [];
  });
  afterAll(async () => {
    await server.close();
    await other.close();
  });

  const send = (request: Partial<GitLabRequest>): Promise<unknown> =>
    transportTo(server.url, { token: SECRET, headers: { "x-private": SECRET }, retries: 0 })({
      operation: "read project 1",
      method: "GET",
      path: "projects/1",
      headers: { "runner-token": SECRET },
      ...request,
    });

  test.each(STATUSES)("%s within the host is followed for a read, with the token", async (code) => {
    status = code;
    location = "/api/v4/moved";
    expect(await send({})).toMatchObject({ body: { authorization: `Bearer ${SECRET}` } });
  });

  test.each(
    STATUSES.flatMap((code) =>
      (["POST", "PUT", "DELETE"] as const).map((method) => [code, method] as const),
    ),
  )(
    "%s within the host is not followed for %s, which might become a read",
    async (code, method) => {
      status = code;
      location = "/api/v4/moved";
      await expect(send({ method, json: { token: SECRET } })).rejects.toThrow(
        new RegExp(
          `redirects a ${method} to ${server.url}/api/v4/moved. The package does not follow`,
        ),
      );
      expect(arrived).toEqual([`${method} /api/v4/projects/1`]);
    },
  );

  test.each(
    STATUSES.flatMap((code) =>
      (["GET", "POST", "PUT"] as const).map((method) => [code, method] as const),
    ),
  )("%s to another host or port is never followed for %s", async (code, method) => {
    status = code;
    const json = method === "GET" ? {} : { json: { token: SECRET } };
    for (const elsewhere of [
      `${other.url}/api/v4/moved?token=${SECRET}`,
      `http://localhost:${server.port}/api/v4/moved`,
      `http://localhost:${other.port}/api/v4/moved`,
      `//127.0.0.1:${other.port}/api/v4/moved`,
      `http://${SECRET}:x@127.0.0.1:${other.port}/api/v4/moved`,
    ]) {
      location = elsewhere;
      const failure = await send({ method, ...json }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(UnexpectedReplyError);
      expect(String(failure)).toMatch(/another host, which must not get the token/);
      expect(String(failure)).not.toContain(SECRET);
    }
    expect(strangers).toEqual([]);
    expect(arrived).toHaveLength(5);
  });

  test("to https of the same host says which address to give", async () => {
    location = `https://127.0.0.1:${server.port}/api/v4/projects/1`;
    await expect(send({ method: "POST", creates: true })).rejects.toThrow(
      new RegExp(
        `which must not get the token. Give its https address: https://127.0.0.1:${server.port}`,
      ),
    );
  });

  test("of a create to its result leaves open whether it was done", async () => {
    status = 303;
    location = "/api/v4/moved";
    await expect(send({ method: "POST", creates: true })).rejects.toThrow(UnknownOutcomeError);
    expect(arrived).toHaveLength(1);
  });

  test.each([
    ["that goes round in a circle", "/api/v4/projects/1", /redirects \(302\) without end/],
    ["without an address", undefined, /redirects \(302\) without end, or without an address/],
    ["to what is no address", "http://[", /redirects \(302\) to something that is not an address/],
  ])("%s is explained", async (_, to, message) => {
    status = 302;
    location = to;
    await expect(send({})).rejects.toThrow(message);
    expect(arrived.length).toBeLessThan(8);
  });
});
