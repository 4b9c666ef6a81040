import type { ProjectChanges } from "../checks/changeLimit";
import type { Context } from "../context/context";
import { countedProjects, firstPaths, namedProjects } from "../context/projectNames";

/** Says which projects gain or lose a runner, as a preview otherwise shows only their ids. */
export async function noteChangedProjects(
  context: Context,
  runnerId: number | undefined,
  { gained, lost }: ProjectChanges,
): Promise<void> {
  const { note } = context;
  const runner = runnerId === undefined ? "the new runner" : `runner ${runnerId}`;
  if (gained.length > 0) {
    const names = await namedProjects(context, gained);
    note(`${countedProjects(gained.length, "gain")} ${runner}: ${names}`);
  }
  if (lost.length > 0) {
    const names = await namedProjects(context, lost, runnerId);
    note(`${countedProjects(lost.length, "lose")} ${runner}: ${names}`);
  }
}

/** The paths of the first that gain a runner and of the first that lose it, by their ids. */
export async function changedPaths(
  context: Context,
  runnerId: number | undefined,
  { gained, lost }: ProjectChanges,
): Promise<Record<string, string>> {
  return {
    ...(await firstPaths(context, gained)),
    ...(await firstPaths(context, lost, runnerId)),
  };
}
