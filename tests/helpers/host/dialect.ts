import type { ChildProcess } from "node:child_process";

import type { Declared, ResourceType } from "./declared";
import type { Properties } from "./providerHost";

/** The resource that the engine speaks of. */
export interface Named {
  readonly name: string;
  readonly type: ResourceType;
}

/** What a program's resource is made with. */
export interface Surroundings {
  /** Where the program's engine listens. */
  readonly address: string;
  readonly idOf: (name: string) => string;
  /** A token, by the name that a program has for it. */
  readonly secretOf: (name: string) => string;
}

/** A provider's process, and what it reports to the user beside its replies. */
export interface Started {
  readonly child: ChildProcess;
  /** Where it listens. */
  readonly port: number;
  /** What it has reported since the last time. */
  readonly takeOutput: () => string;
  readonly close: () => void;
}

/** In what the conversation of the engine with one adapter differs from that with the other. */
export interface Dialect {
  /** @param daysAhead - of the process's clock. */
  readonly start: (daysAhead: number) => Promise<Started>;
  readonly urnOf: (resource: Named) => string;
  /** The configuration as the engine hands it to the process. */
  readonly configured: (config: Readonly<Record<string, string>>) => Properties;
  /** A resource's arguments as its class registers them. */
  readonly registered: (declared: Declared, surroundings: Surroundings) => Properties;
  /**
   * Properties as they are sent.
   *
   * @param operation - the number of the operation, in which a process is as a new one.
   */
  readonly sent: (properties: Properties, operation: number) => Properties;
  /** Properties as they came in a reply, as the state keeps them. */
  readonly received: (properties: Properties) => Properties;
}
