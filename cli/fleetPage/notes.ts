import { counted } from "../audit/text";
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
    ...told(refused, "not tell the details, tags and jobs of"),
    ...told(unmanaged, "not tell the managers of", "; the version is that of the details"),
    ...told(hidden, "not tell the jobs of", "; they count in no figure"),
    ...(cut.length === 0 || limit === undefined
      ? []
      : [
          `Of ${counted(cut.length, "runner")} only the newest ${counted(limit, "job")} were read, ` +
            "so days before have more jobs than are told here.",
        ]),
  ];
}

function told(
  runners: readonly { readonly reason?: string | undefined }[],
  what: string,
  more = "",
): string[] {
  const [first] = runners;
  if (first === undefined) return [];
  const reason = first.reason ?? "";
  return [`GitLab does ${what} ${counted(runners.length, "runner")}${more}: ${reason}`];
}
