import * as v from "valibot";
import { type MarkedRunner, markedRunner } from "../endpoints/runners";
import { ACCESS_LEVELS, RUNNER_TYPES, type RunnerManagerPayload } from "../payloads/schemas";

/**
 * What is read of each runner: all that REST's details and its list of managers have, as far as
 * GraphQL has it, and by what the two can differ. A page of a hundred costs 185 of the 250 that a query
 * of a user may cost.
 */
export const RUNNER_FIELDS = `
  id description paused runnerType status jobExecutionStatus createdAt contactedAt tokenExpiresAt
  createdBy { id username name }
  tagList runUntagged locked maximumTimeout accessLevel maintenanceNote
  userPermissions { updateRunner } editAdminUrl
  groups { nodes { id name webUrl } pageInfo { hasNextPage } }
  projects {
    nodes { id name fullPath maxAccessLevel { integerValue } }
    pageInfo { hasNextPage }
  }
  managers {
    nodes {
      id systemId version revision platformName architectureName ipAddress createdAt contactedAt status
      jobExecutionStatus
    }
    pageInfo { hasNextPage }
  }
`;

/** A global id, `gid://gitlab/Ci::Runner/1`, as the number at its end. */
const globalId = (model: string): v.GenericSchema<unknown, number> =>
  v.pipe(
    v.string(),
    v.regex(new RegExp(`^gid://gitlab/${model}/[1-9]\\d{0,14}$`), `an id of a ${model}`),
    v.transform((id) => Number(id.slice(id.lastIndexOf("/") + 1))),
  );

/** A constant, which GraphQL writes in capitals. */
const constant = <const Values extends readonly string[]>(
  values: Values,
): v.GenericSchema<unknown, Values[number]> =>
  v.pipe(v.string(), v.toLowerCase(), v.picklist(values));
const anyConstant = v.pipe(v.string(), v.toLowerCase());

const connection = <S extends v.GenericSchema>(
  node: S,
): v.GenericSchema<unknown, { nodes: (v.InferOutput<S> | null)[]; hasNextPage: boolean }> =>
  v.pipe(
    v.object({
      nodes: v.array(v.nullable(node)),
      pageInfo: v.object({ hasNextPage: v.boolean() }),
    }),
    v.transform(({ nodes, pageInfo }) => ({ nodes, hasNextPage: pageInfo.hasNextPage })),
  );

const text = v.string();
const time = v.nullable(text);

const managerNode = v.object({
  id: globalId("Ci::RunnerManager"),
  systemId: text,
  version: v.nullable(text),
  revision: v.nullable(text),
  platformName: v.nullable(text),
  architectureName: v.nullable(text),
  ipAddress: v.nullable(text),
  createdAt: time,
  contactedAt: time,
  status: anyConstant,
  jobExecutionStatus: v.nullable(anyConstant),
});

const projectNode = v.object({
  id: globalId("Project"),
  name: text,
  fullPath: text,
  maxAccessLevel: v.object({ integerValue: v.nullable(v.number()) }),
});

const groupNode = v.object({ id: globalId("Group"), name: text, webUrl: text });

/** A runner as `RUNNER_FIELDS` reads it. */
export const runnerNodeSchema = v.object({
  id: globalId("Ci::Runner"),
  description: v.nullable(text),
  paused: v.boolean(),
  runnerType: constant(RUNNER_TYPES),
  status: anyConstant,
  jobExecutionStatus: v.nullable(anyConstant),
  createdAt: time,
  contactedAt: time,
  tokenExpiresAt: time,
  createdBy: v.nullable(v.object({ id: globalId("User"), username: text, name: text })),
  tagList: v.nullable(v.array(text)),
  runUntagged: v.boolean(),
  locked: v.nullable(v.boolean()),
  maximumTimeout: v.nullable(v.number()),
  accessLevel: constant(ACCESS_LEVELS),
  maintenanceNote: v.nullable(text),
  userPermissions: v.object({ updateRunner: v.boolean() }),
  editAdminUrl: v.nullable(text),
  groups: v.nullable(connection(groupNode)),
  projects: v.nullable(connection(projectNode)),
  managers: v.nullable(connection(managerNode)),
});

type RunnerNode = v.InferOutput<typeof runnerNodeSchema>;
type ManagerNode = v.InferOutput<typeof managerNode>;

/**
 * A runner's details, in REST's names, with what GraphQL shows otherwise: times are to the second,
 * `name` is absent, `locked` is false of what is no project runner, projects are sorted by id.
 */
export interface ListedRunner extends MarkedRunner {
  /** Sorted by id. */
  readonly managers: readonly RunnerManagerPayload[];
  /**
   * Whether REST shows the same projects: the credential's user is an administrator or a member of each.
   * GraphQL also shows those that everybody may see.
   */
  readonly hasProjectsOfRest: boolean;
}

/**
 * @param showsExpiry - whether REST's details have `token_expires_at`.
 * @returns undefined where REST may show something else: there is more than a page of something, or
 *   the credential may not update the runner, so that its note and creator are hidden.
 */
export function listedRunner(
  node: RunnerNode,
  { showsExpiry }: { readonly showsExpiry: boolean },
): ListedRunner | undefined {
  const groups = whole(node.groups);
  const projects = whole(node.projects);
  const managers = whole(node.managers);
  if (!node.userPermissions.updateRunner || !groups || !projects || !managers) return undefined;
  const latest = latestOf(managers);
  if (latest === "doubtful") return undefined;
  const { status, contactedAt } = node;
  return {
    ...markedRunner({
      id: node.id,
      description: node.description,
      active: !node.paused,
      paused: node.paused,
      is_shared: node.runnerType === "instance_type",
      runner_type: node.runnerType,
      online: contactedAt === null ? null : status === "online",
      status: node.paused && (status === "online" || status === "offline") ? "paused" : status,
      ip_address: null,
      created_at: node.createdAt,
      ...(node.createdBy && { created_by: node.createdBy }),
      job_execution_status: node.jobExecutionStatus,
      tag_list: node.tagList ?? [],
      run_untagged: node.runUntagged,
      locked: node.locked ?? false,
      maximum_timeout: node.maximumTimeout,
      access_level: node.accessLevel,
      version: latest?.version ?? null,
      revision: latest?.revision ?? null,
      platform: latest?.platformName ?? null,
      architecture: latest?.architectureName ?? null,
      contacted_at: contactedAt,
      maintenance_note: node.maintenanceNote,
      ...(showsExpiry && { token_expires_at: node.tokenExpiresAt }),
      projects: projects
        .map(({ id, name, fullPath }) => ({ id, name, path_with_namespace: fullPath }))
        .sort((one, other) => one.id - other.id),
      groups: groups.map(({ id, name, webUrl }) => ({ id, name, web_url: webUrl })),
    }),
    managers: managers.map(managerOf).sort((one, other) => one.id - other.id),
    // Administrators alone get the address of the page where they edit it.
    hasProjectsOfRest:
      node.editAdminUrl !== null ||
      projects.every(({ maxAccessLevel }) => (maxAccessLevel.integerValue ?? 0) > 0),
  };
}

/** All of a list that has one page and no row that is hidden; none of a list that there is not. */
function whole<Row>(
  list: { readonly nodes: readonly (Row | null)[]; readonly hasNextPage: boolean } | null,
): Row[] | undefined {
  if (!list) return [];
  const rows = list.nodes.filter((row): row is Row => row !== null);
  return list.hasNextPage || rows.length < list.nodes.length ? undefined : rows;
}

/**
 * The manager that was in contact last stands for the runner. Of two in the same second it is not known
 * which that is.
 */
function latestOf(managers: readonly ManagerNode[]): ManagerNode | "doubtful" | undefined {
  const [latest] = [...managers].sort((one, other) =>
    (other.contactedAt ?? "").localeCompare(one.contactedAt ?? ""),
  );
  const tied = managers.filter(({ contactedAt }) => contactedAt === latest?.contactedAt);
  return new Set(tied.map(softwareOf)).size > 1 ? "doubtful" : latest;
}

function softwareOf({ version, revision, platformName, architectureName }: ManagerNode): string {
  return JSON.stringify([version, revision, platformName, architectureName]);
}

function managerOf(node: ManagerNode): RunnerManagerPayload {
  return {
    id: node.id,
    system_id: node.systemId,
    version: node.version,
    revision: node.revision,
    platform: node.platformName,
    architecture: node.architectureName,
    created_at: node.createdAt,
    contacted_at: node.contactedAt,
    ip_address: node.ipAddress,
    status: node.status,
    job_execution_status: node.jobExecutionStatus,
  };
}
