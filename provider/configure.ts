import type { dynamic } from "@pulumi/pulumi";
import { type GitLabClient, createGitLabClient } from "./api";
import { redact } from "./api/redact";
import { type Settings, readSettings } from "./api/settings";
import { printable } from "./api/shown";
import { type Creations, createCreations } from "./resources/creations";
import { Declarations } from "./resources/declarations";
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
  /** Whether the resource that is looked at was applied before, so that its address has worked. */
  readonly wasApplied?: boolean;
  /** The ids of runners whose token, as the stack holds it, was verified. */
  readonly verifiedRunners: Set<string>;
  /** Records of the state that were proven to be of this GitLab, as JSON. */
  readonly provenInstances: Set<string>;
  /** What the program declares, by resource. */
  readonly declarations: Declarations;
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
  // The engine shows what the process writes to its error output, beside the resources. A warning
  // may quote what GitLab holds, such as a note with a token in it.
  const say = (line: string): void => {
    process.stderr.write(`${printable(redact(line))}\n`);
  };
  const said = new Set<string>();
  const warn = (text: string): void => {
    if (said.has(text)) return;
    said.add(text);
    say(`warning: ${text}`);
  };
  settings.warnings.forEach(warn);
  const gitlab = createGitLabClient({
    ...settings.transport,
    // A wait is told as often as it happens.
    log: say,
  });
  return newContext({ gitlab, settings, warn });
}

/** What a process knows before its first operation. */
export function newContext(parts: Pick<Context, "gitlab" | "settings" | "warn">): Context {
  return {
    ...parts,
    lookups: createLookups(parts.gitlab, parts.warn),
    stateRunners: new Set(),
    creations: createCreations(),
    program: { isRunning: false },
    verifiedRunners: new Set(),
    provenInstances: new Set(),
    declarations: new Declarations(),
  };
}
