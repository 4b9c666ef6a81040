import type { GitLabClient } from "../client";
import type { GroupDetailsPayload, ProjectSwitchesPayload } from "../payloads/schemas";
import { unlessGone } from "../transport/unlessGone";
import type { AccessProject } from "./access";

/** So many groups are read to name the one that keeps instance runners off. */
const MOST_GROUPS = 50;

const NOT_ALLOWED = "disabled_and_unoverridable";

/**
 * The switches of projects, with the highest group that keeps instance runners off where they are off.
 *
 * @param notes - where to say what was not looked at.
 */
export async function readProjects(
  gitlab: GitLabClient,
  payloads: readonly ProjectSwitchesPayload[],
  notes: string[],
): Promise<AccessProject[]> {
  const groups = new Map<string, GroupDetailsPayload | undefined>();
  const isRefusing = async (path: string): Promise<boolean> => {
    if (!groups.has(path) && groups.size < MOST_GROUPS)
      groups.set(path, await unlessGone(gitlab.getGroup(path)));
    return groups.get(path)?.shared_runners_setting === NOT_ALLOWED;
  };
  const projects: AccessProject[] = [];
  for (const payload of payloads)
    projects.push({
      ...switchesOf(payload),
      ...(!payload.shared_runners_enabled && {
        instanceRunnersOffBy: await refusingGroup(payload, isRefusing),
      }),
    });
  if (groups.size === MOST_GROUPS)
    notes.push(
      `Only ${MOST_GROUPS} groups were looked at to name what keeps instance runners off. The others may do so, too.`,
    );
  return projects;
}

/** A group that does not allow instance runners has all below it not allow them: the highest decides. */
async function refusingGroup(
  { namespace }: ProjectSwitchesPayload,
  isRefusing: (path: string) => Promise<boolean>,
): Promise<string | undefined> {
  if (namespace?.kind !== "group") return undefined;
  const parts = namespace.full_path.split("/");
  let highest: string | undefined;
  for (let depth = parts.length; depth > 0; depth -= 1) {
    const path = parts.slice(0, depth).join("/");
    if (!(await isRefusing(path))) break;
    highest = path;
  }
  return highest;
}

/** Whether CI/CD is on in a project; undefined where GitLab does not show it. */
export function isCiEnabled({
  builds_access_level: level,
  jobs_enabled: jobsEnabled,
}: ProjectSwitchesPayload): boolean | undefined {
  return level === undefined ? jobsEnabled : level !== "disabled";
}

function switchesOf(payload: ProjectSwitchesPayload): AccessProject {
  const { group_runners_enabled: groupRunners } = payload;
  return {
    id: payload.id,
    path: payload.path_with_namespace,
    archived: payload.archived === true,
    ciEnabled: isCiEnabled(payload),
    instanceRunners: payload.shared_runners_enabled,
    ...(groupRunners != null && { groupRunners }),
  };
}
