import { randomUUID } from "node:crypto";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";

import { type Clock, runningClock, stoppedClock } from "./clock";
import { createApp } from "./http/app";
import { Faults } from "./http/faults";
import { RequestLog } from "./http/requestLog";
import type { Instance } from "./instance";
import { NO_RATE_LIMITS, WindowCounts } from "./rules/rateLimits";
import { newSigningKey } from "./rules/signingKey";
import { newRegistrationToken } from "./rules/tokens";
import { applySeed } from "./seed/applySeed";
import { type Seed, checkSeed } from "./seed/seedDocument";
import { REGISTRARS } from "./store/records";
import { JobLogs } from "./store/jobLogs";
import { StateFile } from "./store/stateFile";
import { Store, type StoreDump } from "./store/store";
import { type Features, type Version, featuresOf } from "./versions";

/** The options of {@link startEmulator}. */
export interface EmulatorOptions {
  /** What GitLab has at first. An administrator `root` with a token of that name by default. */
  seed?: Seed;
  /** The release of GitLab to imitate. "newest" by default. */
  version?: Version;
  /** The time at which the clock stands still until you move it. By default, the machine's clock runs. */
  clock?: Date;
  /** The address to listen on. 127.0.0.1 by default. */
  host?: string;
  /** The port to listen on. A free port by default. */
  port?: number;
  /**
   * A file that keeps what the server has. If the file exists, the server reads it and ignores the
   * seed. The server writes each change to disk before it answers the request. If the write fails, the
   * answer is 500 and nothing has changed. Only one server at a time can use the file.
   */
  state?: string;
}

/** A running server that imitates GitLab. */
export interface Emulator {
  /** The server's address, without `/api/v4` and without a trailing slash. */
  readonly url: string;
  /** The values of the access tokens. The keys are the tokens' names in the seed. */
  readonly tokens: Readonly<Record<string, string>>;
  /** The requests that the server has received. */
  readonly requests: RequestLog;
  /** The faults to inject. */
  readonly faults: Faults;
  /** The server's clock. */
  readonly clock: Clock;
  /**
   * Adds the content of a seed. Its access tokens appear in `tokens`.
   *
   * @throws Error if the seed is not valid, or if the server cannot write the state file.
   */
  seed(seed: Seed): void;
  /**
   * Restores what the server had at its start. Clears faults, the counts of rate limits and the log.
   *
   * @throws Error if the server cannot write the state file. Nothing has changed then.
   */
  reset(): void;
  /** Stops the server at once, and closes open connections. */
  close(): Promise<void>;
}

/** An administrator and nothing else. */
const ROOT: Seed = {
  users: [{ username: "root", name: "Administrator", admin: true }],
  tokens: [{ name: "root", user: "root", scopes: ["api", "admin_mode"] }],
};

/** As GitLab's NGINX. One that ends just when a client takes it up again looks like a lost reply. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Starts a server that answers like GitLab's Runners API.
 *
 * @throws Error if the seed is not valid, if the port is in use, or if the state file is not valid, is
 * not writable or belongs to another running server.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const features = featuresOf(options.version ?? "newest");
  const clock = options.clock ? stoppedClock(options.clock) : runningClock();
  const store = new Store(initialSettings(features));
  const server = createServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const host = options.host ?? "127.0.0.1";
  const counts = new WindowCounts();
  const logs = new JobLogs();
  const instance: Instance = { store, clock, features, logs, counts, url: "" };

  const tokens: Record<string, string> = {};
  const file = options.state === undefined ? undefined : new StateFile(options.state, store);
  const faults = new Faults();
  const requests = new RequestLog(clock);
  const flushed = async (): Promise<Error | undefined> => file?.flushed();
  const app = createApp({ instance, faults, requests, flushed });
  const listener = getRequestListener(async (request, connection) => {
    const response = await app.fetch(request, connection);
    // Hono answers HEAD by a copy, which loses the mark that a fault has answered already.
    return connection.outgoing.headersSent ? RESPONSE_ALREADY_SENT : response;
  });
  server.on("request", (incoming, outgoing) => void listener(incoming, outgoing));
  try {
    if (file?.isFound !== true)
      Object.assign(tokens, applySeed(checkSeed(options.seed ?? ROOT, clock.now()), instance));
    instance.url = await listen(server, host, options.port ?? 0);
    file?.start();
  } catch (error) {
    server.close();
    file?.close();
    throw error;
  }
  for (const token of store.accessTokens.all()) tokens[token.name] = token.token;
  // As text, which is a fraction of what a large instance takes in memory.
  const start = JSON.stringify(store.dump());

  return {
    url: instance.url,
    tokens,
    requests,
    faults,
    clock,
    seed: (seed) => {
      const added = applySeed(checkSeed(seed, clock.now()), instance);
      file?.commit();
      Object.assign(tokens, added);
    },
    reset: () => {
      const dump = JSON.parse(start) as StoreDump;
      file?.replace(dump);
      store.load(dump);
      logs.clear();
      faults.clear();
      counts.clear();
      requests.clear();
    },
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
      file?.close();
    },
  };
}

/** Returns the address, without a trailing slash. */
async function listen(server: Server, host: string, wanted: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(wanted, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function initialSettings(features: Features): Store["settings"] {
  return {
    ...NO_RATE_LIMITS,
    admin_mode: false,
    allow_registration_token: features.registrationTokensByDefault,
    valid_runner_registrars: [...REGISTRARS],
    runners_registration_token: newRegistrationToken(),
    signing_key: newSigningKey(),
    uuid: randomUUID(),
    plan: "free",
    job_router_url: null,
    runner_token_expiration_interval: null,
    group_runner_token_expiration_interval: null,
    project_runner_token_expiration_interval: null,
    ci_registered_group_runners: 1000,
    ci_registered_project_runners: 1000,
  };
}
