import { type Candidate, tagCoverage } from "../../gitlab/coverage/tagCoverage";
import type { ProjectSwitchesPayload, PendingJobPayload } from "../../gitlab/payloads/schemas";
import { grouped } from "../grouped";

/**
 * Why jobs wait. `busy`: a runner takes them and has no free place. `protected_refs`: the only runners
 * take jobs of protected branches and tags. `unavailable`: the runners are paused or not in contact.
 * `untagged`: no runner runs jobs without tags. `tags`: no runner has the tags.
 */
export type WaitReason = "busy" | "protected_refs" | "unavailable" | "untagged" | "tags";

/** Jobs of a project that wait with the same tags. */
export interface WaitingJobs {
  readonly projectId: number;
  /** The full path. */
  readonly project: string;
  /** Sorted; none for jobs without tags. */
  readonly tags: readonly string[];
  readonly jobs: number;
  /** Seconds, of the job that has waited longest. */
  readonly longestWait: number;
  /** Its page in GitLab. */
  readonly url: string;
  readonly reason: WaitReason;
  readonly explanation: string;
}

/** Whether no runner takes the jobs, whatever else ends. */
export function isStuck({ reason }: WaitingJobs): boolean {
  return reason === "unavailable" || reason === "untagged" || reason === "tags";
}

/**
 * The waiting jobs of a project by their tags, the longest wait first.
 *
 * @param now - milliseconds since 1970.
 */
export function waitingJobs(
  project: ProjectSwitchesPayload,
  jobs: readonly PendingJobPayload[],
  candidates: readonly Candidate[],
  now: number,
): WaitingJobs[] {
  const sets = grouped(jobs, (job) => JSON.stringify([...job.tag_list].sort()));
  const waitOf = (job: PendingJobPayload): number =>
    job.queued_duration ?? Math.max(0, (now - Date.parse(job.created_at)) / 1000);
  return [...sets.values()]
    .flatMap((ofSet) => {
      const [first] = [...ofSet].sort((one, other) => waitOf(other) - waitOf(one));
      if (first === undefined) return [];
      const tags = [...first.tag_list].sort();
      return {
        projectId: project.id,
        project: project.path_with_namespace,
        tags,
        jobs: ofSet.length,
        longestWait: Math.round(waitOf(first)),
        url: first.web_url,
        ...whyWaiting(tags, candidates, project),
      };
    })
    .sort((one, other) => other.longestWait - one.longestWait);
}

function whyWaiting(
  tags: readonly string[],
  candidates: readonly Candidate[],
  project: ProjectSwitchesPayload,
): Pick<WaitingJobs, "reason" | "explanation"> {
  const [set] = tagCoverage([{ tags, jobs: [] }], candidates, ["online"]);
  if (set?.coverage === "all_refs")
    return { reason: "busy", explanation: "runners take these jobs, and none is free" };
  const unavailable = set?.unavailable ?? [];
  if (set?.coverage === "protected_refs")
    return {
      reason: "protected_refs",
      explanation: `only runners for protected branches and tags take these jobs${and(unavailable)}`,
    };
  if (unavailable.length > 0)
    return {
      reason: "unavailable",
      explanation: `no runner that takes these jobs is available: ${countsOf(unavailable)}`,
    };
  const off = switchedOff(project);
  return tags.length === 0
    ? { reason: "untagged", explanation: `no runner of the project runs untagged jobs${off}` }
    : { reason: "tags", explanation: `no runner of the project has all of these tags${off}` };
}

function and(unavailable: readonly { readonly reason: string }[]): string {
  return unavailable.length === 0 ? "" : `; others: ${countsOf(unavailable)}`;
}

/** `2 paused, 1 offline`. */
function countsOf(unavailable: readonly { readonly reason: string }[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of unavailable) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${reason}`).join(", ");
}

function switchedOff({
  shared_runners_enabled: instance,
  group_runners_enabled: group,
}: ProjectSwitchesPayload): string {
  const off = [...(!instance ? ["instance"] : []), ...(group === false ? ["group"] : [])];
  return off.length === 0 ? "" : `; the project's switch for ${off.join(" and ")} runners is off`;
}
