import { counted } from "../audit/text";
import { notShown } from "../runnerDetails";
import type { FleetRead } from "./readFleet";

/** What is missing on the page, and why. */
export function notesOf(
  { runners, figures, gitlabVersion }: FleetRead,
  limit: number | undefined,
): string[] {
  const refused = runners.filter(({ details }) => details === undefined);
  const unmanaged = runners.filter(
    ({ details, managers }) => details !== undefined && managers === undefined,
  );
  const hidden = figures.runners.filter(({ reason }) => reason !== undefined);
  const cut = figures.runners.filter(({ since }) => since > figures.since);
  return [
    ...notShown(refused, "the details, tags and jobs"),
    ...notShown(unmanaged, "the managers", "; the version comes from the details"),
    ...notShown(hidden, "the jobs", "; no figure counts them"),
    ...(gitlabVersion === undefined
      ? ["GitLab does not show its version, so no version of gitlab-runner is called old."]
      : []),
    ...(cut.length === 0 || limit === undefined
      ? []
      : [
          `For ${counted(cut.length, "runner")}, only the newest ${counted(limit, "job")} were read: ` +
            "earlier days have more jobs than this page counts.",
        ]),
  ];
}
