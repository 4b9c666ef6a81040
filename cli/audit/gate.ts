import { InvalidArgumentError } from "commander";

import { type AuditReport, type Finding, findingsOf, isAtLeast } from "./report";
import { RISK_IDS, type RiskId, SEVERITIES, type Severity } from "./risks";

/** A risk, or a severity that stands for itself and all that is worse. */
export type Gate = RiskId | Severity;

/** Adds a gate to those that came before. */
export function gate(text: string, before: Gate[] = []): Gate[] {
  const found = [...SEVERITIES, ...RISK_IDS].find((each) => each === text);
  if (found === undefined) {
    throw new InvalidArgumentError(
      `Give a severity (${SEVERITIES.join(", ")}) or a risk (${RISK_IDS.join(", ")}).`,
    );
  }
  return [...before, found];
}

/** The risks of a report that some gate does not let pass. */
export function stopped(report: AuditReport, gates: readonly Gate[]): Finding[] {
  return findingsOf(report).filter(({ risk }) =>
    gates.some((each) => each === risk.id || (isSeverity(each) && isAtLeast(risk.severity, each))),
  );
}

function isSeverity(gate: Gate): gate is Severity {
  return (SEVERITIES as readonly string[]).includes(gate);
}
