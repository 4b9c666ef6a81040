import * as net from "node:net";
import { UnexpectedReplyError, UnknownOutcomeError, createGitLabClient } from "../../gitlab";
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
      expect(String(failure)).toMatch(/it is unknown whether GitLab did this: .*Check in GitLab/);
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

  test("reports the id of what was created, where it is in the reply", async () => {
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

  describe("of an error is explained in short time, whatever it is", () => {
    const SIZE = 1_200_000;
    const filled = (part: string, before = ""): string =>
      before + part.repeat(Math.ceil(SIZE / part.length));

    test.each<[string, string]>([
      ["text", filled("x")],
      ["signs of tags", filled("<")],
      ["ends of tags", filled(">")],
      ["tags without an end", filled("<a ")],
      ["attributes", filled("a=", "<")],
      ["scripts without an end", filled("<script")],
      ["scripts and spaces", filled("<script >  ")],
      ["ends of styles", filled("</style", "<script>")],
      ["comments", filled("<!--")],
      ["spaces", filled(" ", "x")],
      ["spaces and letters", filled(" ".repeat(1000) + "x")],
      ["lines", filled("\n", "x")],
      ["entities", filled("&#x0")],
      ["backslashes", filled("\\")],
      ["percent signs", filled("%25")],
      ["beginnings of tokens", filled("glpat-")],
      ["the token", filled(optionsTo("").token)],
      ["brackets", filled("[")],
      ["a message", `{"message":"${filled("<")}"}`],
      ["attributes in JSON", `{"message":{${'"a":["b"],'.repeat(100_000)}"c":["d"]}}`],
    ])("1.2 MB of %s", async (_, page) => {
      text = page;
      // A page in place of JSON goes another way than the page of a failure.
      for (status of [200, 502]) {
        let longestMs = 0;
        let last = performance.now();
        const watch = setInterval(() => {
          longestMs = Math.max(longestMs, performance.now() - last);
          last = performance.now();
        }, 5);
        const failure = await client()
          .getRunner(7)
          .catch((error: unknown) => error);
        clearInterval(watch);
        longestMs = Math.max(longestMs, performance.now() - last);
        expect(String(failure)).toMatch(/cannot read runner 7/);
        expect(String(failure).length).toBeLessThan(600);
        expect(longestMs).toBeLessThan(1000);
      }
    });
  });

  test.each([10, 10_000, 100_000])("of an error may be %s levels deep", async (depth) => {
    const deep = "[".repeat(depth) + "]".repeat(depth);
    const deeper = '{"a":'.repeat(depth) + "1" + "}".repeat(depth);
    for (text of [
      `{"message":{"base":${deep}}}`,
      `{"message":${deeper}}`,
      `{"message":{"base":[${deeper}]}}`,
      `{"error":${deep}}`,
      deep,
    ]) {
      status = 400;
      const failure = await client()
        .getRunner(7)
        .catch((error: unknown) => error);
      expect(String(failure)).toMatch(
        /^ValidationError: cannot read runner 7: GitLab answered 400/,
      );
      expect(String(failure).length).toBeLessThan(600);
    }
  });

  test.each([10, 10_000, 10_000_000])("may be %s levels deep", async (depth) => {
    const deep = "[".repeat(depth) + "]".repeat(depth);
    for (text of [deep, `{"id":${deep}}`, `{"id":7,"tag_list":${deep}}`, "[".repeat(depth)]) {
      await expect(client().getRunner(7)).rejects.toThrow(
        /cannot read runner 7: .*(not as documented|is not JSON|has more than 100 levels)/,
      );
    }
  });
});
