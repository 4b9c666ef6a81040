import * as net from "node:net";
import { UnexpectedReplyError, UnknownOutcomeError, createGitLabClient } from "../../provider/api";
import { type LoopbackServer, listen, optionsTo, serve } from "../helpers/server";

const RUNNER = { id: 7, token: "glrt-of-the-new-runner", token_expires_at: null };

describe("a reply that is not as GitLab documents it", () => {
  let server: LoopbackServer;
  let status = 200;
  let type: string | undefined;
  let text = "";

  beforeAll(async () => {
    server = await serve((_, response) => {
      response.writeHead(status, type === undefined ? {} : { "content-type": type });
      response.end(text);
    });
  });
  beforeEach(() => {
    status = 200;
    type = "application/json";
  });
  afterAll(() => server.close());

  const client = (): ReturnType<typeof createGitLabClient> =>
    createGitLabClient({ ...optionsTo(server.url), retries: 0 });

  const PAGE = "<!DOCTYPE html>\n<html><body>Please sign in to the proxy</body></html>";
  const unusable: [string, string, RegExp][] = [
    [
      "the page of a proxy",
      PAGE,
      /is not JSON but begins "<!DOCTYPE html> <html><body>Please sign/,
    ],
    ["truncated JSON", '{"id": 7, "tok', /is not JSON but begins/],
    ["an empty body", "", /the reply itself/],
    ["null", "null", /the reply itself/],
    ["a list", "[]", /not as documented/],
    ["another object", '{"message":"hello"}', /not as documented, at id/],
    ["a text in place of a number", '{"id":"7","token":7}', /at id: expected number/],
  ];

  test.each(unusable)("is explained for a read: %s", async (_, body, message) => {
    text = body;
    const failure = await client()
      .getRunner(7)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnexpectedReplyError);
    expect(String(failure)).toMatch(message);
    expect(String(failure)).toMatch(/cannot read runner 7.*a proxy in between/);
  });

  test.each(unusable)("leaves open what came of a create: %s", async (_, body) => {
    status = 201;
    text = body;
    const creates = [
      client().createRunner({ runner_type: "instance_type" }),
      client().registerRunner("register-me", {}),
    ];
    for (const result of await Promise.allSettled(creates)) {
      const failure: unknown = result.status === "rejected" ? result.reason : undefined;
      expect(failure).toBeInstanceOf(UnknownOutcomeError);
      expect(String(failure)).toMatch(/cannot tell whether GitLab did .*See at GitLab/);
    }
  });

  test.each(unusable)("is explained for a reset, which may be repeated: %s", async (_, body) => {
    status = 201;
    text = body;
    const failure = await client()
      .resetRunnerToken(7)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnexpectedReplyError);
    expect(String(failure)).toMatch(/cannot reset the token of runner 7.*a proxy in between/);
  });

  test("tells the id of what was created, where it is in the reply", async () => {
    status = 201;
    text = JSON.stringify({ ...RUNNER, token: undefined });
    await expect(client().createRunner({ runner_type: "instance_type" })).rejects.toThrow(
      /create a runner.*its reply names the id 7.*at token/,
    );
  });

  test.each(["text/plain", "text/html", undefined])(
    "is none when only its type is: %s",
    async (wrong) => {
      type = wrong;
      status = 201;
      text = JSON.stringify(RUNNER);
      expect(await client().createRunner({ runner_type: "instance_type" })).toMatchObject({
        id: 7,
      });
    },
  );

  test("of an error is shown in short, a page as its text", async () => {
    status = 403;
    text = `<html><style>p {}</style><p>Access   denied by policy</p>${"x".repeat(1000)}</html>`;
    await expect(client().getRunner(7)).rejects.toThrow(
      /cannot read runner 7: GitLab answered 403 \(Access denied by policy x{200,300}…\)/,
    );
  });

  test("that is no HTTP at all, or cannot be unpacked, is explained", async () => {
    const banner = await listen(
      net.createServer((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n")),
    );
    const { getRunner } = createGitLabClient({ ...optionsTo(banner.url), retries: 0 });
    await expect(getRunner(7)).rejects.toThrow(
      /no answer from .* \(from gitlab:baseUrl\): Parse Error/,
    );
    await banner.close();
    const broken = await serve((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end("this was never packed");
    });
    const other = createGitLabClient({ ...optionsTo(broken.url), retries: 0 });
    await expect(other.getRunner(7)).rejects.toThrow(/cannot be unpacked/);
    await broken.close();
  });
});
