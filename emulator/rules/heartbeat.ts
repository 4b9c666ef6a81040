import type { Instance } from "../instance";
import type { Runner, RunnerManager } from "../store/records";
import { registrationTypeOf } from "./tokens";

/** What a runner reports about the machine that it runs on. */
export interface ManagerInfo {
  version: string | null;
  revision: string | null;
  platform: string | null;
  architecture: string | null;
}

/** The manager of runners that send no `system_id`. */
const LEGACY = "<legacy>";

/**
 * Notes that a runner has been in contact, as lib/api/ci/helpers/runner.rb does.
 *
 * @param forJobs - Whether it asks for jobs, which ends its creation on every release.
 */
export function recordHeartbeat(
  runner: Runner,
  systemId: string | null | undefined,
  raw: unknown,
  forJobs: boolean,
  instance: Instance,
): void {
  noteContact(runner, forJobs, instance);
  if (!instance.features.createByUser) return;
  const manager =
    managerOf(runner, systemId, instance) ?? addManager(runner, systemId ?? LEGACY, instance);
  noteManager(manager, raw, instance);
}

/** The same of the runner of a job, by the job's token: a manager that was removed stays so. */
export function recordJobHeartbeat(
  runner: Runner,
  systemId: string | null | undefined,
  instance: Instance,
): void {
  noteContact(runner, true, instance);
  const manager = managerOf(runner, systemId, instance);
  if (manager) noteManager(manager, undefined, instance);
}

function noteContact(runner: Runner, forJobs: boolean, { store, clock, features }: Instance): void {
  const created = registrationTypeOf(runner.token) === "authenticated_user";
  store.runners.update(runner, {
    ...((forJobs || features.contactForEveryToken || !created) && {
      contacted_at: clock.now().toISOString(),
    }),
    ...((forJobs || features.creationEndsByHeartbeat) && { creation_state: "finished" }),
  });
}

function noteManager(manager: RunnerManager, raw: unknown, { store, clock }: Instance): void {
  store.managers.update(manager, {
    contacted_at: clock.now().toISOString(),
    creation_state: "finished",
    ip_address: "127.0.0.1",
    ...infoFrom(raw),
  });
}

function managerOf(
  runner: Runner,
  systemId: string | null | undefined,
  { store }: Instance,
): RunnerManager | undefined {
  return store.managersOf(runner).find(({ system_id }) => system_id === (systemId ?? LEGACY));
}

function addManager(runner: Runner, systemId: string, { store, clock }: Instance): RunnerManager {
  return store.addManager({
    runner_id: runner.id,
    system_id: systemId,
    version: null,
    revision: null,
    platform: null,
    architecture: null,
    ip_address: null,
    created_at: clock.now().toISOString(),
    contacted_at: null,
    creation_state: "started",
  });
}

function infoFrom(raw: unknown): Partial<ManagerInfo> {
  if (typeof raw !== "object" || raw === null) return {};
  const info = raw as Record<string, unknown>;
  const keys = ["version", "revision", "platform", "architecture"] as const;
  return Object.fromEntries(
    keys.flatMap((key) => (typeof info[key] === "string" ? [[key, info[key]]] : [])),
  );
}
