import { createHash } from "node:crypto";
import { posix, relative, sep } from "node:path";

import { printableJson } from "../../../gitlab/text/shown";
import { type AuditReport, findingsOf } from "../report";
import { reasonOf } from "../wording";

/** Where a risk is shown whose line in the program is not known. */
const PROJECT_FILE = "Pulumi.yaml";

/**
 * The risks as GitLab's Code Quality report. A finding keeps its shortDigest from pipeline to
 * pipeline, by which GitLab recognises new ones.
 *
 * @param folder - of the Pulumi project, from the root of the repository, with `/`.
 */
export function codeQualityReport(report: AuditReport, folder: string): string {
  const issues = findingsOf(report).map(({ change, risk }) => ({
    description: `${change.type} ${change.name}: ${reasonOf(risk)}`,
    check_name: risk.id,
    shortDigest: createHash("sha256").update(`${change.urn} ${risk.id}`).digest("hex"),
    severity: risk.severity,
    location: {
      path: posix.join(folder, change.source?.path ?? PROJECT_FILE),
      lines: { begin: change.source?.line ?? 1 },
    },
  }));
  return `${printableJson(issues)}\n`;
}

/** The folder of this process from the root of the repository that a CI job has checked out. */
export function folderInRepository(root: string | undefined): string {
  if (root === undefined) return "";
  const folder = relative(root, process.cwd()).split(sep).join("/");
  return folder.startsWith("..") ? "" : folder;
}
