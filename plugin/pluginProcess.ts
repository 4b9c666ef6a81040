import { connect } from "../gitlab/connection";
import { readSettings } from "../gitlab/settings/settings";
import { redact } from "../gitlab/text/redact";
import { printable } from "../gitlab/text/shown";
import { type Context, newContext } from "../provider/context/context";
import type { StoredRunner } from "../provider/context/heldRunners";
import { withOwnKeys } from "./configuration";
import type { EngineLog } from "./engineLog";

type Lookup = (key: string) => string | undefined;

/** What the operations of this process share. The engine starts one for each provider. */
export class PluginProcess {
  readonly #log: EngineLog;
  readonly #fingerprintsOfState = new Set<string>();
  #config: Lookup = () => undefined;
  #context: Context | undefined;

  constructor(log: EngineLog) {
    this.#log = log;
  }

  configure(config: Lookup): void {
    this.#config = config;
    this.#context = undefined;
    this.#fingerprintsOfState.clear();
  }

  /** @throws {ConfigurationError} when the configuration is missing something or wrong. */
  readonly context = (): Context => (this.#context ??= this.#createContext());

  /** Takes in that the state has a resource with a fingerprint. */
  noteStored(fingerprint: string | undefined): void {
    if (fingerprint !== undefined) this.#fingerprintsOfState.add(fingerprint);
  }

  #createContext(): Context {
    const settings = readSettings({ config: this.#config, environment: process.env });
    const say = (line: string): void => {
      this.#log.warn(withOwnKeys(printable(redact(line))));
    };
    return newContext({
      ...connect(settings, say),
      readState: () => this.#runnersOfState(),
    });
  }

  /**
   * The engine shows a resource that the state has before it creates it anew, unless the user asked for
   * its replacement; then a runner that no machine uses is taken over, and stays the resource's own.
   */
  #runnersOfState(): Promise<StoredRunner[]> {
    return Promise.resolve(
      [...this.#fingerprintsOfState].map((fingerprint) => ({ fingerprint, outputs: {} })),
    );
  }
}
