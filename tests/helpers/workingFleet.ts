import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Emulator } from "../../emulator";
import { ask } from "./gitlab";

const EVERY_MS = 50;

/** How often machines poll: few at once leave GitLab time for others. */
export interface Pace {
  readonly everyMs: number;
  readonly machines: number;
}
const QUICK: Pace = { everyMs: EVERY_MS, machines: 10 };

/** A job that arrives. */
export interface ArrivingJob {
  readonly project: string;
  readonly tags: readonly string[];
  /** How long it runs. */
  readonly milliseconds: number;
}

/** A job as GitLab hands it out. */
interface GivenJob {
  readonly id: number;
  readonly token: string;
  readonly steps: readonly { readonly script: readonly string[] }[];
}

/** The tokens in the files of a folder, by the names of the files. */
export function tokensIn(folder: string): ReadonlyMap<string, string> {
  const tokens = readdirSync(folder).flatMap((name) => {
    const [token] = /glrtr?-[\w.-]+/.exec(readFileSync(join(folder, name), "utf8")) ?? [];
    return token === undefined ? [] : [[name, token] as const];
  });
  return new Map(tokens);
}

/** A job of the project acme/app with a tag, which runs for at most 0.3 s. */
export function shortJob(tag: string): ArrivingJob {
  return { project: "acme/app", tags: [tag], milliseconds: Math.random() * 300 };
}

/**
 * Machines that work for a GitLab while their runners change: each polls with the token that it has at
 * that moment, as gitlab-runner does that reads its config.toml again, and runs what it gets.
 */
export class WorkingFleet {
  readonly #gitlab: Emulator;
  readonly #tokensNow: () => ReadonlyMap<string, string>;
  #isOn = true;
  #arrives = true;
  #lastJob = 0;
  #lastMachine = 0;
  readonly #loops: Promise<void>[] = [];
  /** The runs of jobs by their ids: how each ended, as GitLab answered. */
  readonly #runs = new Map<number, Promise<number>[]>();
  /** By job, the runner that it was given to. */
  readonly #takenBy = new Map<number, number>();
  /** By machine, the runner that it last polled for. */
  readonly #serving = new Map<string, number>();
  /** All tokens that a machine has polled with, and their runners. */
  readonly runnerOf = new Map<string, number>();
  /** The jobs that still ran when their runner was no longer there, and that runner. */
  readonly cutOff: { readonly job: number; readonly runner: number }[] = [];
  /** The runners of a tag at each moment at which none of them could have taken a job. */
  readonly gaps: unknown[] = [];
  /** How often it was looked whether somebody serves. */
  looks = 0;

  /** @param tokensNow - the token that each machine has at the moment, by the name of the machine. */
  constructor(
    gitlab: Emulator,
    tokensNow: () => ReadonlyMap<string, string>,
    { everyMs, machines }: Pace = QUICK,
  ) {
    this.#gitlab = gitlab;
    this.#tokensNow = tokensNow;
    this.#repeat(everyMs, () => this.#pollInTurn(machines));
  }

  /** Has jobs arrive one after the other. */
  open(nextJob: () => ArrivingJob, everyMs = EVERY_MS): void {
    this.#repeat(everyMs, () => {
      if (this.#arrives) this.#add(nextJob());
      return Promise.resolve();
    });
  }

  /** Looks again and again who serves each tag. */
  watch(tags: readonly string[]): void {
    this.#repeat(EVERY_MS, async () => {
      await Promise.all(tags.map((tag) => this.#look(tag)));
    });
  }

  /** Lets no more jobs arrive. */
  endArrivals(): void {
    this.#arrives = false;
  }

  /** Adds long jobs until a runner has one. */
  async occupy(runner: number, job: ArrivingJob): Promise<void> {
    for (;;) {
      const id = this.#add(job);
      while (!this.#runs.has(id)) await sleep(EVERY_MS);
      if (this.#takenBy.get(id) === runner) return;
    }
  }

  /**
   * Lets no more jobs arrive, and waits for those that did.
   *
   * @param last - the token of a runner that takes all that still wait.
   * @returns those that were not run once, with GitLab taking their success.
   */
  async close(last?: string): Promise<string[]> {
    this.endArrivals();
    const jobs = Array.from({ length: this.#lastJob }, (_, index) => index + 1);
    if (last !== undefined) while (await this.#poll("last", last));
    for (let tries = 0; tries < 100 && !jobs.every((job) => this.#runs.has(job)); tries += 1)
      await sleep(EVERY_MS);
    await this.stop();
    const ends = await Promise.all(jobs.map((job) => Promise.all(this.#runs.get(job) ?? [])));
    return jobs.flatMap((job, index) => {
      const statuses = ends[index] ?? [];
      return statuses.join() === "200" ? [] : [`job ${job}: ${statuses.join(", ") || "no run"}`];
    });
  }

  /** Stops the machines at once; jobs that run come to their end. */
  async stop(): Promise<void> {
    this.#isOn = false;
    await Promise.all(this.#loops);
    await Promise.all([...this.#runs.values()].flat());
  }

  /** How many jobs have arrived. */
  get jobs(): number {
    return this.#lastJob;
  }

  /** @returns its id. */
  #add({ project, tags, milliseconds }: ArrivingJob): number {
    this.#lastJob += 1;
    const script = [`sleep ${Math.round(milliseconds)}`];
    this.#gitlab.seed({
      jobs: [{ id: this.#lastJob, status: "pending", project, tag_list: [...tags], script }],
    });
    return this.#lastJob;
  }

  #repeat(everyMs: number, what: () => Promise<void>): void {
    this.#loops.push(
      (async () => {
        while (this.#isOn) {
          await what();
          await sleep(everyMs);
        }
      })(),
    );
  }

  /** Has the machines poll that have waited longest. */
  async #pollInTurn(atOnce: number): Promise<void> {
    const machines = [...this.#tokensNow()];
    const next = machines.length === 0 ? 0 : this.#lastMachine % machines.length;
    const turn = [...machines.slice(next), ...machines.slice(0, next)].slice(0, atOnce);
    this.#lastMachine = next + turn.length;
    await Promise.all(turn.map(([machine, token]) => this.#poll(machine, token)));
  }

  /** @returns whether there was a job. */
  async #poll(machine: string, token: string): Promise<boolean> {
    const body = { token, system_id: `s_${machine}`, info: { version: "18.4.0" } };
    let runner = this.runnerOf.get(token);
    if (runner === undefined) {
      const verified = await this.#send("POST", "/runners/verify", body);
      if (verified.status !== 200) return false;
      runner = (JSON.parse(verified.text) as { id: number }).id;
    }
    const { status, text } = await this.#send("POST", "/jobs/request", body);
    if (![201, 204].includes(status)) return false;
    this.runnerOf.set(token, runner);
    this.#serving.set(machine, runner);
    if (status !== 201) return false;
    this.#run(JSON.parse(text) as GivenJob, runner);
    return true;
  }

  #run({ id, token, steps }: GivenJob, runner: number): void {
    const [, milliseconds = "0"] = /sleep (\d+)/.exec(JSON.stringify(steps)) ?? [];
    const end = sleep(Number(milliseconds)).then(async () => {
      // By a method of its own, so that it meets no fault that is meant for another client.
      const found = await ask(this.#gitlab, "HEAD", `/runners/${runner}`);
      if (found.status === 404) this.cutOff.push({ job: id, runner });
      const { status } = await this.#send("PUT", `/jobs/${id}`, { token, state: "success" });
      return status;
    });
    this.#takenBy.set(id, runner);
    this.#runs.set(id, [...(this.#runs.get(id) ?? []), end]);
  }

  /** Whether a runner of the tag that some machine polls for would be given jobs. */
  async #look(tag: string): Promise<void> {
    const before = [...this.#serving.values()];
    const { body } = await ask(this.#gitlab, "GET", `/runners/all?tag_list=${tag}&per_page=100`);
    const runners = body as { id: number; paused: boolean }[];
    const serving = new Set([...before, ...this.#serving.values()]);
    this.looks += 1;
    if (!runners.some(({ id, paused }) => !paused && serving.has(id)))
      this.gaps.push({ tag, runners, serving: [...serving] });
  }

  async #send(
    method: string,
    path: string,
    body: object,
  ): Promise<{ status: number; text: string }> {
    const answer = await fetch(`${this.#gitlab.url}/api/v4${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  }
}
