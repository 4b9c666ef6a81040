import * as v from "valibot";
import { PageProgress } from "../pages/pageProgress";
import { PAGE_SIZE } from "../pages/pageReading";
import type { Transport } from "../transport/transport";
import { GraphqlRefusedError, askGraphql } from "./query";
import { type ListedRunner, RUNNER_FIELDS, listedRunner, runnerNodeSchema } from "./runnerNodes";

/** A list of runners: of the instance, of the caller (`GET /runners`), or by the owner's full path. */
export type GraphqlList =
  | { readonly of: "instance" | "caller" }
  | {
      readonly of: "group";
      readonly path: string;
      /** What is offered to the group from above, too, as REST lists it; else what is below it. */
      readonly isOffered?: boolean;
    }
  | { readonly of: "project"; readonly path: string };

/** Which of a list's runners are read. */
export interface GraphqlFilter {
  /** Whether to read only runners without any contact with GitLab. */
  readonly isNeverContacted?: boolean;
}

/** A page of a list, the oldest runners first. */
export interface RunnerPage {
  /** By id; undefined for one of which REST may show something else. */
  readonly runners: ReadonlyMap<number, ListedRunner | undefined>;
  /** How many runners the whole list has. */
  readonly count: number;
  /** Where the next page begins; undefined after the last one. */
  readonly next: string | undefined;
}

/**
 * The first release whose REST API shows all that is read here, so that both show the same: GitLab's
 * `created_at`, `created_by` and `job_execution_status` of runners, `maxAccessLevel` of projects.
 */
const OLDEST: readonly [major: number, minor: number] = [18, 7];
/** The first release whose details have `token_expires_at`. */
const OLDEST_WITH_EXPIRY = 19;

const OPERATION = "read a page of runners by GraphQL";

/** So many runners pay for looking for a page that has them: fewer are cheaper one by one. */
export const MANY_RUNNERS = 8;
/** More than any list has. */
const MOST_PAGES = 2_000;

const pageSchema = v.object({
  count: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  nodes: v.pipe(v.array(v.nullable(runnerNodeSchema)), v.maxLength(PAGE_SIZE)),
  pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullable(v.string()) }),
});
const metadataSchema = v.object({ version: v.string() });

/**
 * A page of a list of runners, with all that REST's details show of them.
 *
 * @param after - where it begins: `next` of the page before.
 * @throws {GraphqlRefusedError} where the credential may not have the list, this GitLab is too old, or
 *   it answers something else than expected.
 */
export async function readRunnerPage(
  send: Transport,
  list: GraphqlList,
  { isNeverContacted = false }: GraphqlFilter = {},
  after?: string,
): Promise<RunnerPage> {
  const status = isNeverContacted ? ", status: NEVER_CONTACTED" : "";
  const { open, path, close } = placeOf(list);
  const query = `query Runners($after: String${path === undefined ? "" : ", $path: ID!"}) {
    metadata { version }
    ${open} runners(first: ${PAGE_SIZE}, after: $after, sort: CREATED_ASC${status}${membershipOf(list)}) {
      count
      nodes { ${RUNNER_FIELDS} }
      pageInfo { hasNextPage endCursor }
    } ${close}
  }`.replace(/\s+/g, " ");
  const { data, errors } = await askGraphql(send, OPERATION, query, { after, path });
  // A part that fails is null; what is null without an error is not there, or not for this credential.
  if (errors.length > 0) throw refused(errors[0]);
  const { version } = read(metadataSchema, data["metadata"]);
  requireRelease(version);
  const page = read(pageSchema, runnersIn(data, list));
  const { hasNextPage, endCursor } = page.pageInfo;
  if (hasNextPage && (endCursor === null || endCursor === after))
    throw refused("the list does not end");
  const showsExpiry = releaseOf(version)[0] >= OLDEST_WITH_EXPIRY;
  const nodes = page.nodes.filter((node) => node !== null);
  return {
    runners: new Map(nodes.map((node) => [node.id, listedRunner(node, { showsExpiry })])),
    count: page.count,
    next: hasNextPage ? (endCursor ?? undefined) : undefined,
  };
}

/**
 * The pages of a list, one after the other.
 *
 * @throws {GitLabError} as `readRunnerPage`, and when the list would not end.
 */
export async function* iterateRunnerPages(
  send: Transport,
  list: GraphqlList,
  filter: GraphqlFilter = {},
): AsyncGenerator<RunnerPage, void, undefined> {
  const progress = new PageProgress(OPERATION, MOST_PAGES);
  const seen = new Set<number>();
  let next: string | undefined;
  do {
    const page = await readRunnerPage(send, list, filter, next);
    const known = seen.size;
    for (const id of page.runners.keys()) seen.add(id);
    progress.take(seen.size > known);
    yield page;
    next = page.next;
  } while (next !== undefined);
}

/** The sizes of lists that may have a runner; undefined for one that the credential may not have. */
export interface ListSizes {
  readonly instance: number | undefined;
  /** In the order of the paths that were asked for. */
  readonly groups: readonly (number | undefined)[];
  readonly project: number | undefined;
}

/**
 * How many runners the instance, groups and a project list, by one request.
 *
 * @param places - full paths.
 * @throws {GraphqlRefusedError} where GraphQL is not for this credential.
 */
export async function countListedRunners(
  send: Transport,
  places: { readonly groups: readonly string[]; readonly project?: string | undefined },
): Promise<ListSizes> {
  const { groups, project } = places;
  const variables = Object.fromEntries([
    ...groups.map((path, index) => [`group${index}`, path]),
    ...(project === undefined ? [] : [["project", project]]),
  ]) as Record<string, string>;
  const counted = "{ runners(first: 1) { count } }";
  const declared = Object.keys(variables).map((name) => `$${name}: ID!`);
  const query = `query Sizes${declared.length > 0 ? `(${declared.join(", ")})` : ""} {
    instance: runners(first: 1) { count }
    ${groups.map((_, index) => `group${index}: group(fullPath: $group${index}) ${counted}`).join(" ")}
    ${project === undefined ? "" : `project: project(fullPath: $project) ${counted}`}
  }`.replace(/\s+/g, " ");
  const { data } = await askGraphql(send, "count runners by GraphQL", query, variables);
  return {
    instance: countIn(data["instance"]),
    groups: groups.map((_, index) => countIn(runnersOf(data[`group${index}`]))),
    project: countIn(runnersOf(data["project"])),
  };
}

function placeOf(list: GraphqlList): { open: string; close: string; path?: string } {
  switch (list.of) {
    case "instance":
      return { open: "", close: "" };
    case "caller":
      return { open: "currentUser {", close: "}" };
    case "group":
      return { open: "group(fullPath: $path) {", close: "}", path: list.path };
    case "project":
      return { open: "project(fullPath: $path) {", close: "}", path: list.path };
  }
}

function membershipOf(list: GraphqlList): string {
  return list.of === "group" && list.isOffered === true ? ", membership: ALL_AVAILABLE" : "";
}

function runnersIn(data: Readonly<Record<string, unknown>>, { of }: GraphqlList): unknown {
  if (of === "instance") return data["runners"];
  return runnersOf(data[of === "caller" ? "currentUser" : of]);
}

function runnersOf(owner: unknown): unknown {
  return (owner as { runners?: unknown } | null | undefined)?.runners;
}

function countIn(list: unknown): number | undefined {
  const count = v.safeParse(v.object({ count: pageSchema.entries.count }), list);
  return count.success ? count.output.count : undefined;
}

function requireRelease(version: string): void {
  const [major, minor] = releaseOf(version);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw refused(`GitLab ${OLDEST.join(".")} is needed`);
}

/** Zeros for what is no version. */
function releaseOf(version: string): [major: number, minor: number] {
  const [, major = 0, minor = 0] = /^(\d{1,4})\.(\d{1,4})\./.exec(version) ?? [];
  return [Number(major), Number(minor)];
}

function read<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw refused(
    `its answer is not as documented, at ${v.getDotPath(result.issues[0]) ?? "its root"}`,
  );
}

function refused(reason: string | undefined): GraphqlRefusedError {
  return new GraphqlRefusedError(`cannot ${OPERATION}: ${reason ?? "no reason came"}`);
}
