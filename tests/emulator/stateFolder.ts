import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator";
import { NOW, SEED } from "./helpers";

/** A folder with a state file, for one test. */
export class StateFolder {
  readonly path = mkdtempSync(join(tmpdir(), "gitlab-runners-state-"));
  readonly file = join(this.path, "state.json");
  readonly #running: Emulator[] = [];

  async start(): Promise<Emulator> {
    const gitlab = await startEmulator({ seed: SEED, clock: NOW, state: this.file });
    this.#running.push(gitlab);
    return gitlab;
  }

  /** What a server that is killed now leaves behind; its lock is that of a process that is gone. */
  leftByKill(): StateFolder {
    const copy = new StateFolder();
    cpSync(this.path, copy.path, { recursive: true });
    rmSync(`${copy.file}.lock`, { force: true });
    return copy;
  }

  /** The files beside the state file, without its name in theirs. */
  beside(): string[] {
    return readdirSync(this.path)
      .filter((name) => name.startsWith("state.json."))
      .map((name) => name.slice("state.json.".length))
      .sort();
  }

  /** The path of its journal. */
  journal(): string {
    const [name, ...others] = this.beside().filter((each) => each.endsWith(".journal"));
    if (name === undefined || others.length > 0) throw new Error("there is not one journal");
    return `${this.file}.${name}`;
  }

  async remove(): Promise<void> {
    for (const gitlab of this.#running) await gitlab.close();
    rmSync(this.path, { recursive: true, force: true });
  }
}
