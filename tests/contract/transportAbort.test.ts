import { AbortedError, UnknownOutcomeError } from "../../gitlab";
import type { GitLabRequest, Transport } from "../../gitlab/transport/transport";
import { type LoopbackServer, answerJson, serve, transportTo } from "../helpers/server";

const read: GitLabRequest = { operation: "read runner 1", method: "GET", path: "runners/1" };
const create: GitLabRequest = {
  operation: "create a runner",
  method: "POST",
  path: "user/runners",
  json: {},
  creates: true,
};

describe("a signal", () => {
  let server: LoopbackServer;
  let answer: (status: (status: number, headers?: Record<string, string>) => void) => void;
  let arrived = 0;
  let hungUp = 0;

  beforeAll(async () => {
    server = await serve((request, response) => {
      arrived += 1;
      response.on("close", () => {
        if (!response.writableEnded) hungUp += 1;
      });
      answer((status, headers) => {
        answerJson(response, {}, status, headers);
      });
    });
  });
  beforeEach(() => {
    arrived = 0;
    hungUp = 0;
  });
  afterAll(() => server.close());

  /** Sends, aborts once the first request has arrived and a while has passed, and gives the error. */
  async function abortAfterArrival(send: Transport, request: GitLabRequest): Promise<unknown> {
    const abort = new AbortController();
    const failure = send({ ...request, signal: abort.signal }).catch((error: unknown) => error);
    while (arrived === 0) await pause(5);
    await pause(50);
    const start = performance.now();
    abort.abort();
    const error = await failure;
    // Without an end it would be the time-out of the reply, 2 s, or a longer wait.
    expect(performance.now() - start).toBeLessThan(1_500);
    return error;
  }
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  test("ends a request that is under way, and the connection with it", async () => {
    answer = () => undefined;
    const error = await abortAfterArrival(transportTo(server.url), read);
    expect(error).toBeInstanceOf(AbortedError);
    expect(String(error)).toMatch(/cannot read runner 1: aborted while sending/);
    await pause(50);
    expect([arrived, hungUp]).toEqual([1, 1]);
  });

  test("leaves open what came of a create that is under way", async () => {
    answer = () => undefined;
    const error = await abortAfterArrival(transportTo(server.url), create);
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(String(error)).toMatch(
      /unknown whether GitLab did this: create a runner.*aborted while sending/,
    );
  });

  test.each([
    ["for the throttle", 429, { "retry-after": "4" }],
    ["to be repeated, though asked by a server in maintenance", 503, { "retry-after": "4" }],
  ] as const)("ends a wait %s", async (_, status, headers) => {
    answer = (reply) => {
      reply(status, headers);
    };
    const send = transportTo(server.url, { token: `user of ${status}` });
    const error = await abortAfterArrival(send, read);
    expect(String(error)).toMatch(/cannot read runner 1: aborted while waiting for GitLab/);
    expect(arrived).toBe(1);
  });

  test("ends the wait of a back-off", async () => {
    answer = (reply) => {
      reply(500);
    };
    const abort = new AbortController();
    const log = (): void => {
      // The first waits are short; this one is of at least a second.
      if (arrived === 4)
        setTimeout(() => {
          abort.abort();
        }, 20);
    };
    const send = transportTo(server.url, { retries: 9, log });
    await expect(send({ ...read, signal: abort.signal })).rejects.toThrow(
      /aborted while waiting for GitLab/,
    );
    expect(arrived).toBe(4);
  });

  test("that has come already sends nothing", async () => {
    const send = transportTo(server.url);
    await expect(send({ ...create, signal: AbortSignal.abort() })).rejects.toThrow(AbortedError);
    await pause(50);
    expect(arrived).toBe(0);
  });

  test("of a time-out is one, too", async () => {
    answer = () => undefined;
    const signal = AbortSignal.timeout(100);
    await expect(transportTo(server.url)({ ...read, signal })).rejects.toThrow(
      /cannot read runner 1: aborted while sending/,
    );
  });
});
