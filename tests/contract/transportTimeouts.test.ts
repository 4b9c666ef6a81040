import * as http from "node:http";
import * as net from "node:net";
import { gzipSync } from "node:zlib";
import { ConnectionError, UnexpectedReplyError, UnknownOutcomeError } from "../../gitlab";
import type { GitLabRequest } from "../../gitlab/transport/transport";
import { type LoopbackServer, listen, serve, transportTo } from "../helpers/server";

const read: GitLabRequest = { operation: "read runner 1", method: "GET", path: "runners/1" };
const create: GitLabRequest = {
  operation: "create a runner",
  method: "POST",
  path: "user/runners",
  json: {},
  creates: true,
};
const once = { retries: 0 };
const timeoutMs = { connect: 300, reply: 300 };

describe("time-outs", () => {
  let server: LoopbackServer;
  afterEach(() => server.close());

  test("a connection that does not come about names the key for it, and was not sent", async () => {
    // It accepts and never greets, as a filter of packets or a wrong port does.
    server = await listen(net.createServer(), "https");
    const send = transportTo(server.url, { timeoutMs, ...once });
    for (const request of [read, create]) {
      await expect(send(request)).rejects.toThrow(ConnectionError);
      await expect(send(request)).rejects.toThrow(
        /https:.* \(from gitlab:baseUrl\) accepted no connection within 0\.3 s, the limit of gitlab-runners:connectTimeout/,
      );
    }
  });

  test("an answer that does not begin names the key for it", async () => {
    server = await serve(() => undefined);
    const send = transportTo(server.url, { timeoutMs, ...once });
    await expect(send(read)).rejects.toThrow(
      /cannot read runner 1: http.*did not begin to answer within 0\.3 s, the limit of gitlab-runners:timeout/,
    );
    await expect(send(create)).rejects.toThrow(UnknownOutcomeError);
    await expect(send(create)).rejects.toThrow(/did not begin to answer/);
  });

  test("an answer that trickles in without end ends", async () => {
    server = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const drops = setInterval(() => response.write(" "), 20);
      response.on("close", () => {
        clearInterval(drops);
      });
    });
    const send = transportTo(server.url, { timeoutMs, ...once });
    const start = performance.now();
    await expect(send(read)).rejects.toThrow(
      /did not finish its answer within 0\.6 s, twice gitlab-runners:timeout/,
    );
    expect(performance.now() - start).toBeLessThan(1_500);
  });

  test("what attempts lose by time-outs counts as waiting", async () => {
    let attempts = 0;
    server = await serve(() => (attempts += 1));
    const send = transportTo(server.url, { timeoutMs, retries: 100, waitBudgetMs: 1_000 });
    await expect(send(read)).rejects.toThrow(/\(\d attempts\)/);
    expect(attempts).toBeGreaterThan(1);
    expect(attempts).toBeLessThan(4);
  });
});

describe("the size of a reply", () => {
  const MIB = 1024 * 1024;
  const HUGE = 100 * MIB;
  const block = Buffer.alloc(MIB, " ");
  let server: LoopbackServer;
  let left = 0;

  /** Writes until somebody hangs up. */
  const pour = (response: http.ServerResponse): void => {
    while (left > 0) {
      left -= MIB;
      if (!response.write(block)) {
        response.once("drain", () => {
          pour(response);
        });
        return;
      }
    }
    response.end();
  };

  beforeAll(async () => {
    const bomb = gzipSync(Buffer.alloc(HUGE, " "));
    server = await serve((request, response) => {
      left = HUGE;
      const status = request.url?.includes("failure") === true ? 500 : 200;
      if (request.url?.includes("gzip") === true) {
        response.writeHead(status, { "content-encoding": "gzip", "content-length": bomb.length });
        response.end(bomb);
      } else if (request.url?.includes("length") === true) {
        response.writeHead(status, { "content-length": HUGE });
        pour(response);
      } else {
        response.writeHead(status);
        pour(response);
      }
    });
  });
  afterAll(() => server.close());

  test.each(["chunked", "length", "gzip", "chunked/failure", "length/failure", "gzip/failure"])(
    "100 MiB are refused before they fill the memory: %s",
    async (path) => {
      const send = transportTo(server.url, {
        ...once,
        timeoutMs: { connect: 2_000, reply: 20_000 },
      });
      const before = process.memoryUsage().rss;
      let most = before;
      const watch = setInterval(() => {
        most = Math.max(most, process.memoryUsage().rss);
      }, 5);
      const failure = await send({ ...read, path }).catch((error: unknown) => error);
      clearInterval(watch);
      expect(failure).toBeInstanceOf(UnexpectedReplyError);
      expect(String(failure)).toMatch(/cannot read runner 1: .* is larger than 32 MiB/);
      // 32 MiB, what the server and the sockets hold, and what is not collected yet.
      expect(most - before).toBeLessThan(90 * MIB);
      if (path.startsWith("length")) expect(most - before).toBeLessThan(30 * MIB);
    },
  );

  test("a reply within the bounds is read", async () => {
    const rows = Array.from({ length: 100 }, (_, id) => ({ id, note: "x".repeat(100_000) }));
    const large = await serve((_, response) => response.end(JSON.stringify(rows)));
    const { body } = await transportTo(large.url)(read);
    expect(body).toHaveLength(100);
    await large.close();
  });
});
