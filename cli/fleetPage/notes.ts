import { counted } from "../audit/text";
import { notShown } from "../runnerDetails";
import type { FleetRead } from "./readFleet";

/** What is missing on the page, and why. */
export function notesOf({ runners, figures }: FleetRead, limit: number | undefined): string[] {
  const refused = runners.filter(({ details }) => details === undefined);
  const unmanaged = runners.filter(
    ({ details, managers }) => details !== undefined && managers === undefined,
  );
  const hidden = figures.runners.filter(({ reason }) => reason !== undefined);
  const cut = figures.runners.filter(({ since }) => since > figures.since);
  return [
    ...notShown(refused, "the details, tags and jobs"),
    ...notShown(unmanaged, "the managers", "; the version is that of the details"),
    ...notShown(hidden, "the jobs", "; they count in no figure"),
    ...(cut.length === 0 || limit === undefined
      ? []
      : [
          `Of ${counted(cut.length, "runner")} only the newest ${counted(limit, "job")} were read, ` +
            "so days before have more jobs than are counted here.",
        ]),
  ];
}
