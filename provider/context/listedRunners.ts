import { setTimeout as sleep } from "node:timers/promises";
import {
  type GitLabClient,
  GitLabError,
  type GraphqlList,
  type ListedRunner,
  type RunnerDetailsPayload,
} from "../../gitlab";
import { MANY_RUNNERS } from "../../gitlab/graphql/runnerPages";
import { PAGE_SIZE } from "../../gitlab/pages/pageReading";
import { withoutSignal } from "../../gitlab/transport/operationSignal";

/** Where a runner belongs, as far as a state says; the list of that place has it. */
export interface RunnerHome {
  readonly groupId?: number | undefined;
  readonly projectId?: number | undefined;
}

/** Reads of single things; a process makes each once. */
interface SingleReads {
  readonly runner: (id: number) => Promise<RunnerDetailsPayload>;
  readonly groupPath: (id: number) => Promise<string>;
  readonly projectPath: (id: number) => Promise<string>;
}

/** Reads gather until none comes for this long, milliseconds: the engine sends several at once. */
const MOMENT_MS = 5;
/** Requests for lists that reads have not paid for yet. */
const CREDIT = 4;
/** How many groups above a runner count, from the topmost. */
const MOST_GROUPS = 5;
/** More than any stack has; they would fill the memory. */
const MOST_RUNNERS = 200_000;

interface Waiting {
  readonly id: number;
  readonly home: RunnerHome;
  readonly answer: (found: ListedRunner | undefined) => void;
  readonly fail: (error: unknown) => void;
}

/** A list, as far as the process has read it. */
interface OpenList {
  readonly list: GraphqlList;
  readonly pages: number;
  next: string | undefined;
  isOver: boolean;
}

/** The latest page. */
interface LatestPage {
  readonly list: OpenList;
  readonly size: number;
  /** Its runners that nobody has read yet. */
  readonly unasked: Set<number>;
}

/**
 * Details of many runners, a hundred by one request, from GraphQL's lists.
 *
 * The engine reads each runner separately, several at once, and says neither how many there are nor which
 * list has them. So this class gathers reads for a moment, then reads a list that has the first runner, as
 * far as necessary. The list may be longer than the stack, so the number of requests for lists stays in
 * proportion to the number of reads. Once half of a page's runners were read, the class reads the next page
 * in advance. If anything is in doubt, REST reads the runner.
 */
export class ListedRunners {
  readonly #found = new Map<number, ListedRunner>();
  /** Runners that a list does not show as REST does, and runners that have changed since. */
  readonly #leftToRest = new Set<number>();
  readonly #waiting = new Set<Waiting>();
  readonly #lists = new Map<string, OpenList>();
  readonly #listsOfHomes = new Map<string, readonly OpenList[]>();
  #latest: LatestPage | undefined;
  #asked = 0;
  #spent = 0;
  #isWorking = false;
  #isClosed = false;

  constructor(
    private readonly gitlab: GitLabClient,
    private readonly single: SingleReads,
  ) {}

  /** A runner's details; undefined if REST must read them. */
  async read(id: number, home: RunnerHome): Promise<ListedRunner | undefined> {
    this.#asked += 1;
    if (this.#isClosed || this.#leftToRest.has(id)) return undefined;
    const found = this.#found.get(id);
    if (found) {
      this.#noteAsked(id);
      return found;
    }
    return new Promise((answer, fail) => {
      this.#waiting.add({ id, home, answer, fail });
      this.#startWork(() => this.#gather());
    });
  }

  /** Has REST read a runner that has changed. */
  forget(id: number): void {
    this.#found.delete(id);
    this.#leftToRest.add(id);
  }

  #startWork(begin: () => Promise<void>): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    void withoutSignal(() => this.#work(begin));
  }

  /** Waits until no more reads come. */
  async #gather(): Promise<void> {
    for (let known = 0; known < this.#waiting.size;) {
      known = this.#waiting.size;
      await sleep(MOMENT_MS);
    }
  }

  async #work(begin: () => Promise<void>): Promise<void> {
    try {
      await begin();
      for (let first; (first = this.#first());) {
        if (this.#isClosed || this.#asked < MANY_RUNNERS)
          for (const each of this.#waiting) this.#answer(each);
        else await this.#readFor(first);
      }
    } catch (error) {
      for (const each of this.#waiting) each.fail(error);
      this.#waiting.clear();
    } finally {
      this.#isWorking = false;
    }
  }

  /** Whose list is read, whatever the order of the reads. Runners without a place come last. */
  #first(): Waiting | undefined {
    const [first, ...others] = this.#waiting;
    return others.reduce((one, other) => (orderOf(other) < orderOf(one) ? other : one), first);
  }

  /** Reads another page for a waiting runner, or leaves the runner to REST if no page is worth it. */
  async #readFor(first: Waiting): Promise<void> {
    const list = this.#spent < this.#budget() ? await this.#listFor(first) : undefined;
    if (!list) {
      this.#answer(first);
      return;
    }
    await this.#readPage(list);
  }

  /** Reads another page of a list, and answers the reads of its runners. */
  async #readPage(list: OpenList): Promise<void> {
    const page = await this.#spend(() => this.gitlab.readRunnerPage(list.list, {}, list.next));
    list.next = page?.next;
    list.isOver = list.next === undefined || this.#found.size > MOST_RUNNERS;
    const ids = new Set(page?.runners.keys());
    this.#latest = { list, size: ids.size, unasked: ids };
    for (const [id, runner] of page?.runners ?? []) {
      if (!runner) this.#leftToRest.add(id);
      else if (!this.#leftToRest.has(id)) this.#found.set(id, runner);
    }
    for (const each of this.#waiting)
      if (this.#found.has(each.id) || this.#leftToRest.has(each.id)) this.#answer(each);
  }

  #answer(waiting: Waiting): void {
    this.#waiting.delete(waiting);
    this.#noteAsked(waiting.id);
    waiting.answer(this.#found.get(waiting.id));
  }

  /** Reads the next page in advance, once half of the latest page's runners were read. */
  #noteAsked(id: number): void {
    if (!this.#latest?.unasked.delete(id)) return;
    const { list, size, unasked } = this.#latest;
    if (unasked.size > size / 2 || list.isOver || this.#spent >= this.#budget()) return;
    this.#startWork(() => this.#readPage(list));
  }

  /** How many requests for lists the reads so far allow. */
  #budget(): number {
    return CREDIT + this.#asked / 2;
  }

  /** Makes one more request for lists. A failure ends them: if REST fails, too, it reports why. */
  async #spend<T>(ask: () => Promise<T>): Promise<T | undefined> {
    this.#spent += 1;
    return ask().catch((error: unknown) => {
      if (!(error instanceof GitLabError)) throw error;
      this.#isClosed = true;
      return undefined;
    });
  }

  /** The list to read on for a runner. */
  async #listFor({ id, home }: Waiting): Promise<OpenList | undefined> {
    if (!isKnown(home)) {
      const begun = [...this.#lists.values()].find((each) => !each.isOver && each.next);
      if (begun) return begun;
    }
    const lists = await this.#listsOf(isKnown(home) ? home : await this.#homeOf(id));
    // Each of these lists has all runners of the place.
    if (lists.some(({ isOver }) => isOver)) return undefined;
    const short = lists.filter(({ pages }) => pages <= 2 * this.#budget());
    const begun = lists.find(({ next }) => next !== undefined);
    return begun ?? (this.#isOnePlace() ? short.at(-1) : short[0]);
  }

  /** Whether all waiting runners belong to one place, so that its own list is enough. */
  #isOnePlace(): boolean {
    return new Set([...this.#waiting].map(({ home }) => keyOf(home))).size === 1;
  }

  /** Of a runner whose state does not say it yet. REST has answered for it then. */
  async #homeOf(id: number): Promise<RunnerHome> {
    this.#leftToRest.add(id);
    const runner = await unlessRefused(this.single.runner(id));
    const isGroups = runner?.runner_type === "group_type";
    return isGroups
      ? { groupId: runner.groups?.[0]?.id }
      : { projectId: runner?.projects?.[0]?.id };
  }

  /** The lists that may have the runners of a place, the widest first. */
  async #listsOf(home: RunnerHome): Promise<readonly OpenList[]> {
    const key = keyOf(home);
    const known = this.#listsOfHomes.get(key);
    if (known) return known;
    const path = await this.#pathOf(home);
    const groups = path === undefined ? [] : groupsAbove(path, home.groupId !== undefined);
    const project = home.groupId === undefined ? path : undefined;
    const sizes = await this.#spend(() => this.gitlab.countListedRunners({ groups, project }));
    const lists = [
      this.#listOf({ of: "instance" }, sizes?.instance),
      ...groups.map((each, index) =>
        this.#listOf({ of: "group", path: each }, sizes?.groups[index]),
      ),
      ...(project === undefined
        ? []
        : [this.#listOf({ of: "project", path: project }, sizes?.project)]),
    ].filter((list) => list !== undefined);
    this.#listsOfHomes.set(key, lists);
    return lists;
  }

  async #pathOf({ groupId, projectId }: RunnerHome): Promise<string | undefined> {
    if (groupId === undefined && projectId === undefined) return undefined;
    this.#spent += 1;
    return unlessRefused(
      groupId === undefined
        ? this.single.projectPath(projectId ?? 0)
        : this.single.groupPath(groupId),
    );
  }

  #listOf(list: GraphqlList, count: number | undefined): OpenList | undefined {
    if (count === undefined) return undefined;
    const key = JSON.stringify(list);
    const known = this.#lists.get(key);
    if (known) return known;
    const pages = Math.max(1, Math.ceil(count / PAGE_SIZE));
    const opened: OpenList = { list, pages, next: undefined, isOver: false };
    this.#lists.set(key, opened);
    return opened;
  }
}

function isKnown({ groupId, projectId }: RunnerHome): boolean {
  return groupId !== undefined || projectId !== undefined;
}

function keyOf({ groupId, projectId }: RunnerHome): string {
  if (groupId !== undefined) return `group ${groupId}`;
  return projectId === undefined ? "unknown" : `project ${projectId}`;
}

function orderOf(waiting: Waiting | undefined): string {
  return waiting ? `${keyOf(waiting.home)} ${waiting.id}` : "";
}

/** The groups that a path is in, the topmost first, and the group itself. */
function groupsAbove(path: string, isGroup: boolean): string[] {
  const parts = path.split("/");
  const groups = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  return (isGroup ? groups : groups.slice(0, -1)).slice(0, MOST_GROUPS);
}

/** Undefined if GitLab refuses an answer: the read of the thing itself reports why. */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if (error instanceof GitLabError) return undefined;
    throw error;
  });
}
