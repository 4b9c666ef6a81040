import { connect } from "../gitlab/connection";
import { type SettingsSource, readSettings } from "../gitlab/settings/settings";
import { redact } from "../gitlab/text/redact";
import { printable } from "../gitlab/text/shown";
import { type Context, newContext } from "../provider/context/context";
import type { StoredRunner } from "../provider/context/heldRunners";
import { readState } from "../provider/engine/engineState";
import { storedRunners } from "../provider/engine/storedRunners";
import { type Engine, engineOf, heldFingerprint } from "../provider/engine/programInputs";
import type { Properties, Resource } from "../provider/values/operation";
import { withOwnKeys } from "./configuration";
import type { EngineLog } from "./engineLog";
import { engineLibraries } from "./engineLibraries";
import { fingerprintByUrn } from "./identity";

/** What the operations of this process share. The engine starts one for each provider. */
export class PluginProcess {
  readonly #log: EngineLog;
  readonly #fingerprintsOfState = new Set<string>();
  /** What the class for TypeScript says of its resources, by URN. */
  readonly #declared = new Map<string, Omit<Resource, "urn">>();
  #engine: Engine | undefined;
  #source: SettingsSource = { config: () => undefined, environment: process.env };
  #context: Context | undefined;

  constructor(log: EngineLog) {
    this.#log = log;
  }

  configure(source: SettingsSource): void {
    this.#source = source;
    this.#context = undefined;
    this.#fingerprintsOfState.clear();
  }

  /** @throws {ConfigurationError} when the configuration is missing something or wrong. */
  readonly context = (): Context => (this.#context ??= this.#createContext());

  /**
   * Takes in what a check comes with: what the class for TypeScript gives beside the arguments, and
   * whether the state has the resource.
   */
  noteChecked(urn: string, news: Properties, isStored: boolean): void {
    const fingerprint = heldFingerprint(news);
    const engine = engineOf(news);
    this.#engine = engine ?? this.#engine;
    if (fingerprint !== undefined)
      this.#declared.set(urn, { fingerprint, isRetained: engine?.retains });
    if (isStored) this.#fingerprintsOfState.add(this.resourceOf(urn).fingerprint);
  }

  /** @param stored - what the state has of the resource, where no program declares it. */
  resourceOf(urn: string, stored: Properties = {}): Resource & { readonly fingerprint: string } {
    const { fingerprint = heldFingerprint(stored) ?? fingerprintByUrn(urn), isRetained } =
      this.#declared.get(urn) ?? {};
    return { urn, fingerprint, isRetained };
  }

  #createContext(): Context {
    const settings = readSettings(this.#source);
    const shown = (line: string): string => withOwnKeys(printable(redact(line)));
    const say = (line: string): void => {
      this.#log.warn(shown(line));
    };
    return newContext({
      ...connect(settings, say),
      note: (line) => {
        this.#log.info(shown(line));
      },
      readState: () => this.#runnersOfState(),
      isStateWhole: () => this.#engine !== undefined,
    });
  }

  /**
   * The class for TypeScript says where the state can be asked for. Of other programs it is known what
   * the engine shows: a resource that the state has before it creates it anew, unless the user asked for
   * its replacement; then a runner that no machine uses is taken over, and stays the resource's own.
   */
  async #runnersOfState(): Promise<StoredRunner[]> {
    if (this.#engine) return storedRunners(await readState(this.#engine, engineLibraries()));
    return [...this.#fingerprintsOfState].map((fingerprint) => ({ fingerprint, outputs: {} }));
  }
}
