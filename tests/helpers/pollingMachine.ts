import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator } from "../../emulator";

const EVERY_MS = 50;

/** A machine on which gitlab-runner asks a GitLab for jobs, and runs none that it gets. */
export class PollingMachine {
  readonly #gitlab: Emulator;
  readonly #systemId: string;
  readonly #info: { readonly version: string };
  /** The jobs that it got. */
  readonly jobs: GivenJob[] = [];
  #isOn = false;
  readonly #loops: Promise<void>[] = [];

  constructor(gitlab: Emulator, systemId: string, version = "18.4.0") {
    this.#gitlab = gitlab;
    this.#systemId = systemId;
    this.#info = { version };
  }

  /** Polls again and again until the machine is stopped, once there is a token. */
  start(tokenOf: () => string | undefined): void {
    this.#repeat(async () => {
      const token = tokenOf();
      if (token !== undefined) await this.poll(token);
    });
  }

  /** Reports again and again that a job is running, until the machine is stopped. */
  run({ id, token }: GivenJob): void {
    this.#repeat(async () => {
      const { status } = await this.send("PUT", `/jobs/${id}`, { token, state: "running" });
      if (status !== 200) throw new Error(`GitLab answered ${status} to a running job`);
    });
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    await Promise.all(this.#loops.splice(0));
  }

  /** Asks for a job once. @returns GitLab's status, and the job. */
  async poll(token: string): Promise<{ status: number; job?: GivenJob }> {
    const { status, text } = await this.send("POST", "/jobs/request", { token });
    if (status !== 201) return { status };
    const job = JSON.parse(text) as GivenJob;
    this.jobs.push(job);
    return { status, job };
  }

  /** Sends what gitlab-runner sends, with what it says of its machine. */
  async send(
    method: string,
    path: string,
    body: { readonly token: string; readonly state?: string },
  ): Promise<{ status: number; text: string }> {
    const answer = await fetch(`${this.#gitlab.url}/api/v4${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ system_id: this.#systemId, info: this.#info, ...body }),
    });
    return { status: answer.status, text: await answer.text() };
  }

  #repeat(what: () => Promise<void>): void {
    this.#isOn = true;
    this.#loops.push(
      (async () => {
        while (this.#isOn) {
          await what();
          await sleep(EVERY_MS);
        }
      })(),
    );
  }
}

/** A job as GitLab hands it out. */
interface GivenJob {
  readonly id: number;
  readonly token: string;
}
