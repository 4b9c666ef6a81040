import { type LoopbackServer, answerJson, serve, transportTo } from "../helpers/server";

describe("how many requests are under way at once", () => {
  let server: LoopbackServer;
  let underWay = 0;
  let most = 0;
  let served = 0;

  beforeAll(async () => {
    server = await serve((_, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      setTimeout(() => {
        underWay -= 1;
        served += 1;
        answerJson(response, {});
      }, 5);
    });
  });
  beforeEach(() => {
    most = 0;
    served = 0;
  });
  afterAll(() => server.close());

  test("a request that queues behind a thousand others does not time out", async () => {
    const send = transportTo(server.url, {
      concurrency: 2,
      retries: 0,
      timeoutMs: { connect: 1000, reply: 1000 },
    });
    const requests = Array.from({ length: 1000 }, (_, index) =>
      send({ operation: `read runner ${index}`, method: "GET", path: `runners/${index}` }),
    );
    await Promise.all(requests);
    expect(served).toBe(1000);
    expect(most).toBe(2);
  });

  test("a request that queues ends at once when it is aborted, and is never sent", async () => {
    const send = transportTo(server.url, { concurrency: 1 });
    const abort = new AbortController();
    const first = send({ operation: "read runner 1", method: "GET", path: "runners/1" });
    const queued = send({
      operation: "read runner 2",
      method: "GET",
      path: "runners/2",
      signal: abort.signal,
    });
    abort.abort();
    await expect(queued).rejects.toThrow(/read runner 2.*aborted/);
    expect(served).toBe(0);
    await first;
    await send({ operation: "read runner 3", method: "GET", path: "runners/3" });
    expect(served).toBe(2);
  });
});
