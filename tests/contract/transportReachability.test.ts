import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import {
  ConnectionError,
  GitLabError,
  UnknownOutcomeError,
  UnexpectedReplyError,
} from "../../gitlab";
import type { GitLabRequest, TransportOptions } from "../../gitlab/transport/transport";
import { CertificateFolder } from "../helpers/certificates";
import { type LoopbackServer, answerJson, listen, serve, transportTo } from "../helpers/server";

const read = (id: number): GitLabRequest => ({
  operation: `read runner ${id}`,
  method: "GET",
  path: `runners/${id}`,
});
const create: GitLabRequest = {
  operation: "create a runner",
  method: "POST",
  path: "user/runners",
  json: { runner_type: "instance_type" },
  creates: true,
};

/** What a request fails with. */
async function failureOf(sent: Promise<unknown>): Promise<GitLabError> {
  const failure: unknown = await sent.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(GitLabError);
  return failure as GitLabError;
}

/** A server that counts what arrives, and answers nothing but by what it is given. */
async function counting(
  protocol: string,
  answer: (socket: net.Socket) => void,
): Promise<LoopbackServer & { arrivals: () => number }> {
  let arrivals = 0;
  const server = net.createServer((socket) => {
    arrivals += 1;
    socket.on("error", () => undefined);
    answer(socket);
  });
  return { ...(await listen(server, protocol)), arrivals: () => arrivals };
}

/** An address where nobody listens. */
async function nobody(): Promise<string> {
  const server = await serve(() => undefined);
  await server.close();
  return server.url;
}

describe("http where https is spoken", () => {
  const certificates = new CertificateFolder();
  const open: LoopbackServer[] = [];
  afterAll(async () => {
    await Promise.all(open.map((server) => server.close()));
    certificates.remove();
  });
  const HINT =
    /: no answer from http:.* \(from gitlab:baseUrl\): .*\. That port speaks TLS\. Give the address with https:\/\/$/;

  test("says so after one attempt, and a create was surely not done", async () => {
    const { cert, key } = certificates.authority("authority").sign("127.0.0.1");
    const secure = await listen(
      https.createServer({ cert, key }, (_, response) => {
        answerJson(response, {});
      }),
    );
    open.push(secure);
    for (const request of [create, read(1)]) {
      const log: string[] = [];
      const send = transportTo(secure.url, { retries: 10, log: (line) => log.push(line) });
      const failure = await failureOf(send(request));
      expect(failure).toBeInstanceOf(ConnectionError);
      expect(failure.message).toMatch(HINT);
      expect(failure.mistake).toBe("certain");
      expect(log).toEqual([]);
    }
  });

  test("is known by an alert of TLS, and by a page that says so", async () => {
    const alert = await counting("http", (socket) => {
      socket.end(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]));
    });
    open.push(alert);
    const answered = await failureOf(transportTo(alert.url)(read(1)));
    expect(answered.message).toMatch(HINT);
    expect(answered.mistake).toBe("certain");
    expect(alert.arrivals()).toBe(1);

    const { cert, key } = certificates.authority("other").sign("127.0.0.1");
    const secure = https.createServer({ cert, key });
    let connections = 0;
    const both = net.createServer((socket) => {
      connections += 1;
      if (connections > 1) secure.emit("connection", socket);
      else socket.end("HTTP/1.1 400 Bad Request\r\n\r\nClient sent an HTTP request to HTTPS");
    });
    const page = await listen(both);
    open.push(page);
    expect((await failureOf(transportTo(page.url)(create))).message).toMatch(HINT);
  });

  test("is not what a server of http does that hangs up: that is repeated", async () => {
    let arrivals = 0;
    const server = await serve((request, response) => {
      arrivals += 1;
      if (arrivals < 3) request.socket.destroy();
      else answerJson(response, { id: 1 });
    });
    open.push(server);
    expect(await transportTo(server.url)(read(1))).toMatchObject({ body: { id: 1 } });
    await expect(transportTo(server.url)(create)).resolves.toBeDefined();
  });
});

describe("what is not repeated, for no repetition helps", () => {
  test.each([
    [
      "an unknown host",
      "https://gitlab.invalid",
      /ENOTFOUND gitlab\.invalid\. No host has this name\. Is the address right\?$/,
    ],
    [
      "a host of nobody, over http",
      "http://gitlab.invalid",
      /ENOTFOUND gitlab\.invalid\. No host has this name\. Is the address right\?$/,
    ],
  ])("%s", async (_, url, message) => {
    const log: string[] = [];
    const send = transportTo(url, { retries: 10, log: (line) => log.push(line) });
    const failures = await Promise.all([1, 2, 3].map((id) => failureOf(send(read(id)))));
    for (const failure of failures) {
      expect(failure.message).toMatch(message);
      expect(failure.mistake).toBe("certain");
    }
    expect(log).toEqual([]);
  });

  test("a port that speaks neither, however it is spoken to", async () => {
    for (const protocol of ["http", "https"]) {
      const ssh = await counting(protocol, (socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"));
      const failure = await failureOf(transportTo(ssh.url)(read(1)));
      expect(failure.mistake).toBe("certain");
      expect(ssh.arrivals()).toBe(1);
      await ssh.close();
    }
  });
});

describe("what is a mistake of the configuration, and what an outage", () => {
  let server: LoopbackServer;
  let answer: http.RequestListener;
  beforeAll(async () => {
    server = await serve((request, response) => {
      answer(request, response);
    });
  });
  afterAll(() => server.close());
  // Each is another address, of which nothing is known yet.
  let run = 0;
  const send = (options: Partial<TransportOptions> = {}): Promise<GitLabError> => {
    run += 1;
    return failureOf(transportTo(`${server.url}/${run}`, { retries: 0, ...options })(read(1)));
  };
  const page =
    (status: number, text: string, headers: http.OutgoingHttpHeaders = {}): http.RequestListener =>
    (_, response) =>
      response.writeHead(status, { "content-type": "text/html", ...headers }).end(text);
  const HTML = "<html><body>Sign in</body></html>";

  test.each<[string, http.RequestListener]>([
    ["a page to sign in at", page(200, HTML)],
    ["a text of another product", page(200, "It works!")],
    ["a page that is not found", page(404, "<html>Not Found</html>")],
    ["another product's plain 404", page(404, "404 page not found\n")],
    ["a page that refuses", page(403, "<html>Blocked by policy</html>")],
    ["a page that refuses the method", page(405, "<html>Not allowed</html>")],
    ["a redirect to another host", page(302, "", { location: "https://login.example.com/" })],
    ["a redirect to https", page(301, "", { location: "https://127.0.0.1/api/v4" })],
    ["a proxy that wants to know who asks", page(407, "")],
    [
      "a wrong token",
      (_, response) => {
        answerJson(response, {}, 401);
      },
    ],
  ])("%s is a mistake", async (_, given) => {
    answer = given;
    expect((await send()).mistake).toBe("certain");
  });

  test.each<[string, http.RequestListener]>([
    ["a page of a gateway", page(502, HTML)],
    ["a page of maintenance", page(503, HTML)],
    [
      "GitLab's own failure",
      (_, response) => {
        answerJson(response, {}, 500);
      },
    ],
    ["the throttle's page", page(429, "Retry later\n")],
    [
      "GitLab's refusal",
      (_, response) => {
        answerJson(response, { message: "403 Forbidden" }, 403);
      },
    ],
    [
      "GitLab's not found",
      (_, response) => {
        answerJson(response, { error: "404 Not Found" }, 404);
      },
    ],
    ["JSON that was cut", page(200, '{"id": 1, "descr')],
    ["no answer in time", () => undefined],
    ["a connection that ends", (request) => request.socket.destroy()],
  ])("%s is none", async (_, given) => {
    answer = given;
    expect((await send({ timeoutMs: { connect: 200, reply: 200 } })).mistake).toBeUndefined();
  });

  test("a refused connection is likely one", async () => {
    const failure = await failureOf(transportTo(await nobody(), { retries: 0 })(read(1)));
    expect(failure.mistake).toBe("likely");
  });

  test("a page that is not found is not taken for a runner that is gone", async () => {
    answer = page(404, "<html>Not Found</html>");
    const failure = await send();
    expect(failure).toBeInstanceOf(UnexpectedReplyError);
    expect(failure.message).toMatch(/404 \(Not Found\)\. The base URL has the path/);
  });

  test("nothing is one where GitLab has answered before", async () => {
    const transport = transportTo(`${server.url}/known`, { retries: 0 });
    answer = (_, response) => {
      answerJson(response, { id: 1 });
    };
    await transport(read(1));
    answer = page(200, HTML);
    expect((await failureOf(transport(read(1)))).mistake).toBeUndefined();
  });
});

describe("an address that cannot be reached", () => {
  test("is tried by one request for all, and fails for all at once", async () => {
    const url = await nobody();
    const log: string[] = [];
    const options = { retries: 3, log: (line: string) => log.push(line) };
    const [one, other] = [transportTo(url, options), transportTo(url, options)];
    const start = performance.now();
    const failures = await Promise.all([
      ...Array.from({ length: 20 }, (_, id) => failureOf(one(read(id)))),
      failureOf(other(create)),
    ]);
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(ConnectionError);
      expect(failure.message).toMatch(
        /^cannot .*ECONNREFUSED.* \(4 attempts\)\. Nothing listens there\. Is the address right/,
      );
    }
    expect(failures[7]?.message).toContain("cannot read runner 7");
    expect(failures[20]?.message).toContain("cannot create a runner");
    // One request has waited, three times.
    expect(log).toHaveLength(3);
    const together = performance.now() - start;

    // What comes one after the other need not find out again, either.
    for (let id = 0; id < 20; id += 1) await failureOf(other(read(id)));
    expect(log).toHaveLength(3);
    expect(performance.now() - start).toBeLessThan(together + 1_000);
  });

  test("is tried again after a while, and then is there for all", async () => {
    const port = Number(new URL(await nobody()).port);
    const send = transportTo(`http://127.0.0.1:${port}`, { retries: 0 });
    await failureOf(send(read(1)));
    const server = http.createServer((_, response) => {
      answerJson(response, { id: 1 });
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    try {
      await expect(send(read(2))).rejects.toThrow(/ECONNREFUSED/);
      await new Promise((resolve) => setTimeout(resolve, 5_100));
      expect(await Promise.all([send(read(1)), send(read(2)), send(create)])).toHaveLength(3);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test("does not hold those who wait when the one that tries it is called off", async () => {
    const url = await nobody();
    const calledOff = new AbortController();
    const send = transportTo(url, {
      retries: 2,
      // What is logged is that it waits, which it then does.
      log: () =>
        setImmediate(() => {
          calledOff.abort();
        }),
    });
    const first = failureOf(send({ ...read(1), signal: calledOff.signal }));
    const second = failureOf(send(read(2)));
    expect((await first).message).toContain("aborted while waiting for GitLab");
    expect((await second).message).toContain("ECONNREFUSED");
  });

  test("holds nobody who speaks to it otherwise", async () => {
    const certificates = new CertificateFolder();
    const authority = certificates.authority("authority");
    const { cert, key } = authority.sign("127.0.0.1");
    const server = await listen(
      https.createServer({ cert, key }, (_, response) => {
        answerJson(response, {});
      }),
      "https",
    );
    expect((await failureOf(transportTo(server.url)(read(1)))).mistake).toBe("certain");
    const tls = { insecure: false, authorities: [authority.cert] };
    await expect(transportTo(server.url, { tls })(read(1))).resolves.toBeDefined();
    await server.close();
    certificates.remove();
  });
});

describe("an address that does not answer", () => {
  test("is repeated by the first request only, and each later one is sent once", async () => {
    let arrivals = 0;
    const server = await serve((_, response) => {
      arrivals += 1;
      response.writeHead(503).end("<html>Maintenance</html>");
    });
    const send = transportTo(server.url, { retries: 2 });
    await failureOf(send(read(1)));
    expect(arrivals).toBe(3);
    for (const id of [2, 3, 4]) await failureOf(send(read(id)));
    expect(arrivals).toBe(6);
    expect(await failureOf(send(create))).toBeInstanceOf(UnknownOutcomeError);
    await server.close();
  });

  test("is repeated for everything once it has answered", async () => {
    let arrivals = 0;
    const server = await serve((request, response) => {
      arrivals += 1;
      if (request.url?.endsWith("/1") === true) response.writeHead(503).end();
      else answerJson(response, {});
    });
    const send = transportTo(server.url, { retries: 1 });
    await failureOf(send(read(1)));
    await send(read(2));
    await failureOf(send(read(1)));
    await failureOf(send(read(1)));
    expect(arrivals).toBe(2 + 1 + 2 + 2);
    await server.close();
  });
});
