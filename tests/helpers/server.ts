import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type * as net from "node:net";
import {
  type Transport,
  type TransportOptions,
  createTransport,
} from "../../gitlab/transport/transport";

/** A server on loopback that answers as a test says. */
export interface LoopbackServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts a server of `node:http`, `node:https` or `node:net` on a port that the system picks. */
export async function listen(server: net.Server, protocol = "http"): Promise<LoopbackServer> {
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    // A client that gives up resets its connection. What the client makes of that is what tests look at.
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${protocol}://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}

/** The same for plain HTTP. */
export function serve(answer: http.RequestListener): Promise<LoopbackServer> {
  return listen(http.createServer(answer));
}

/** Answers with JSON. */
export function answerJson(
  response: http.ServerResponse,
  body: unknown,
  status = 200,
  headers: http.OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** What reaches such a server, the waits and time-outs short. */
export function optionsTo(url: string): TransportOptions {
  return {
    apiUrl: `${url}/api/v4`,
    baseUrlSource: "gitlab:baseUrl",
    token: "glpat-of-this-test-0001",
    tokenSource: "gitlab:token",
    headers: {},
    retries: 3,
    concurrency: 4,
    waitBudgetMs: 5_000,
    timeoutMs: { connect: 2_000, reply: 2_000 },
    tls: { insecure: false, authorities: [] },
    log: () => undefined,
  };
}

export function transportTo(url: string, options: Partial<TransportOptions> = {}): Transport {
  return createTransport({ ...optionsTo(url), ...options });
}
