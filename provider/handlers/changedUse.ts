import { AbortedError, GitLabError } from "../../gitlab";
import { MOST_NAMES, firstNames } from "../../gitlab/text/firstNames";
import { namedId } from "../../gitlab/text/namedId";
import type { Context } from "../context/context";
import { countedProjects, namedProjects } from "../context/projectNames";
import type { AttributeName } from "../runner/argumentNames";
import type { StoredOutputs } from "../runner/runnerMapping";
import { knownOf } from "../runner/runnerReading";
import { settingEffects } from "../runner/settingEffects";
import type { Properties } from "../values/operation";

/** The projects that may use a runner. */
interface Users {
  /** They as the subject of a verb: `3 projects gain`. */
  readonly that: (verb: string) => string;
  /** The first of them after a colon, or nothing. */
  readonly names: string;
}

/** Says what a change of a runner's settings means for the projects that may use it. */
export async function noteChangedUse(
  context: Context,
  id: string,
  state: StoredOutputs,
  news: Properties,
  changed: readonly AttributeName[],
): Promise<void> {
  const { settings, note } = context;
  const { gained, lost, locked } = settingEffects(state, news, changed);
  const isUnchanged = gained.length + lost.length === 0 && locked === undefined;
  if (isUnchanged || !settings.previewChecks) return;
  const { that, names } = await usersOf(context, id, state);
  const runner = `runner ${id}`;
  if (lost.length > 0) note(`${that("lose")} ${runner} for ${lost.join(" and for ")}${names}`);
  if (gained.length > 0) note(`${that("gain")} ${runner} for ${gained.join(" and for ")}${names}`);
  if (locked === true)
    note(`no further project can gain ${runner}, as it is locked; ${that("keep")} it${names}`);
  if (locked === false)
    note(
      `further projects can gain ${runner}, as it is no longer locked; ${that("use")} it now${names}`,
    );
}

async function usersOf(context: Context, id: string, state: StoredOutputs): Promise<Users> {
  try {
    switch (state["runnerType"]) {
      case "project_type":
        return await projectsOfRunner(context, id, state);
      case "group_type":
        return await projectsOfGroup(context, state);
      default:
        return every("project of the instance");
    }
  } catch (error) {
    if (!(error instanceof GitLabError) || error instanceof AbortedError) throw error;
    return every("project that may use it", `, which could not be listed: ${error.message}`);
  }
}

async function projectsOfRunner(
  context: Context,
  id: string,
  state: StoredOutputs,
): Promise<Users> {
  const { projects = [] } = await context.lookups.storedRunner(id, knownOf(state));
  const ids = projects.map((project) => project.id);
  const names = await namedProjects(context, ids, Number(id));
  return { that: (verb) => countedProjects(ids.length, verb), names: afterColon(names) };
}

/** A group may have turned its runners off for some of its projects: GitLab's lists do not show it. */
async function projectsOfGroup({ lookups }: Context, state: StoredOutputs): Promise<Users> {
  const { groupId } = knownOf(state);
  if (groupId === undefined) return every("project of its group");
  const [group, { projects, count }] = await Promise.all([
    lookups.group(groupId),
    lookups.firstGroupProjects(groupId),
  ]);
  const names = projects.map((each) => namedId(each.id, each.path_with_namespace));
  const named = `project of group ${namedId(groupId, group.full_path)}`;
  if (count === undefined) return every(named, afterColon(firstNames(names.slice(0, MOST_NAMES))));
  return every(`${named}, ${count} in all,`, afterColon(firstNames(names, count)));
}

function every(what: string, names = ""): Users {
  return { that: (verb) => `every ${what} ${verb}s`, names };
}

function afterColon(names: string): string {
  return names === "" ? "" : `: ${names}`;
}
