import { readFileSync } from "node:fs";

import { SaxesParser } from "saxes";

import type { Check } from "../../../cli/check/checks";
import { FINDING_CODES } from "../../../cli/check/findings";
import { type CheckReport, FORMATS } from "../../../cli/check/formats";
import { HOSTILE } from "../../helpers/markup";

const check = (name: Check["name"], more: Partial<Check> = {}): Check => ({
  ...{ name, state: "ok", value: 0, threshold: 0, findings: [], notLookedAt: [] },
  ...more,
});

function report(text: string): CheckReport {
  return {
    checks: [
      check("max-wait", {
        ...{ state: "crossed", value: 1200, threshold: 600 },
        findings: [{ code: "jobs_wait", threshold: 600, value: 1200, text, tags: [text] }],
      }),
      check("max-stale", { findings: [{ code: "runner_stale", threshold: 0, value: 1, text }] }),
      check("max-old", { state: "not_looked_at", value: undefined, notLookedAt: [text] }),
    ],
    waiting: [
      {
        ...{ projectId: 1, project: text, tags: [text], jobs: 2, longestWait: 1200, url: text },
        ...{ reason: "tags", explanation: text },
      },
    ],
    checked: { runners: 1, projects: 2 },
    requests: { used: 3, most: 9 },
  };
}

test("the text has ten lines of what was not looked at, and the count of the rest; JSON has all", () => {
  const notLookedAt = Array.from(
    { length: 37 },
    (_, index) => `acme/app${index}: no requests left`,
  );
  const spent = {
    ...report("x"),
    checks: [check("max-wait", { state: "not_looked_at", notLookedAt })],
  };
  const lines = FORMATS.text(spent).split("\n");
  expect(lines.filter((line) => line.startsWith("  not looked at: "))).toEqual([
    ...notLookedAt.slice(0, 10).map((line) => `  not looked at: ${line}`),
    "  not looked at: 27 more, which --output json names",
  ]);
  expect(JSON.parse(FORMATS.json(spent))).toMatchObject({ checks: [{ notLookedAt }] });
});

interface TestCase {
  readonly name: string;
  outcome: string;
}

function testCases(xml: string): { suite: object; cases: TestCase[] } {
  let suite: object = {};
  const cases: TestCase[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (name === "testsuite") suite = attributes;
    else if (name === "testcase") cases.push({ name: String(attributes["name"]), outcome: "" });
    else if (name !== "testsuites") (cases.at(-1) ?? { outcome: "" }).outcome += name;
  });
  parser.write(xml).close();
  return { suite, cases };
}

/** The samples of Prometheus' text format, each of a family that was declared before, and none twice. */
function samplesOf(text: string): Map<string, { labels: Record<string, string>; value: number }[]> {
  const families = new Map<string, { labels: Record<string, string>; value: number }[]>();
  const seen = new Set<string>();
  expect(text).toMatch(/\n$/);
  for (const line of text.slice(0, -1).split("\n")) {
    const [, declared] = /^# TYPE ([a-z_]+) gauge$/.exec(line) ?? [];
    if (declared !== undefined) families.set(declared, []);
    if (line.startsWith("# ")) continue;
    const sample =
      /^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)+)\})? (\d+(?:\.\d+)?)$/.exec(line);
    expect(sample).not.toBeNull();
    const [, family = "", pairs = "", value] = sample ?? [];
    expect(seen).not.toContain(line.replace(/ [^ ]*$/, ""));
    seen.add(line.replace(/ [^ ]*$/, ""));
    const labels = [...pairs.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(
      ([, key = "", label = ""]) =>
        [key, label.replace(/\\(.)/g, (_, sign: string) => (sign === "n" ? "\n" : sign))] as const,
    );
    families.get(family)?.push({ labels: Object.fromEntries(labels), value: Number(value) });
  }
  return families;
}

describe.each(HOSTILE)("%j", (text) => {
  test("is text in JUnit XML, which has a test case for each check", async () => {
    const { suite, cases } = testCases(await FORMATS.junit(report(text)));
    expect(suite).toMatchObject({ tests: "3", failures: "1", errors: "1" });
    expect(cases).toEqual([
      { name: "max-wait", outcome: "failure" },
      { name: "max-stale", outcome: "system-out" },
      { name: "max-old", outcome: "error" },
    ]);
  });

  test("is a label of Prometheus' metrics, without what a terminal obeys", () => {
    const metrics = FORMATS.prometheus(report(text));
    expect(metrics).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\ud800]/);
    const samples = samplesOf(metrics);
    const waiting = samples.get("gitlab_runners_waiting_jobs") ?? [];
    expect(waiting).toMatchObject([{ labels: { reason: "tags" }, value: 2 }]);
    const { project = "" } = waiting[0]?.labels ?? {};
    // What is written out is JSON's notation; texts without it come back as they were.
    if (!/[\u0000-\u001f\u202e\ud800]/.test(text)) expect(project).toBe(text);
    expect(samples.get("gitlab_runners_check_value")).toEqual([
      { labels: { check: "max-wait" }, value: 1200 },
      { labels: { check: "max-stale" }, value: 0 },
    ]);
  });

  test("is one line of the text", () => {
    const lines = FORMATS.text(report(text)).split("\n");
    expect(lines).toHaveLength(8);
    expect(lines[0]).toBe("Not healthy: max-wait. Not looked at completely: max-old.");
    expect(lines[1]).toBe("crossed        max-wait: 20m00s (at most 10m00s)");
    expect(lines.at(-1)).toBe("1 runner and 2 projects checked, 3 of at most 9 requests used.");
  });
});

test("a check of no runners does not look like one that found no trouble", () => {
  const empty = {
    ...report("x"),
    checks: [check("max-wait")],
    checked: { runners: 0, projects: 1 },
  };
  const [first, ...others] = FORMATS.text(empty).split("\n");
  expect(first).toBe("There are no runners to check. --all, --group or --project names others.");
  expect(others.at(-1)).toMatch(/^0 runners and 1 project checked, /);
  const samples = samplesOf(FORMATS.prometheus(empty));
  expect(samples.get("gitlab_runners_checked_runners")).toEqual([{ labels: {}, value: 0 }]);
  expect(samples.get("gitlab_runners_checked_projects")).toEqual([{ labels: {}, value: 1 }]);
});

test("what was not looked at is no metric of a healthy check", () => {
  const samples = samplesOf(FORMATS.prometheus(report("x")));
  const of = (name: string): string[] =>
    (samples.get(name) ?? []).map(({ labels: { check: name }, value }) => `${name} ${value}`);
  expect(of("gitlab_runners_check_crossed")).toEqual(["max-wait 1", "max-stale 0"]);
  expect(of("gitlab_runners_check_not_looked_at")).toEqual([
    ...["max-wait 0", "max-stale 0", "max-old 1"],
  ]);
});

test("the schema and the page have the code of each check, in the same order", () => {
  const { $defs: defs } = JSON.parse(readFileSync("docs/check.schema.json", "utf8")) as {
    $defs: Record<"check" | "finding", { properties: Record<string, { enum?: string[] }> }>;
  };
  expect(defs.check.properties["name"]?.enum).toEqual(Object.keys(FINDING_CODES));
  expect(defs.finding.properties["code"]?.enum).toEqual(Object.values(FINDING_CODES));
  const rows = readFileSync("docs/health.md", "utf8").matchAll(
    /^\| `([a-z_]+)` +\| `((?:max|token)-[a-z-]+)` +\|/gm,
  );
  expect([...rows].map(([, code, name]) => [name, code])).toEqual(Object.entries(FINDING_CODES));
});
