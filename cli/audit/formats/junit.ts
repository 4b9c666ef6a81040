import { html } from "hono/html";

import { type AuditReport, type AuditedChange, isAtLeast } from "../report";
import { FAILED, stackOf } from "../wording";

type Xml = ReturnType<typeof html>;

/**
 * The report as JUnit XML: a test case a change, which a risk of `minor` or worse fails. A failed
 * preview is an error. The signs that HTML escapes are XML's, too.
 */
export async function junitReport(report: AuditReport): Promise<string> {
  const failing = report.changes.filter((change) => failures(change).length > 0).length;
  const tests = report.changes.length + (report.failed ? 1 : 0);
  const errors = report.failed ? 1 : 0;
  const name = `Runner audit ${stackOf(report)}`.trim();
  const document = await html`<?xml version="1.0" encoding="UTF-8"?>
    <testsuites tests="${tests}" failures="${failing}" errors="${errors}">
      <testsuite name="${name}" tests="${tests}" failures="${failing}" errors="${errors}"
        >${report.changes.map(testCase)}${report.failed ? failedPreview(report) : ""}
      </testsuite>
    </testsuites> `;
  return String(document);
}

function testCase(change: AuditedChange): Xml {
  const found = failures(change);
  const texts = found.map(({ severity, id, reason }) => `${severity} ${id}: ${reason}`);
  const failure =
    found.length === 0
      ? ""
      : html` <failure type="${found.map(({ id }) => id).join(", ")}" message="${texts.join("; ")}"
          >${texts.join("\n")}</failure
        >`;
  return html` <testcase
    classname="gitlab-runners.${change.type}"
    name="${change.name}"
    ${fileOf(change)}
    >${failure}
    <system-out>${change.action} ${change.urn}</system-out>
  </testcase>`;
}

function fileOf({ source }: AuditedChange): Xml | "" {
  return source === undefined ? "" : html` file="${source.path}"`;
}

function failures({ risks }: AuditedChange): AuditedChange["risks"] {
  return risks.filter(({ severity }) => isAtLeast(severity, "minor"));
}

function failedPreview({ messages }: AuditReport): Xml {
  const errors = messages.filter(({ severity }) => severity === "error");
  return html` <testcase classname="gitlab-runners" name="preview">
    <error type="preview" message="${FAILED}">${errors.map(({ text }) => text).join("\n")}</error>
  </testcase>`;
}
