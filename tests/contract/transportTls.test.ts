import * as https from "node:https";
import { TLSSocket } from "node:tls";
import { readTlsFiles } from "../../gitlab/settings/tlsFiles";
import type { GitLabRequest, TlsOptions } from "../../gitlab/transport/transport";
import { type Authority, CertificateFolder } from "../helpers/certificates";
import { type LoopbackServer, answerJson, listen, serve, transportTo } from "../helpers/server";

const read: GitLabRequest = { operation: "read runner 1", method: "GET", path: "runners/1" };
const create: GitLabRequest = {
  ...read,
  operation: "create a runner",
  method: "POST",
  creates: true,
};

describe("TLS", () => {
  const certificates = new CertificateFolder();
  const open: LoopbackServer[] = [];
  let authority: Authority;
  let stranger: Authority;
  let url: string;

  beforeAll(async () => {
    authority = certificates.authority("authority");
    stranger = certificates.authority("stranger");
    url = await start({});
  });
  afterAll(async () => {
    await Promise.all(open.map((server) => server.close()));
    certificates.remove();
  });

  /** A server whose certificate the test's authority has signed for 127.0.0.1. */
  async function start(
    options: https.ServerOptions,
    answer?: Parameters<typeof serve>[0],
  ): Promise<string> {
    const { cert, key } = authority.sign("127.0.0.1");
    const server = https.createServer({ cert, key, ...options }, (request, response) => {
      if (answer) answer(request, response);
      else {
        const { socket } = request;
        answerJson(response, { protocol: socket instanceof TLSSocket && socket.getProtocol() });
      }
    });
    const listening = await listen(server, "https");
    open.push(listening);
    return listening.url;
  }

  /** Sends with what a user configured, read as the settings read it. */
  function send(
    to: string,
    config: Record<string, string> = {},
    request = read,
    insecure = false,
  ): Promise<unknown> {
    const files = readTlsFiles({ config: (key) => config[key], environment: {} }, false);
    const tls: TlsOptions = { insecure, ...files };
    return transportTo(to, { tls, retries: 0 })(request);
  }

  test("an authority is trusted that is given as a file, or as text, or among others", async () => {
    const found = { status: 200 };
    const both = `# two\n${stranger.cert}\n${authority.cert}`;
    expect(await send(url, { "gitlab:cacertFile": authority.certFile })).toMatchObject(found);
    expect(await send(url, { "gitlab-runners:caCertificate": authority.cert })).toMatchObject(
      found,
    );
    expect(await send(url, { "gitlab-runners:caCertificate": both })).toMatchObject(found);
    const each = {
      "gitlab:cacertFile": stranger.certFile,
      "gitlab-runners:caCertificate": authority.cert,
    };
    expect(await send(url, each)).toMatchObject(found);
  });

  test("an authority that is given comes besides those that Node was given", async () => {
    const before = process.env["NODE_EXTRA_CA_CERTS"];
    process.env["NODE_EXTRA_CA_CERTS"] = authority.certFile;
    try {
      const config = { "gitlab:cacertFile": stranger.certFile };
      expect(await send(url, config)).toMatchObject({ status: 200 });
    } finally {
      if (before === undefined) delete process.env["NODE_EXTRA_CA_CERTS"];
      else process.env["NODE_EXTRA_CA_CERTS"] = before;
    }
  });

  test.each([
    ["none is given", {}],
    ["another is given", { "gitlab-runners:caCertificate": "stranger" }],
  ])("a certificate is refused when its authority is not known: %s", async (_, config) => {
    const given = Object.fromEntries(Object.keys(config).map((key) => [key, stranger.cert]));
    for (const request of [read, create]) {
      await expect(send(url, given, request)).rejects.toThrow(
        /^cannot .*: no answer from https:.*gitlab:cacertFile \(a file\) or gitlab-runners:caCertificate/,
      );
    }
  });

  test("no variable of the environment turns verification off, only gitlab:insecure does", async () => {
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      await expect(send(url)).rejects.toThrow(/gitlab:cacertFile/);
    } finally {
      delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    }
    expect(await send(url, {}, read, true)).toMatchObject({ status: 200 });
  });

  test("a certificate for another name, and one that is over, say so", async () => {
    const config = { "gitlab-runners:caCertificate": authority.cert };
    const { cert, key } = authority.sign("gitlab.example.com");
    await expect(send(await start({ cert, key }), config)).rejects.toThrow(
      /with the host name of GitLab's certificate/,
    );
    const over = authority.sign("127.0.0.1", -1);
    await expect(send(await start({ cert: over.cert, key: over.key }), config)).rejects.toThrow(
      /Renew GitLab's certificate, or correct this machine's clock/,
    );
  });

  test("a client certificate is sent, and missed where it is wanted", async () => {
    const wanting = await start({
      ca: authority.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const config = { "gitlab-runners:caCertificate": authority.cert };
    const { certFile, keyFile } = authority.sign("client.example.com");
    const files = { "gitlab:clientCert": certFile, "gitlab:clientKey": keyFile };
    expect(await send(wanting, { ...config, ...files })).toMatchObject({ status: 200 });
    await expect(send(wanting, config)).rejects.toThrow(
      /requires a client certificate: gitlab:clientCert and gitlab:clientKey/,
    );
  });

  test("TLS 1.2 is spoken, 1.1 is not", async () => {
    const config = { "gitlab-runners:caCertificate": authority.cert };
    const modern = await start({ maxVersion: "TLSv1.2" });
    expect(await send(modern, config)).toMatchObject({ body: { protocol: "TLSv1.2" } });
    const old = await start({
      minVersion: "TLSv1",
      maxVersion: "TLSv1.1",
      ciphers: "DEFAULT@SECLEVEL=0",
    });
    await expect(send(old, config)).rejects.toThrow(/TLS 1\.2/);
  });

  test("https at a port of http says so", async () => {
    const plain = await serve((_, response) => {
      answerJson(response, {});
    });
    open.push(plain);
    await expect(send(plain.url.replace("http:", "https:"))).rejects.toThrow(
      /does not speak TLS 1\.2 or later\. Does GitLab's address begin with http:\/\/\?$/,
    );
  });

  test("a redirect from https to http is not followed", async () => {
    let arrived = 0;
    const plain = await serve((_, response) => {
      arrived += 1;
      answerJson(response, {});
    });
    open.push(plain);
    const redirecting = await start({}, (_, response) => {
      response.writeHead(302, { location: `${plain.url}/api/v4/runners/1` }).end();
    });
    const config = { "gitlab-runners:caCertificate": authority.cert };
    await expect(send(redirecting, config)).rejects.toThrow(
      /another host, which must not get the token/,
    );
    expect(arrived).toBe(0);
  });
});
