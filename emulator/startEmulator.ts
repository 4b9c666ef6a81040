import { randomUUID } from "node:crypto";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { getRequestListener } from "@hono/node-server";

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
import { StateFile } from "./store/stateFile";
import { Store, type StoreDump } from "./store/store";
import { type Features, type Version, featuresOf } from "./versions";

export interface EmulatorOptions {
  /** What it holds at first; without one, an administrator `root` with a token of that name. */
  seed?: Seed;
  /** The release of GitLab to imitate; "newest" if left out. */
  version?: Version;
  /** A clock that stands still at this time until it is moved; the machine's clock if left out. */
  clock?: Date;
  /** The address to listen on; 127.0.0.1 if left out. */
  host?: string;
  /** The port to listen on; the system picks a free one if left out. */
  port?: number;
  /**
   * A file that keeps what the server holds; one that is there is taken instead of the seed. What a
   * request has changed is on disk before it is answered; when that cannot be, the answer is 500 and
   * nothing has changed. One server has it at a time.
   */
  state?: string;
}

/** A GitLab that is being imitated. */
export interface Emulator {
  /** Its address, without `/api/v4` and without a trailing slash. */
  readonly url: string;
  /** The values of the access tokens, by their names in the seed. */
  readonly tokens: Readonly<Record<string, string>>;
  /** The requests that it has served. */
  readonly requests: RequestLog;
  readonly faults: Faults;
  readonly clock: Clock;
  /**
   * Adds to what it holds; more access tokens appear in `tokens`.
   *
   * @throws Error when the seed is not valid, or the state file cannot be written.
   */
  seed(seed: Seed): void;
  /**
   * Back to what it held when it started, without faults, counts of limits and log.
   *
   * @throws Error when the state file cannot be written; then nothing has changed.
   */
  reset(): void;
  /** Ends at once, open connections too. */
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
 * Starts a server that answers as GitLab's Runners API does.
 *
 * @throws Error when the seed is not valid, the port is taken, or the state file is not valid, cannot
 * be written or is in use by another server.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const features = featuresOf(options.version ?? "newest");
  const clock = options.clock ? stoppedClock(options.clock) : runningClock();
  const store = new Store(initialSettings(features));
  const server = createServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const host = options.host ?? "127.0.0.1";
  const counts = new WindowCounts();
  const instance: Instance = { store, clock, features, counts, url: "" };

  const tokens: Record<string, string> = {};
  const file = options.state === undefined ? undefined : new StateFile(options.state, store);
  const faults = new Faults();
  const requests = new RequestLog(clock);
  const flushed = async (): Promise<Error | undefined> => file?.flushed();
  const app = createApp({ instance, faults, requests, flushed });
  const listener = getRequestListener(app.fetch);
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
