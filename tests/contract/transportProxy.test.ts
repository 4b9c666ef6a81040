import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import * as tls from "node:tls";
import { inspect } from "node:util";
import { ConfigurationError } from "../../gitlab";
import type { GitLabRequest, TransportOptions } from "../../gitlab/transport/transport";
import { CertificateFolder } from "../helpers/certificates";
import { type LoopbackServer, answerJson, listen, serve, transportTo } from "../helpers/server";

const read: GitLabRequest = { operation: "read runner 1", method: "GET", path: "runners/1" };
const PASSWORD = "p@ss:w/rd-of-the-proxy";
const VARIABLES = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "ALL_PROXY",
  "all_proxy",
];

describe("a proxy of the environment", () => {
  const certificates = new CertificateFolder();
  const authority = certificates.authority("authority");
  const before = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));
  let gitlab: LoopbackServer;
  let secureGitlab: LoopbackServer;
  let proxy: LoopbackServer;
  /** What the proxy was asked: the method, the target and who asks. */
  let asked: string[] = [];
  let refusal: string | undefined;

  beforeAll(async () => {
    const answer: http.RequestListener = (request, response) => {
      answerJson(response, { via: request.socket.remotePort, sent: request.headers });
    };
    gitlab = await serve(answer);
    const { cert, key } = authority.sign("127.0.0.1");
    secureGitlab = await listen(https.createServer({ cert, key }, answer), "https");
    proxy = await listen(createProxy());
  });
  beforeEach(() => {
    asked = [];
    refusal = undefined;
    VARIABLES.forEach(clear);
  });
  afterAll(async () => {
    await Promise.all([gitlab, secureGitlab, proxy].map((server) => server.close()));
    certificates.remove();
    for (const name of VARIABLES) {
      if (before[name] === undefined) clear(name);
      else process.env[name] = before[name];
    }
  });
  const clear = (name: string): void => {
    Reflect.deleteProperty(process.env, name);
  };

  /** Tunnels what is secure and forwards what is not, or refuses both. */
  function createProxy(): http.Server {
    const note = (request: http.IncomingMessage): void => {
      const [, basic = ""] = (request.headers["proxy-authorization"] ?? "").split(" ");
      asked.push(`${request.method} ${request.url} ${Buffer.from(basic, "base64").toString()}`);
    };
    const server = http.createServer((request, response) => {
      note(request);
      if (refusal !== undefined) {
        response.writeHead(407).end(request.headers["proxy-authorization"]);
        return;
      }
      const headers = { ...request.headers };
      delete headers["proxy-authorization"];
      const forwarded = http.request(request.url ?? "", { method: request.method, headers });
      forwarded.on("response", (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      request.pipe(forwarded);
    });
    server.on("connect", (request: http.IncomingMessage, socket: net.Socket) => {
      note(request);
      if (refusal !== undefined) {
        socket.end(`HTTP/1.1 ${refusal}\r\ncontent-length: 0\r\n\r\n`);
        return;
      }
      const [host, port] = (request.url ?? "").split(":");
      const tunnel = net.connect(Number(port), host);
      tunnel.on("connect", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        socket.pipe(tunnel).pipe(socket);
      });
      socket.on("error", () => tunnel.destroy());
    });
    return server;
  }

  /** Connects to where it is asked for, by its port on this machine. */
  function createSocksProxy(): net.Server {
    return net.createServer((socket) => {
      const connectTo = (port: number, granted: Buffer): void => {
        asked.push(`socks ${port}`);
        const tunnel = net.connect(port, "127.0.0.1", () => {
          socket.write(granted);
          socket.pipe(tunnel).pipe(socket);
        });
        tunnel.on("error", () => socket.destroy());
      };
      socket.on("error", () => undefined);
      socket.once("data", (greeting) => {
        if (greeting[0] === 4) {
          connectTo(greeting.readUInt16BE(2), Buffer.from([0, 90, 0, 0, 0, 0, 0, 0]));
          return;
        }
        socket.write(Buffer.from([5, 0]));
        socket.once("data", (request) => {
          const port = request.readUInt16BE(request.length - 2);
          connectTo(port, Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
        });
      });
    });
  }

  const send = (
    { url }: LoopbackServer,
    options: Partial<TransportOptions> = {},
    request = read,
  ): Promise<unknown> =>
    transportTo(url, {
      retries: 0,
      tls: { insecure: false, authorities: [authority.cert] },
      ...options,
    })(request);
  const proxyUrl = (): string =>
    proxy.url.replace("http://", `http://me:${encodeURIComponent(PASSWORD)}@`);

  test("of HTTPS_PROXY is asked for a tunnel, by the credentials in it", async () => {
    process.env["HTTPS_PROXY"] = proxyUrl();
    const { body } = (await send(secureGitlab)) as { body: { sent: object } };
    expect(asked).toEqual([`CONNECT 127.0.0.1:${secureGitlab.port} me:${PASSWORD}`]);
    expect(body.sent).toHaveProperty("authorization");
    expect(body.sent).not.toHaveProperty("proxy-authorization");
    await expect(send(secureGitlab, { tls: { insecure: false, authorities: [] } })).rejects.toThrow(
      /gitlab:cacertFile/,
    );
  });

  test("does not keep a certificate for another name from being refused", async () => {
    process.env["HTTPS_PROXY"] = proxyUrl();
    const { cert, key } = authority.sign("gitlab.example.com");
    const impostor = await listen(https.createServer({ cert, key }), "https");
    await expect(send(impostor)).rejects.toThrow(/with the host name of GitLab's certificate/);
    await impostor.close();
  });

  test("of HTTP_PROXY is asked for what is not secure", async () => {
    process.env["HTTP_PROXY"] = proxyUrl();
    await send(gitlab);
    expect(asked).toEqual([`GET ${gitlab.url}/api/v4/runners/1 me:${PASSWORD}`]);
  });

  test("is not asked for a host of NO_PROXY", async () => {
    process.env["HTTP_PROXY"] = proxyUrl();
    process.env["HTTPS_PROXY"] = proxyUrl();
    process.env["NO_PROXY"] = "127.0.0.1";
    await send(gitlab);
    await send(secureGitlab);
    expect(asked).toEqual([]);
  });

  test("that wants to know who asks is named, and its credentials are not shown", async () => {
    process.env["HTTP_PROXY"] = proxyUrl();
    process.env["HTTPS_PROXY"] = proxyUrl();
    refusal = "407 Proxy Authentication Required";
    for (const server of [gitlab, secureGitlab]) {
      const failure: unknown = await send(server).catch((error: unknown) => error);
      expect(String(failure)).toMatch(/The proxy of HTTPS_PROXY, HTTP_PROXY requires a login/);
      expectNoPassword(failure);
    }
  });

  test("that cannot be reached is named, and its credentials are not shown", async () => {
    const gone = await serve(() => undefined);
    await gone.close();
    process.env["HTTPS_PROXY"] = proxyUrl().replace(String(proxy.port), String(gone.port));
    const failure: unknown = await send(secureGitlab).catch((error: unknown) => error);
    expect(String(failure)).toMatch(/ECONNREFUSED .*\. The environment sets a proxy: HTTPS_PROXY$/);
    expectNoPassword(failure);
  });

  test("that is no address is named, and its credentials are not shown", async () => {
    process.env["HTTPS_PROXY"] = `http://me:${PASSWORD}@[`;
    const failure: unknown = await send(secureGitlab).catch((error: unknown) => error);
    expect(String(failure)).toMatch(/The environment sets a proxy: HTTPS_PROXY$/);
    expectNoPassword(failure);
  });

  test.each(["pac+file:///proxy.pac", "pac+http://proxy.example.com/wpad.dat", "ftp://proxy"])(
    "that is no proxy is refused, and nothing is sent past it: %s",
    async (value) => {
      process.env["HTTPS_PROXY"] = value.replace("://", `://me:${PASSWORD.replace("/", "")}@`);
      process.env["HTTP_PROXY"] = process.env["HTTPS_PROXY"];
      for (const server of [gitlab, secureGitlab]) {
        const failure: unknown = await send(server).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(ConfigurationError);
        expect(String(failure)).toMatch(/has the scheme ".*"; it must be http, https or socks/);
        expect(String(failure)).toMatch(/The environment sets a proxy: HTTPS?_PROXY$/);
        expect(inspect(failure, { depth: Infinity })).not.toContain("word");
      }
    },
  );

  test("is spoken to by TLS, and its certificate judged by the authorities that are given", async () => {
    const { cert, key } = authority.sign("127.0.0.1");
    const inner = createProxy();
    const outer = await listen(
      tls.createServer({ cert, key }, (socket) => inner.emit("connection", socket)),
      "https",
    );
    process.env["ALL_PROXY"] = outer.url;
    await send(gitlab);
    await send(secureGitlab);
    expect(asked).toEqual([
      `GET ${gitlab.url}/api/v4/runners/1 `,
      `CONNECT 127.0.0.1:${secureGitlab.port} `,
    ]);
    await expect(send(secureGitlab, { tls: { insecure: false, authorities: [] } })).rejects.toThrow(
      /gitlab:cacertFile.*/,
    );
    await outer.close();
  });

  test.each(["socks5", "socks5h", "socks4", "socks4a", "socks"])(
    "of %s is used",
    async (scheme) => {
      const socks = await listen(createSocksProxy());
      process.env["ALL_PROXY"] = socks.url.replace("http", scheme);
      await send(gitlab);
      await send(secureGitlab);
      expect(asked).toEqual([`socks ${gitlab.port}`, `socks ${secureGitlab.port}`]);
      await expect(
        send(secureGitlab, { tls: { insecure: false, authorities: [] } }),
      ).rejects.toThrow(/gitlab:cacertFile/);
      await socks.close();
      await expect(send(secureGitlab)).rejects.toThrow(/ECONNREFUSED .*sets a proxy: ALL_PROXY$/);
    },
  );

  test("that hangs is given up in time", async () => {
    const silent = await listen(net.createServer());
    process.env["HTTPS_PROXY"] = silent.url;
    const timeoutMs = { connect: 200, reply: 200 };
    await expect(send(secureGitlab, { timeoutMs })).rejects.toThrow(
      /did not finish its answer within 0\.4 s.*HTTPS_PROXY$/,
    );
    await silent.close();
  });

  function expectNoPassword(failure: unknown): void {
    const text = inspect(failure, { depth: Infinity, showHidden: true });
    expect(text).toContain("cannot read runner 1");
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), base64(`me:${PASSWORD}`)]) {
      expect(text).not.toContain(secret);
    }
  }
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
});
