import type { GitLabClient } from "../client";
import type { RunnerListOwner } from "../endpoints/runnerLists";
import { PAGE_SIZE } from "../pages/pageReading";
import type {
  RunnerDetailsPayload,
  RunnerManagerPayload,
  RunnerPayload,
} from "../payloads/schemas";
import { toTheSecond } from "../text/times";
import { GitLabError } from "../transport/errors";
import type { ListedRunner } from "./runnerNodes";
import { type GraphqlList, MANY_RUNNERS } from "./runnerPages";

/**
 * Details of the runners that REST has listed, a hundred by one request, from the same list by GraphQL.
 * A list that is much longer than what was listed of it is not read. On any doubt there are fewer
 * runners, or none: they are to be read one by one.
 *
 * @param listed - runners of REST's list of the same owner.
 * @param onPage - called after each page with how many of them were found so far.
 */
export async function readListedDetails(
  gitlab: GitLabClient,
  owner: RunnerListOwner,
  listed: readonly RunnerPayload[],
  onPage: (found: number) => void = () => undefined,
): Promise<ReadonlyMap<number, ListedRunner>> {
  const found = new Map<number, ListedRunner>();
  const missing = new Map(listed.map((runner) => [runner.id, runner]));
  if (missing.size < MANY_RUNNERS) return found;
  const mostPages = Math.ceil(missing.size / 2);
  try {
    for await (const page of gitlab.iterateRunnerPages(await listOf(gitlab, owner))) {
      for (const [id, runner] of page.runners) {
        const summary = missing.get(id);
        if (summary && runner)
          found.set(id, { ...runner, runner: { ...runner.runner, name: summary.name } });
        missing.delete(id);
      }
      onPage(found.size);
      if (page.count > mostPages * PAGE_SIZE || missing.size === 0) break;
    }
  } catch (error) {
    // REST says what is wrong where it is so for REST, too.
    if (!(error instanceof GitLabError)) throw error;
  }
  return found;
}

/** GraphQL takes paths only. */
async function listOf(gitlab: GitLabClient, owner: RunnerListOwner): Promise<GraphqlList> {
  switch (owner.of) {
    case "caller":
    case "instance":
      return { of: owner.of };
    case "group":
      return { of: "group", path: (await gitlab.getGroup(owner.id)).full_path, isOffered: true };
    case "project":
      return { of: "project", path: (await gitlab.getProject(owner.id)).path_with_namespace };
  }
}

/**
 * Details of one of many runners as a list shows them, also where REST was asked for it: times to the
 * second, a lock of project runners only, projects sorted by id.
 */
export function asListed({ projects, ...runner }: RunnerDetailsPayload): RunnerDetailsPayload {
  return {
    ...withTimes(runner, "created_at", "contacted_at", "token_expires_at"),
    locked: runner.locked && runner.runner_type === "project_type",
    ...(projects && { projects: [...projects].sort((one, other) => one.id - other.id) }),
  };
}

/** The same of a runner's managers: sorted by id, times to the second. */
export function managersAsListed(
  managers: readonly RunnerManagerPayload[],
): RunnerManagerPayload[] {
  return managers
    .map((manager) => withTimes(manager, "created_at", "contacted_at"))
    .sort((one, other) => one.id - other.id);
}

function withTimes<
  Name extends string,
  Payload extends { [N in Name]?: string | null | undefined },
>(payload: Payload, ...names: Name[]): Payload {
  const times = names.flatMap((name) => {
    const time = payload[name];
    return typeof time === "string" ? [[name, toTheSecond(time)]] : [];
  });
  return { ...payload, ...(Object.fromEntries(times) as Partial<Payload>) };
}
