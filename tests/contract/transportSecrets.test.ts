import type { RequestListener } from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import { inspect } from "node:util";
import { type GitLabClient, createGitLabClient } from "../../gitlab";
import type { TransportOptions } from "../../gitlab/transport/transport";
import { CertificateFolder } from "../helpers/certificates";
import { type LoopbackServer, listen, optionsTo, serve } from "../helpers/server";

/** Each has a shape of its own, and characters that encodings change. */
const SECRETS = {
  token: "hunter2?of>the~corp/tokens",
  header: "gateway-key:ab/cd+ef==",
  runnerToken: "runner~token/of&the?corp",
  registrationToken: "register;me|with~this",
};

/** The forms in which a message could give a secret away. */
const ENCODINGS: ((secret: string) => string)[] = [
  (secret) => secret,
  encodeURIComponent,
  (secret) => new URLSearchParams({ "": secret }).toString().slice(1),
  (secret) => Buffer.from(secret).toString("base64"),
  (secret) => Buffer.from(secret).toString("base64url"),
  (secret) => Buffer.from(`oauth2:${secret}`).toString("base64"),
];
const FORMS = Object.values(SECRETS).flatMap((secret) => ENCODINGS.map((encode) => encode(secret)));

/** How the server repeats what it was sent. */
let encoding = ENCODINGS[0] ?? String;

/** Answers with the secrets that were sent, as a proxy that means to help its users does. */
const echoing =
  (status: number, wrap: (text: string) => string): RequestListener =>
  (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const sent = `${JSON.stringify(request.headers)} ${Buffer.concat(chunks).toString()}`;
      const repeated = Object.values(SECRETS).filter((secret) => sent.includes(secret));
      response.writeHead(status).end(wrap(repeated.map((secret) => encoding(secret)).join(" ")));
    });
  };
const asMessage = (text: string): string => JSON.stringify({ message: text });
const asAttributes = (text: string): string => JSON.stringify({ message: { token: [text] } });
const asError = (text: string): string =>
  JSON.stringify({ error: text, error_description: text, scope: text });

describe("no error, cause or line of the log holds a secret that was sent", () => {
  const certificates = new CertificateFolder();
  const log: string[] = [];
  let server: LoopbackServer | undefined;
  afterEach(() => server?.close());
  afterAll(() => {
    certificates.remove();
  });

  const clientOf = (url: string, options: Partial<TransportOptions>): GitLabClient =>
    createGitLabClient({
      ...optionsTo(url),
      token: SECRETS.token,
      headers: { "x-gateway": `Key ${SECRETS.header}` },
      retries: 1,
      timeoutMs: { connect: 200, reply: 200 },
      log: (line) => log.push(line),
      ...options,
    });

  /** Fails every kind of request and searches all that a user or a log could see of it. */
  async function expectSecretsKept(
    url: string,
    options: Partial<TransportOptions> = {},
  ): Promise<void> {
    log.length = 0;
    const client = clientOf(url, options);
    const results = await Promise.allSettled([
      client.getRunner(1),
      client.getProject("acme/app"),
      client.listRunners({ of: "instance" }, {}),
      client.createRunner({ runner_type: "instance_type" }),
      client.updateRunner(1, { paused: true }),
      client.deleteRunner(1),
      client.registerRunner(SECRETS.registrationToken, {}),
      client.verifyRunner(SECRETS.runnerToken),
      client.discoverRouter(SECRETS.runnerToken),
      client.deleteRunnerManager(SECRETS.runnerToken, "s_1"),
    ]);
    const errors = results.flatMap((result) =>
      result.status === "rejected" ? [result.reason as unknown] : [],
    );
    expect(errors.length).toBeGreaterThanOrEqual(7);
    const seen = inspect([...errors, log], {
      depth: Infinity,
      showHidden: true,
      maxArrayLength: Infinity,
      maxStringLength: Infinity,
      breakLength: Infinity,
    });
    expect(seen).toContain("cannot");
    for (const form of FORMS) expect(seen).not.toContain(form);
  }

  test.each<[string, RequestListener]>([
    ["a refusal", echoing(400, asMessage)],
    ["a refusal by attributes", echoing(400, asAttributes)],
    ["a wrong token", echoing(401, asMessage)],
    [
      "a scope that lacks",
      echoing(403, (text) =>
        asError(text).replace(/^\{"error":"[^"]*/, '{"error":"insufficient_scope'),
      ),
    ],
    ["a role that lacks", echoing(403, asError)],
    ["an absent thing", echoing(404, asMessage)],
    ["a way turned off", echoing(410, asMessage)],
    ["the throttle", echoing(429, asMessage)],
    ["a failure of GitLab", echoing(500, asMessage)],
    ["a failure of a proxy, as a page", echoing(502, (text) => `<html><p>${text}</p></html>`)],
    ["a page in place of JSON", echoing(200, (text) => text)],
    ["a page that begins at length", echoing(200, (text) => `${" ".repeat(100)}<p>${text}`)],
    ["another shape", echoing(200, (text) => JSON.stringify({ id: text, [text]: text }))],
    ["a list of another shape", echoing(200, (text) => JSON.stringify([text]))],
  ])("%s that repeats them", async (_, answer) => {
    server = await serve(answer);
    for (const each of ENCODINGS) {
      encoding = each;
      await expectSecretsKept(server.url);
    }
  });

  test.each([301, 302, 303, 307, 308])("a redirect (%s) that repeats them", async (status) => {
    server = await serve((request, response) => {
      const query = FORMS.map(encodeURIComponent).join("&");
      const path = encodeURIComponent(request.headers.authorization ?? "");
      response.writeHead(status, {
        location: `http://localhost:1/${path}/${SECRETS.token}?${query}`,
      });
      response.end();
    });
    await expectSecretsKept(server.url);
  });

  test.each<[string, RequestListener]>([
    ["no answer in time", () => undefined],
    ["a cut connection", (request) => request.socket.resetAndDestroy()],
    [
      "a cut answer",
      (request, response) => {
        response.writeHead(200, { "content-length": 1000 });
        response.write("{", () => request.socket.destroy());
      },
    ],
    ["an answer without end", (_, response) => response.writeHead(200).write("{")],
    [
      "an answer that is too large",
      (_, response) => response.writeHead(200, { "content-length": 1e9 }).write("{"),
    ],
    [
      "an answer that cannot be unpacked",
      (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("x"),
    ],
  ])("%s", async (_, answer) => {
    server = await serve(answer);
    await expectSecretsKept(server.url);
  });

  test("what is no HTTP, and repeats them", async () => {
    server = await listen(net.createServer((socket) => socket.pipe(socket)));
    await expectSecretsKept(server.url);
  });

  test("a certificate that is not trusted, and a port that speaks no TLS", async () => {
    const { cert, key } = certificates.authority("authority").sign("127.0.0.1");
    server = await listen(https.createServer({ cert, key }), "https");
    await expectSecretsKept(server.url);
    await expectSecretsKept(server.url.replace("https:", "http:"));
  });

  test("a server that is not there", async () => {
    server = await serve(() => undefined);
    const { url } = server;
    await server.close();
    await expectSecretsKept(url);
  });

  test("a signal", async () => {
    server = await serve(() => undefined);
    const signal = AbortSignal.timeout(50);
    const client = clientOf(server.url, {});
    const failure: unknown = await client
      .listRunners({ of: "instance" }, {}, { signal })
      .catch((error: unknown) => error);
    const seen = inspect(failure, { depth: Infinity, showHidden: true });
    expect(seen).toContain("aborted");
    for (const form of FORMS) expect(seen).not.toContain(form);
  });

  describe("a reply whose own encoding hides one", () => {
    const TOKEN = "hunter2/of<the>corp/tokens-0ne";
    const unicode = (text: string): string =>
      text.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
    const half = TOKEN.length / 2;
    const REPLIES: readonly [string, number, string][] = [
      ["an escaped slash", 400, `{"message":"no ${TOKEN.replaceAll("/", "\\/")}"}`],
      ["Ruby's escapes", 400, `{"message":"no ${TOKEN.replace(/[<>]/g, unicode)}"}`],
      ["escapes of every sign", 400, `{"message":"no ${unicode(TOKEN)}"}`],
      ["JSON in JSON", 400, JSON.stringify({ message: `{"token":"${unicode(TOKEN)}"}` })],
      ["hex", 400, JSON.stringify({ error: Buffer.from(TOKEN).toString("hex") })],
      ["an attribute's name", 400, `{"message":{"${unicode(TOKEN)}":["is wrong"]}}`],
      [
        "a list",
        400,
        JSON.stringify({ message: { token: [TOKEN.slice(0, half), TOKEN.slice(half)] } }),
      ],
      ["a deeper list", 400, JSON.stringify({ message: { token: [{ token: [[TOKEN]] }] } })],
      ["names and values", 400, `{"message":{"${TOKEN.slice(0, half)}":"${TOKEN.slice(half)}"}}`],
      [
        "a page's entities",
        502,
        `<p>${TOKEN.replaceAll("/", "&#47;").replaceAll("<", "&lt;")}</p>`,
      ],
      ["a page's tags", 502, `<p>hunter2/<b>of&lt;the&gt;</b>corp/<i>tokens-0ne</i></p>`],
      ["no end", 200, `{"token":"${unicode(TOKEN)}`],
      ["a page in place of JSON", 200, `<p>${encodeURIComponent(TOKEN)}</p>`],
      ["the place where the reason ends", 400, `{"message":"${"x ".repeat(142)}${TOKEN}"}`],
      ["the place where a page's text ends", 502, `${"x ".repeat(142)}${TOKEN}`],
      ["the place where a beginning ends", 200, `${"x ".repeat(33)}${TOKEN}`],
      ["the place where reading ends", 502, `${"<p>".repeat(10920)}${TOKEN}`],
      ["the place where reading ends, early", 200, `${" ".repeat(32750)}${TOKEN}`],
    ];

    test.each(REPLIES)("%s", async (_, status, text) => {
      server = await serve((_request, response) => response.writeHead(status).end(text));
      const { getRunner } = createGitLabClient({
        ...optionsTo(server.url),
        token: TOKEN,
        retries: 0,
      });
      const failure = await getRunner(7).catch((error: unknown) => error);
      const seen = inspect(failure, { depth: Infinity, showHidden: true });
      expect(seen).toContain("cannot read runner 7");
      for (const piece of ["hunter2", "corp", "0ne", "\\u0068", "68756e"])
        expect(seen).not.toContain(piece);
    });
  });

  test("what GitLab finds wrong with a CI configuration", async () => {
    const errors = [`no job may hold ${SECRETS.token}`, "x".repeat(1_000_000)];
    server = await serve((_, response) => {
      response.end(JSON.stringify({ valid: false, errors }));
    });
    const failure = await clientOf(server.url, {})
      .listConfiguredJobs(11)
      .catch((error: unknown) => error);
    expect(String(failure)).toMatch(/not valid: no job may hold \[redacted\]; x{900}/);
    expect(String(failure).length).toBeLessThan(1200);
  });

  test("a CI configuration that is no YAML", async () => {
    const merged_yaml = `a: "${SECRETS.token}`;
    server = await serve((_, response) => {
      response.end(JSON.stringify({ valid: true, errors: [], jobs: [], merged_yaml }));
    });
    const failure = await clientOf(server.url, {})
      .listConfiguredJobs(11)
      .catch((error: unknown) => error);
    const seen = inspect(failure, { depth: Infinity, showHidden: true });
    expect(seen).toContain("expected YAML");
    expect(seen).not.toContain(SECRETS.token);
  });

  test("the names in a certificate", async () => {
    const authority = certificates.authority("names");
    const { cert, key } = authority.sign("hunter2ofthecorptokens.example");
    server = await listen(https.createServer({ cert, key }), "https");
    const client = clientOf(server.url.replace("127.0.0.1", "localhost"), {
      timeoutMs: { connect: 5_000, reply: 5_000 },
      tls: { insecure: false, authorities: [authority.cert] },
    });
    const failure = await client.getRunner(7).catch((error: unknown) => error);
    expect(String(failure)).toMatch(/altnames: DNS:\[redacted\]/);
    expect(String(failure)).not.toContain("hunter2");
  });

  test.each<[string, Record<string, string>, string]>([
    ["a cookie", { cookie: "session=0123456789abcdefgh; theme=dark" }, "0123456789abcdefgh"],
    [
      "credentials of a proxy's users",
      { "x-proxy": `Basic ${Buffer.from("me:open-sesame-2024").toString("base64")}` },
      "open-sesame-2024",
    ],
  ])("%s, in part", async (_, headers, secret) => {
    server = await serve((_request, response) => {
      response.writeHead(403).end(`{"message":"not by ${secret}"}`);
    });
    const { getRunner } = createGitLabClient({ ...optionsTo(server.url), headers, retries: 0 });
    await expect(getRunner(7)).rejects.toThrow("answered 403 (not by [redacted])");
  });
});
