import type { RequestListener } from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import { inspect } from "node:util";
import { type GitLabClient, createGitLabClient } from "../../provider/api";
import type { TransportOptions } from "../../provider/api/transport";
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
});
