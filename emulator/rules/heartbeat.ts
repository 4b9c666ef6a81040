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
  const { store, clock, features } = instance;
  const time = clock.now().toISOString();
  const created = registrationTypeOf(runner.token) === "authenticated_user";
  store.runners.update(runner, {
    ...((forJobs || features.contactForEveryToken || !created) && { contacted_at: time }),
    ...((forJobs || features.creationEndsByHeartbeat) && { creation_state: "finished" }),
  });
  if (!features.createByUser) return;

  const manager = managerOf(runner, systemId ?? LEGACY, instance);
  store.managers.update(manager, {
    contacted_at: time,
    creation_state: "finished",
    ip_address: "127.0.0.1",
    ...infoFrom(raw),
  });
}

function managerOf(runner: Runner, systemId: string, { store, clock }: Instance): RunnerManager {
  return (
    store.managersOf(runner).find(({ system_id }) => system_id === systemId) ??
    store.addManager({
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
    })
  );
}

function infoFrom(raw: unknown): Partial<ManagerInfo> {
  if (typeof raw !== "object" || raw === null) return {};
  const info = raw as Record<string, unknown>;
  const keys = ["version", "revision", "platform", "architecture"] as const;
  return Object.fromEntries(
    keys.flatMap((key) => (typeof info[key] === "string" ? [[key, info[key]]] : [])),
  );
}
