import type { Random } from "../campaign/random";

export type Send = (method: string, path: string, body?: object) => Promise<Reply>;
interface Reply {
  status: number;
  body: unknown;
}

/** What GitLab has said that a runner is; `false` when it is gone. */
type Known = { description: string; projects: number[]; token: string } | false;

const RUNNERS = 6;
const OWNER = 1;
const PROJECTS = [2, 3, 4];

/**
 * A client that makes, changes and removes runners of its own and takes jobs, one request at a time,
 * and keeps what was answered. Nothing but the last request can be in doubt.
 */
export class Writer {
  /** By id. */
  readonly #known = new Map<number, Known>();
  /** By the id of a job, its status. */
  readonly #jobs = new Map<number, "running" | "success">();
  /** What the runner may be instead, if the request that got no answer was served. */
  #doubt: { id: number; instead: Known | "another token" } | undefined;
  #doubtfulJob: number | undefined;
  #count = 0;
  answered = 0;

  constructor(
    private readonly name: string,
    private readonly random: Random,
    /** The token of a runner that takes jobs. */
    private readonly jobRunner: { id: number; token: string },
    /** What all writers have been given: no id comes twice. */
    private readonly given: { runners: Set<number>; jobs: Set<number> },
  ) {}

  /** Writes until a request gets no answer. */
  async write(send: Send): Promise<void> {
    for (;;) await this.#step(send);
  }

  async #step(send: Send): Promise<void> {
    const live = [...this.#known].filter(([, known]) => known !== false) as [
      number,
      Exclude<Known, false>,
    ][];
    this.#count += 1;
    const draw = this.random.int(0, 9);
    if (draw === 0) return this.#job(send);
    if (live.length < RUNNERS && (live.length === 0 || draw < 4)) return this.#create(send);
    const [id, known] = live[this.random.int(0, live.length - 1)] as (typeof live)[number];
    if (draw < 3) {
      this.#doubt = { id, instead: false };
      const { status } = await send("DELETE", `/runners/${id}`);
      this.#record(status, 204, id, false);
      return;
    }
    if (draw < 5) {
      this.#doubt = { id, instead: "another token" };
      const reply = await send("POST", `/runners/${id}/reset_authentication_token`);
      const { token } = reply.body as { token: string };
      this.#record(reply.status, 201, id, { ...known, token });
      return;
    }
    if (draw < 8) {
      const project = PROJECTS[this.random.int(0, PROJECTS.length - 1)] ?? 0;
      const has = known.projects.includes(project);
      const projects = has
        ? known.projects.filter((each) => each !== project)
        : [...known.projects, project].sort();
      const next = { ...known, projects };
      this.#doubt = { id, instead: next };
      const { status } = has
        ? await send("DELETE", `/projects/${project}/runners/${id}`)
        : await send("POST", `/projects/${project}/runners`, { runner_id: id });
      this.#record(status, has ? 204 : 201, id, next);
      return;
    }
    const next = { ...known, description: `${this.name} ${this.#count}` };
    this.#doubt = { id, instead: next };
    const { status } = await send("PUT", `/runners/${id}`, { description: next.description });
    this.#record(status, 200, id, next);
  }

  async #create(send: Send): Promise<void> {
    const description = `${this.name} ${this.#count}`;
    const reply = await send("POST", "/user/runners", {
      runner_type: "project_type",
      project_id: OWNER,
      description,
    });
    const { id, token } = reply.body as { id: number; token: string };
    if (this.given.runners.has(id)) throw new Loss(`the id ${id} was given twice`);
    this.given.runners.add(id);
    this.#record(reply.status, 201, id, { description, projects: [OWNER], token });
  }

  async #job(send: Send): Promise<void> {
    const { token } = this.jobRunner;
    const reply = await send("POST", "/jobs/request", { token, system_id: this.name });
    if (reply.status !== 201) throw new Error(`a job: ${reply.status}`);
    const job = reply.body as { id: number; token: string };
    if (this.given.jobs.has(job.id)) throw new Loss(`job ${job.id} was given twice`);
    this.given.jobs.add(job.id);
    this.#jobs.set(job.id, "running");
    this.#doubtfulJob = job.id;
    const { status } = await send("PUT", `/jobs/${job.id}`, { token: job.token, state: "success" });
    if (status !== 200) throw new Error(`job ${job.id}: ${status}`);
    this.#jobs.set(job.id, "success");
    this.#doubtfulJob = undefined;
    this.answered += 2;
  }

  #record(status: number, wanted: number, id: number, known: Known): void {
    if (status !== wanted) throw new Error(`${status} instead of ${wanted} for runner ${id}`);
    this.#known.set(id, known);
    this.#doubt = undefined;
    this.answered += 1;
  }

  /**
   * Compares what GitLab holds with what it has answered, and takes it over where that was in doubt.
   *
   * @param all - The ids of all runners that GitLab has.
   * @returns What was lost, or has come back.
   */
  async losses(send: Send, all: ReadonlySet<number>): Promise<string[]> {
    const losses: string[] = [];
    const look = async ([id, known]: [number, Known]): Promise<void> => {
      if (known === false) {
        if (all.has(id)) losses.push(`runner ${id} has come back`);
        return;
      }
      const doubt = this.#doubt?.id === id ? this.#doubt.instead : undefined;
      const instead = doubt === "another token" ? { ...known, token: "" } : doubt;
      const found = await this.#find(send, id, known);
      const text = JSON.stringify(found);
      if (text === JSON.stringify(known)) return;
      if (instead === undefined || text !== JSON.stringify(instead))
        losses.push(`runner ${id} is ${text} instead of ${JSON.stringify(known)}`);
      this.#known.set(id, found);
    };
    await Promise.all([...this.#known].map(look));
    losses.push(...(await this.#lostJobs(send)));
    this.#doubt = undefined;
    return losses;
  }

  async #find(send: Send, id: number, known: Exclude<Known, false>): Promise<Known> {
    const { status, body } = await send("GET", `/runners/${id}`);
    if (status === 404) return false;
    const runner = body as { description: string; projects: { id: number }[] };
    const { token } = known;
    const verified = await send("POST", "/runners/verify", { token, system_id: this.name });
    const isGood = verified.status === 200 && (verified.body as { id: number }).id === id;
    const projects = runner.projects.map((project) => project.id).sort();
    return { description: runner.description, projects, token: isGood ? token : "" };
  }

  async #lostJobs(send: Send): Promise<string[]> {
    const losses: string[] = [];
    const { id } = this.jobRunner;
    const reply = await send("GET", `/runners/${id}/jobs?per_page=100&order_by=id&sort=desc`);
    const found = new Map(
      (reply.body as { id: number; status: string }[]).map((job) => [job.id, job.status]),
    );
    for (const [job, status] of this.#jobs) {
      const isNow = found.get(job);
      if (isNow !== status && !(job === this.#doubtfulJob && isNow === "success"))
        losses.push(`job ${job} is ${isNow ?? "not the runner's"} instead of ${status}`);
      this.#jobs.delete(job);
    }
    this.#doubtfulJob = undefined;
    return losses;
  }
}

/** Something that was answered is not so. */
export class Loss extends Error {}
