import fs from "node:fs";

import type { Emulator } from "../../emulator";
import { type Answer, ask, ids } from "./helpers";
import { StateFolder } from "./stateFolder";

/** The system's calls by which a state file changes. */
const CALLS = [
  "openSync",
  "writeFileSync",
  "fsyncSync",
  "ftruncateSync",
  "renameSync",
  "rmSync",
] as const;

/** Large enough for the journal to be folded into the state file. */
const LARGE = { id: 50, runner_type: "instance_type" as const, description: "x".repeat(70_000) };

/** Fails calls of this process, as a full disk or the end of the process does. */
class Disk {
  #count = 0;
  #fails: (call: number) => boolean = () => false;

  constructor() {
    for (const name of CALLS) {
      const regular = fs[name] as (...args: unknown[]) => unknown;
      jest.spyOn(fs, name).mockImplementation(((...args: unknown[]) => {
        this.#count += 1;
        if (this.#fails(this.#count))
          throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
        // Nothing here ends the machine, so that nothing has to wait for the disk.
        return name === "fsyncSync" ? undefined : regular(...args);
      }) as never);
    }
  }

  /** Fails calls by their number, from 1 for the next. */
  fail(fails: (call: number) => boolean): void {
    this.#count = 0;
    this.#fails = fails;
  }

  /** How many calls there have been since. */
  get count(): number {
    return this.#count;
  }
}

describe("at each call by which a state file is written", () => {
  const disk = new Disk();
  afterAll(() => {
    jest.restoreAllMocks();
  });

  /** What was answered to each write. */
  interface Outcome {
    large: boolean;
    /** The id of a new runner. */
    created: number | undefined;
    deleted: boolean;
  }

  /** Writes that go into the journal, fold it, and go into the next. */
  async function write(gitlab: Emulator): Promise<Outcome> {
    let large = true;
    try {
      gitlab.seed({ runners: [LARGE] });
    } catch (error) {
      expect(String(error)).toContain("cannot be written: ENOSPC");
      large = false;
    }
    const body = { runner_type: "instance_type" };
    const created = await ask(gitlab, "root", "POST", "/user/runners", body);
    const deleted = await ask(gitlab, "root", "DELETE", "/runners/1");
    for (const { status, body } of [created, deleted])
      if (status === 500)
        expect(body).toEqual({
          message: expect.stringContaining("cannot be written: ENOSPC") as string,
        });
    return { large, created: idOf(created), deleted: deleted.status === 204 };
  }

  const idOf = ({ status, body }: Answer): number | undefined =>
    status === 201 ? (body as { id: number }).id : undefined;

  const all = async (gitlab: Emulator): Promise<number[]> =>
    ids(await ask(gitlab, "root", "GET", "/runners/all"));

  /** A server with runner 1. */
  async function start(folder: StateFolder): Promise<Emulator> {
    const gitlab = await folder.start();
    gitlab.seed({ runners: [{ id: 1, runner_type: "instance_type" }] });
    return gitlab;
  }

  async function countCalls(): Promise<number> {
    const folder = new StateFolder();
    const gitlab = await start(folder);
    disk.fail(() => false);
    expect(await write(gitlab)).toEqual({ large: true, created: 51, deleted: true });
    const { count } = disk;
    await folder.remove();
    return count;
  }

  test.each([
    ["the process ends", (at: number) => (call: number) => call >= at, false],
    ["the disk is full for once", (at: number) => (call: number) => call === at, true],
    ["the disk is full for a while", (at: number) => (call: number) => call >= at, true],
  ])("%s: what was answered is there", async (_, failing, goesOn) => {
    const calls = await countCalls();
    expect(calls).toBeGreaterThan(15);
    for (let at = 1; at <= calls; at += 1) {
      const folder = new StateFolder();
      const gitlab = await start(folder);
      disk.fail(failing(at));
      const outcome = await write(gitlab);
      disk.fail(() => false);
      const live = await all(gitlab);
      if (goesOn) {
        // Nothing of what was refused comes back when the disk can be written again.
        expect({ at, has1: live.includes(1) }).toEqual({ at, has1: !outcome.deleted });
        expect({ at, has50: live.includes(50) }).toEqual({ at, has50: outcome.large });
        gitlab.seed({ runners: [{ id: 90, runner_type: "instance_type" }] });
        live.push(90);
      }

      const left = folder.leftByKill();
      const again = await left.start();
      const held = await all(again);
      if (goesOn) expect({ at, held: held.sort() }).toEqual({ at, held: live.sort() });
      const { large, created, deleted } = outcome;
      expect({ at, lost: large && !held.includes(50) }).toEqual({ at, lost: false });
      const isLost = created !== undefined && !held.includes(created);
      expect({ at, isLost }).toEqual({ at, isLost: false });
      expect({ at, cameBack: deleted && held.includes(1) }).toEqual({ at, cameBack: false });
      expect(left.beside().map((name) => name.replace(/^\w+\.j/, "j"))).toEqual([
        "journal",
        "lock",
      ]);
      await left.remove();
      await folder.remove();
    }
  });
});
