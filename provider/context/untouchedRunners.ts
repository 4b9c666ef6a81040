import { type GitLabClient, GitLabError, type MarkedRunner } from "../../gitlab";
import { MANY_RUNNERS } from "../../gitlab/graphql/runnerPages";
import { PAGE_SIZE } from "../../gitlab/pages/pageReading";
import { withoutSignal } from "../../gitlab/transport/operationSignal";
import type { RunnerListing } from "./runnerListing";

/**
 * Details of runners that never contacted GitLab, with the markers of their creation.
 *
 * At first it reads only the runners that an operation looks for. After some of these it reads the whole list
 * by GraphQL, a hundred runners a request, if that takes no more requests than it has made so far. REST
 * decides which runners exist, and shows those that GraphQL leaves out.
 */
export class UntouchedRunners {
  #looks = 0;
  #found: Promise<Map<number, MarkedRunner>> | undefined;
  readonly #changed = new Set<number>();

  constructor(
    private readonly gitlab: GitLabClient,
    private readonly listing: () => Promise<RunnerListing | undefined>,
    private readonly look: (id: number) => Promise<MarkedRunner>,
  ) {}

  /** A runner of the list. */
  async read(id: number): Promise<MarkedRunner> {
    const list = await this.listing();
    this.#looks += 1;
    const pages = Math.ceil((list?.runners.length ?? 0) / PAGE_SIZE);
    if (list && this.#looks > Math.max(MANY_RUNNERS, pages))
      this.#found ??= withoutSignal(() => this.#readPages(list));
    const found = (await this.#found)?.get(id);
    return found && !this.#changed.has(id) ? found : this.look(id);
  }

  /** Forgets a runner that has changed, so that it is read again. */
  forget(id: number): void {
    this.#changed.add(id);
  }

  /** The runners that GraphQL shows: none if this credential or GitLab cannot use it. */
  async #readPages({ isComplete }: RunnerListing): Promise<Map<number, MarkedRunner>> {
    const found = new Map<number, MarkedRunner>();
    const list = { of: isComplete ? "instance" : "caller" } as const;
    try {
      for await (const page of this.gitlab.iterateRunnerPages(list, { isNeverContacted: true }))
        for (const [id, runner] of page.runners) if (runner) found.set(id, runner);
    } catch (error) {
      if (!(error instanceof GitLabError)) throw error;
    }
    return found;
  }
}
