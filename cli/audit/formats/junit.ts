import { html as xml } from "hono/html";

import { type AuditReport, type AuditedChange, isAtLeast } from "../report";
import { FAILED, reasonOf, stackOf } from "../wording";

type Xml = ReturnType<typeof xml>;

/**
 * The report as JUnit XML: a test case a change, which a risk of `minor` or worse fails. A failed
 * preview is an error. The signs that HTML escapes are XML's, too.
 */
export async function junitReport(report: AuditReport): Promise<string> {
  const tests = report.changes.length + (report.failed ? 1 : 0);
  const failing = report.changes.filter((change) => failures(change).length > 0).length;
  const counts = xml`tests="${tests}" failures="${failing}" errors="${report.failed ? 1 : 0}"`;
  const name = `Runner audit ${stackOf(report)}`.trim();
  const document = await xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${counts}>
  <testsuite name="${name}" ${counts}>${report.changes.map(testCase)}${failedPreview(report)}
  </testsuite>
</testsuites>
`;
  return String(document);
}

function testCase(change: AuditedChange): Xml {
  const { type, name, action, urn, source } = change;
  const file = source === undefined ? "" : xml` file="${source.path}"`;
  return xml`
    <testcase classname="gitlab-runners.${type}" name="${name}"${file}>${failure(change)}
      <system-out>${action} ${urn}</system-out>
    </testcase>`;
}

function failure(change: AuditedChange): Xml | "" {
  const found = failures(change);
  if (found.length === 0) return "";
  const ids = found.map(({ id }) => id).join(", ");
  const texts = found.map((risk) => `${risk.severity} ${risk.id}: ${reasonOf(risk)}`);
  return xml`
      <failure type="${ids}" message="${ids}">${texts.join("\n")}</failure>`;
}

function failures({ risks }: AuditedChange): AuditedChange["risks"] {
  return risks.filter(({ severity }) => isAtLeast(severity, "minor"));
}

function failedPreview({ failed, messages }: AuditReport): Xml | "" {
  if (!failed) return "";
  const errors = messages.filter(({ severity }) => severity === "error");
  return xml`
    <testcase classname="gitlab-runners" name="preview">
      <error type="preview" message="${FAILED}">${errors.map(({ text }) => text).join("\n")}</error>
    </testcase>`;
}
