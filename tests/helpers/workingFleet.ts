import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Emulator } from "../../emulator";
import { ask } from "./gitlab";

const EVERY_MS = 50;

/** A job as GitLab hands it out. */
interface GivenJob {
  readonly id: number;
  readonly token: string;
  readonly steps: readonly { readonly script: readonly string[] }[];
}

/**
 * Machines that work for a GitLab while their runners change: each polls with the token that a file of its
 * own holds at that moment, as gitlab-runner does that reads its config.toml again, and runs what it gets.
 * Jobs arrive all the time, and who could take them is noted.
 */
export class WorkingFleet {
  readonly #gitlab: Emulator;
  readonly #folder: string;
  readonly #machines: readonly string[];
  readonly #tag: string;
  #isOn = true;
  #arrives = true;
  #lastJob = 0;
  readonly #loops: Promise<void>[] = [];
  /** The runs of jobs by their ids: how each ended, as GitLab answered. */
  readonly #runs = new Map<number, Promise<number>[]>();
  /** The ids of the jobs that a runner was given, by its id. */
  readonly #jobsOf = new Map<number, number[]>();
  /** By machine, the runner that it last polled for. */
  readonly #serving = new Map<string, number>();
  readonly #runnerOf = new Map<string, number>();
  /** All tokens that a machine has polled with. */
  readonly tokens = new Set<string>();
  /** The runners of the tag at each moment at which none of them could have taken a job. */
  readonly gaps: unknown[] = [];
  /** How often it was looked whether somebody serves. */
  looks = 0;

  /** @param folder - of the files that hold a token, each by the name of its machine. */
  constructor(gitlab: Emulator, folder: string, machines: readonly string[], tag: string) {
    this.#gitlab = gitlab;
    this.#folder = folder;
    this.#machines = machines;
    this.#tag = tag;
    for (const machine of machines) this.#repeat(() => this.#poll(machine));
  }

  /** Has jobs arrive, and looks who serves them. */
  open(): void {
    this.#repeat(() => {
      if (this.#arrives) this.#addJob(Math.random() * 300);
      return Promise.resolve();
    });
    this.#repeat(() => this.#look());
  }

  /** @param milliseconds - how long it runs. @returns its id. */
  #addJob(milliseconds: number): number {
    this.#lastJob += 1;
    const script = [`sleep ${Math.round(milliseconds)}`];
    this.#gitlab.seed({
      jobs: [
        {
          id: this.#lastJob,
          status: "pending",
          project: "acme/app",
          tag_list: [this.#tag],
          script,
        },
      ],
    });
    return this.#lastJob;
  }

  /** Adds long jobs until a runner has one. */
  async occupy(runner: number, milliseconds: number): Promise<void> {
    for (;;) {
      const job = this.#addJob(milliseconds);
      while (!this.#runs.has(job)) await sleep(EVERY_MS);
      if (this.#jobsOf.get(runner)?.includes(job) === true) return;
    }
  }

  /**
   * Lets no more jobs arrive, and waits for those that did.
   *
   * @returns those that were not run once, with GitLab taking their success.
   */
  async close(): Promise<string[]> {
    this.#arrives = false;
    const jobs = Array.from({ length: this.#lastJob }, (_, index) => index + 1);
    for (let tries = 0; tries < 100 && !jobs.every((job) => this.#runs.has(job)); tries += 1)
      await sleep(EVERY_MS);
    this.#isOn = false;
    await Promise.all(this.#loops);
    const ends = await Promise.all(jobs.map((job) => Promise.all(this.#runs.get(job) ?? [])));
    return jobs.flatMap((job, index) => {
      const statuses = ends[index] ?? [];
      return statuses.join() === "200" ? [] : [`job ${job}: ${statuses.join(", ") || "no run"}`];
    });
  }

  /** The jobs that still ran when their runner was deleted, by the requests that GitLab got. */
  cutOff(): number[] {
    const requests = this.#gitlab.requests
      .all()
      .map(({ method, path }) => `${method} ${path.replace("/api/v4", "")}`);
    return [...this.#jobsOf].flatMap(([runner, jobs]) => {
      const deletedAt = requests.indexOf(`DELETE /runners/${runner}`);
      return jobs.filter(
        (job) => deletedAt !== -1 && requests.indexOf(`PUT /jobs/${job}`) > deletedAt,
      );
    });
  }

  get jobs(): number {
    return this.#lastJob;
  }

  #repeat(what: () => Promise<void>): void {
    this.#loops.push(
      (async () => {
        while (this.#isOn) {
          await what();
          await sleep(EVERY_MS);
        }
      })(),
    );
  }

  async #poll(machine: string): Promise<void> {
    const file = join(this.#folder, machine);
    if (!existsSync(file)) return;
    const [token] = /glrt-[\w.-]+/.exec(readFileSync(file, "utf8")) ?? [];
    if (token === undefined) return;
    const body = { token, system_id: `s_${machine}`, info: { version: "18.4.0" } };
    if (!this.#runnerOf.has(token)) {
      const verified = await this.#send("POST", "/runners/verify", body);
      if (verified.status !== 200) return;
      this.#runnerOf.set(token, (JSON.parse(verified.text) as { id: number }).id);
    }
    const { status, text } = await this.#send("POST", "/jobs/request", body);
    const runner = this.#runnerOf.get(token);
    if (![201, 204].includes(status) || runner === undefined) return;
    this.tokens.add(token);
    this.#serving.set(machine, runner);
    if (status !== 201) return;
    const job = JSON.parse(text) as GivenJob;
    this.#jobsOf.set(runner, [...(this.#jobsOf.get(runner) ?? []), job.id]);
    this.#run(job);
  }

  #run({ id, token, steps }: GivenJob): void {
    const [, milliseconds = "0"] = /sleep (\d+)/.exec(JSON.stringify(steps)) ?? [];
    const end = sleep(Number(milliseconds)).then(async () => {
      const { status } = await this.#send("PUT", `/jobs/${id}`, { token, state: "success" });
      return status;
    });
    this.#runs.set(id, [...(this.#runs.get(id) ?? []), end]);
  }

  /** Whether a runner that some machine polls for would be given jobs. */
  async #look(): Promise<void> {
    const before = [...this.#serving.values()];
    const { body } = await ask(
      this.#gitlab,
      "GET",
      `/runners/all?tag_list=${this.#tag}&per_page=100`,
    );
    const runners = body as { id: number; paused: boolean }[];
    const serving = new Set([...before, ...this.#serving.values()]);
    this.looks += 1;
    if (!runners.some(({ id, paused }) => !paused && serving.has(id)))
      this.gaps.push({ runners, serving: [...serving] });
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
