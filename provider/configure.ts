import type { dynamic } from "@pulumi/pulumi";
import { type GitLabClient, createGitLabClient } from "./api";
import { type Settings, readSettings } from "./api/settings";
import { type Creations, createCreations } from "./resources/creations";
import { type Lookups, createLookups } from "./resources/lookups";

/** What the operations of a resource work with. */
export interface Context {
  readonly gitlab: GitLabClient;
  readonly settings: Settings;
  /** Reads of GitLab that resources share: each thing is looked at once a process. */
  readonly lookups: Lookups;
  /** The ids of runners that the engine showed to be in the state. */
  readonly stateRunners: Set<string>;
  readonly creations: Creations;
  /** Whether a program declares resources meanwhile: a refresh or destroy alone checks none. */
  readonly program: { isRunning: boolean };
  /** The ids of runners whose token, as the stack holds it, was verified. */
  readonly verifiedRunners: Set<string>;
  /** Shows a line to the user, without failing anything. */
  readonly warn: (text: string) => void;
}

let config: dynamic.Config | undefined;
let context: Context | undefined;

/**
 * Keeps the configuration of this process. The engine starts a process for each provider and hands
 * the same configuration to each kind of resource in it, so the first one counts and what was looked
 * up is shared. The engine calls this without waiting for it, so nothing is read before it is
 * needed, and an error in the configuration is one of the resource that needed it.
 */
export function configure(request: dynamic.ConfigureRequest): void {
  config ??= request.config;
}

/** @throws {ConfigurationError} when the configuration is missing something or wrong. */
export function currentContext(): Context {
  context ??= createContext();
  return context;
}

function createContext(): Context {
  const settings = readSettings({
    config: (key) => config?.get(key),
    environment: process.env,
  });
  // The engine shows what the process writes to its error output, beside the resources.
  const said = new Set<string>();
  const warn = (text: string): void => {
    if (said.has(text)) return;
    said.add(text);
    process.stderr.write(`warning: ${text}\n`);
  };
  settings.warnings.forEach(warn);
  const gitlab = createGitLabClient({
    ...settings.transport,
    // A wait is told as often as it happens.
    log: (line) => process.stderr.write(`${line}\n`),
  });
  return {
    gitlab,
    settings,
    lookups: createLookups(gitlab, warn),
    stateRunners: new Set(),
    creations: createCreations(),
    program: { isRunning: false },
    verifiedRunners: new Set(),
    warn,
  };
}
