/*
 * A fleet in several stacks, each a process with the package's provider, against the embedded GitLab
 * with its throttles on.
 */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

import { type Emulator, type LoggedRequest, startEmulator } from "../emulator";
import type { Fleet, Limits, Requests } from "./fleetForecast";
import type { FleetOperation, Order, Report, StoredRunner } from "./fleetOrders";

/** What one operation of all stacks came to, by GitLab's log. */
export interface Outcome {
  readonly failures: readonly string[];
  /** Requests that were served. */
  readonly served: Requests;
  /** Requests that a throttle refused. */
  readonly refused: number;
  /** From the window of the first request to that of the last served one, these included. */
  readonly windows: number;
}

export interface Simulation {
  readonly gitlab: Emulator;
  /** The runners of each stack, as its state holds them. */
  readonly stacks: readonly (readonly StoredRunner[])[];
  /** All stacks at once. */
  run(operation: FleetOperation): Promise<Outcome>;
  close(): Promise<void>;
}

const STACK = join(__dirname, "fleetStack.js");

/** @param config - besides address and token, the same for each stack. */
export async function startSimulation(
  fleet: Fleet,
  limits: Limits,
  config: Readonly<Record<string, string>> = {},
): Promise<Simulation> {
  const gitlab = await startEmulator({ seed: seedOf(fleet, limits) });
  const all = { "gitlab:baseUrl": gitlab.url, "gitlab:token": gitlab.tokens["pipeline"] ?? "" };
  let stacks = Array.from({ length: fleet.stacks }, (_, stack) => declaredRunners(stack, fleet));
  return {
    gitlab,
    get stacks() {
      return stacks;
    },
    close: () => gitlab.close(),
    async run(operation) {
      const processes = await Promise.all(stacks.map(() => startStack()));
      gitlab.requests.clear();
      const reports = await Promise.all(
        processes.map((child, stack) =>
          carryOut(child, {
            operation,
            runners: stacks[stack] ?? [],
            config: { ...all, ...config },
          }),
        ),
      );
      stacks = reports.map(({ runners }) => [...runners]);
      const failures = reports.flatMap((report) => report.failures);
      return { failures, ...figures(gitlab.requests.all(), limits) };
    },
  };
}

function seedOf({ stacks, runnersPerStack }: Fleet, limits: Limits) {
  return {
    settings: {
      ci_registered_group_runners: runnersPerStack + 1,
      throttle_authenticated_api_enabled: true,
      throttle_authenticated_api_requests_per_period: limits.user,
      throttle_authenticated_api_period_in_seconds: limits.periodS,
      throttle_unauthenticated_api_enabled: true,
      throttle_unauthenticated_api_requests_per_period: limits.address,
      throttle_unauthenticated_api_period_in_seconds: limits.periodS,
    },
    // All stacks share the pipeline's token; root looks at what has come of it.
    users: ["pipeline", "root"].map((username) => ({ username, admin: true })),
    tokens: ["pipeline", "root"].map((name) => ({ name, user: name })),
    groups: Array.from({ length: stacks }, (_, stack) => ({
      id: stack + 1,
      full_path: `group-${stack + 1}`,
    })),
  };
}

function declaredRunners(stack: number, { runnersPerStack }: Fleet): StoredRunner[] {
  return Array.from({ length: runnersPerStack }, (_, index) => {
    const description = `stack ${stack + 1} runner ${index + 1}`;
    const place = { runnerType: "group_type", groupId: stack + 1 };
    return {
      declared: { ...place, description, __mark: `${stack + 1}-${index + 1}` },
      id: "",
      inputs: {},
      outputs: {},
    };
  });
}

async function startStack(): Promise<ChildProcess> {
  const child = fork(STACK, { execArgv: [], stdio: ["ignore", "ignore", "pipe", "ipc"] });
  await messageOf(child);
  return child;
}

async function carryOut(child: ChildProcess, order: Order): Promise<Report> {
  child.send(order);
  return (await messageOf(child)) as Report;
}

/** The next message of a process, which may end without one. */
async function messageOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    // Its end may be known before its last message has been read, that of the channel never is.
    const ended = (): void => {
      reject(new Error(`the process of a stack ended without a report: ${said}`));
    };
    child.once("disconnect", ended);
    child.once("message", (message) => {
      child.off("disconnect", ended);
      resolve(message);
    });
  });
}

function figures(
  requests: readonly LoggedRequest[],
  { periodS }: Limits,
): Pick<Outcome, "served" | "refused" | "windows"> {
  // The throttles of the API count no others, such as that for the signing keys.
  const log = requests.filter(({ path }) => path.startsWith("/api/"));
  const served = log.filter(({ status }) => status !== 429);
  const address = served.filter(({ path }) => path.endsWith("/runners/router/discovery")).length;
  const windowOf = ({ at }: LoggedRequest): number => Math.floor(Date.parse(at) / 1000 / periodS);
  const [first, last] = [log[0], served.at(-1)];
  return {
    served: { user: served.length - address, address },
    refused: log.length - served.length,
    windows: first && last ? windowOf(last) - windowOf(first) + 1 : 0,
  };
}
