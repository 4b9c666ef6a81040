import type { Context } from "../context/context";
import { failure, isInState } from "../values/checking";
import { type Declarer, shownResource } from "../context/declarations";
import type { Properties, CheckFailure, Resource } from "../values/operation";

/** The resource that a check is about; undefined where the engine does not say. */
export function declarerOf({ urn }: Resource, olds: Properties): Declarer | undefined {
  return urn === undefined ? undefined : { urn, isNew: !isInState(olds) };
}

/** Another resource of the program that a resource cannot be beside, and why. */
interface Conflict {
  readonly other: Declarer;
  readonly reason: string;
}

/**
 * A second resource for one thing. A new one is refused before it is made; of two that the state
 * holds already, the preview only warns, or a stack with them could not be applied any more.
 */
function conflictFailures(
  { warn }: Context,
  property: string,
  self: Declarer,
  conflicts: readonly Conflict[],
): CheckFailure[] {
  return conflicts.flatMap(({ other, reason }) => {
    if (self.isNew || other.isNew) return [failure(property, reason)];
    warn(`${shownResource(self.urn)}: ${property}: ${reason}`);
    return [];
  });
}

/** What a resource says of the projects of a runner. */
interface DeclaredAssignments {
  readonly runnerId: number | undefined;
  readonly projects: readonly (number | string)[];
  readonly property: "projectId" | "projectIds";
  /** Whether it takes the runner away from all other projects. */
  readonly authoritative?: boolean | undefined;
}

/** Notes the projects that a resource assigns to a runner, and finds other resources that do, too. */
export function assignmentTwins(
  context: Context,
  self: Declarer | undefined,
  { runnerId, projects, property, authoritative = false }: DeclaredAssignments,
): CheckFailure[] {
  if (!self || runnerId === undefined) return [];
  const { declarations, lookups } = context;
  const ids = projects.filter((project) => typeof project === "number");
  const declared = declarations.projectsOf(runnerId);
  const assignedTwice = conflicts(ids, (project) => {
    const other = declared.note(project, self);
    return (
      other && { other, reason: assignedToo(runnerId, lookups.named("project", project), other) }
    );
  });
  if (authoritative) declarations.noteAuthoritative(runnerId, self, ids);
  const takenAway = authoritative
    ? conflicts(declared.thingsBut(ids), (project) => {
        const other = declared.declarerOf(project, self.urn);
        return (
          other && {
            other,
            reason: taken(runnerId, lookups.named("project", project), { by: self, from: other }),
          }
        );
      })
    : conflicts(ids, (project) => {
        const other = declarations.takerOf(runnerId, project, self.urn);
        return (
          other && {
            other,
            reason: taken(runnerId, lookups.named("project", project), { by: other, from: self }),
          }
        );
      });
  return conflictFailures(context, property, self, [...assignedTwice, ...takenAway]);
}

function conflicts(
  projects: readonly number[],
  conflictOf: (project: number) => Conflict | undefined,
): Conflict[] {
  return projects.map(conflictOf).filter((conflict) => conflict !== undefined);
}

function assignedToo(runnerId: number, project: string, { urn }: Declarer): string {
  return (
    `${shownResource(urn)} assigns runner ${runnerId} to ${project}, too. ` +
    "Declare that in only one of them"
  );
}

function taken(
  runnerId: number,
  project: string,
  { by, from }: Readonly<Record<"by" | "from", Declarer>>,
): string {
  return (
    `${shownResource(by.urn)} is authoritative for runner ${runnerId} and does not name ` +
    `${project}, which ${shownResource(from.urn)} assigns. Name the project in both, or only ` +
    "in the authoritative one"
  );
}

/** Whether a deletion leaves an assignment, because the program declares it by a resource. */
export function isAssignmentKept(context: Context, projectId: number, runnerId: number): boolean {
  const declarer = context.declarations.projectsOf(runnerId).declarerOf(projectId);
  if (!declarer) return false;
  context.warn(
    `${context.lookups.named("project", projectId)} keeps runner ${runnerId}: ${shownResource(declarer.urn)} declares it`,
  );
  return true;
}

/** Notes that a resource adopts a runner, and finds other resources that manage it or are to delete it. */
export function runnerTwins(
  context: Context,
  self: Declarer | undefined,
  runnerId: number | undefined,
): CheckFailure[] {
  if (!self || runnerId === undefined) return [];
  const other = context.declarations.runners.note(String(runnerId), self);
  const conflict = other && { other, reason: managedTwice(runnerId, other) };
  const twins = conflictFailures(context, "runnerId", self, conflict ? [conflict] : []);
  const cleanup = context.declarations.staleRunners.declarerOf(String(runnerId));
  return cleanup ? [...twins, failure("runnerId", deletedElsewhere(runnerId, cleanup))] : twins;
}

/** The cleanup was checked before the adoption, so that its list has the runner. */
function deletedElsewhere(runnerId: number, { urn }: Declarer): string {
  const cleanup = shownResource(urn);
  return (
    `runner ${runnerId} is stale, and ${cleanup} is to delete it. Add this resource to the dependsOn of ` +
    `${cleanup}, or ${runnerId} to its keepRunnerIds`
  );
}

/** Notes that a resource sets settings of GitLab, and finds another resource that sets one of them. */
export function settingTwins(
  context: Context,
  self: Declarer | undefined,
  names: readonly string[],
): CheckFailure[] {
  if (!self) return [];
  return names.flatMap((name) => {
    const other = context.declarations.settings.note(name, self);
    if (!other) return [];
    const reason =
      `${shownResource(other.urn)} sets it, too, and each overwrites the other. ` +
      "Declare it in only one of them";
    return conflictFailures(context, name, self, [{ other, reason }]);
  });
}

/** Whether a deletion leaves a setting of GitLab, because another resource of the program sets it. */
export function isSettingKept(context: Context, name: string, { urn }: Resource): boolean {
  const other = context.declarations.settings.declarerOf(name, urn);
  if (!other) return false;
  context.warn(`${name} is not put back: ${shownResource(other.urn)} sets it`);
  return true;
}

/** Notes that a resource of the state manages a runner. */
export function noteManagedRunner(context: Context, id: string, { urn }: Resource): void {
  if (urn === undefined) return;
  const other = context.declarations.runners.note(id, { urn, isNew: false });
  if (other) context.warn(`${shownResource(urn)}: ${managedTwice(id, other)}`);
}

/** Whether a deletion leaves a runner, because another resource of the program has it. */
export function isRunnerKept(context: Context, id: string, { urn }: Resource): boolean {
  const { declarations, warn } = context;
  const other = declarations.runners.declarerOf(id, urn);
  if (!other && !declarations.wasMade(id)) return false;
  const holder = other ? `${shownResource(other.urn)} declares it` : "the state holds it";
  warn(`runner ${id} is kept: ${holder}`);
  return true;
}

export function managedTwice(id: number | string, other: Declarer): string {
  return (
    `${shownResource(other.urn)} manages runner ${id}, too, and each overwrites the other. ` +
    "Declare the runner in only one of them"
  );
}
