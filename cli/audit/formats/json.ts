import { printableJson } from "../../../gitlab/text/shown";
import { type AuditReport, propertiesOf } from "../report";
import { UNKNOWN } from "../text";

/** The report by docs/audit.schema.json. */
export function jsonReport(report: AuditReport): string {
  const { project, stack, failed, otherChanges, messages, changes } = report;
  const document = {
    version: 1,
    project,
    stack,
    failed,
    otherChanges,
    messages,
    changes: changes.map((change) => ({
      urn: change.urn,
      type: change.type,
      name: change.name,
      action: change.action,
      id: change.id,
      properties: propertiesOf(change).map(({ name, before, after }) => ({
        name,
        before: known(before),
        after: known(after),
      })),
      replaceReasons: change.replaceReasons,
      runningJobs: change.runningJobs,
      source: change.source,
      risks: change.risks,
    })),
  };
  return `${printableJson(document)}\n`;
}

/** In the manner of the engine's `[secret]`. */
function known(value: unknown): unknown {
  if (value === UNKNOWN) return "[unknown]";
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, known(item)]));
}
