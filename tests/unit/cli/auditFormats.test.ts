import { readFileSync } from "node:fs";
import { join } from "node:path";

import Ajv2020 from "ajv/dist/2020";
import MarkdownIt from "markdown-it";
import { SaxesParser } from "saxes";

import { codeQualityReport } from "../../../cli/audit/formats/codequality";
import { htmlReport } from "../../../cli/audit/formats/html";
import { jsonReport } from "../../../cli/audit/formats/json";
import { junitReport } from "../../../cli/audit/formats/junit";
import { code, markdownReport } from "../../../cli/audit/formats/markdown";
import { readPreview } from "../../../cli/audit/previewDocument";
import { type AuditReport, auditPreview } from "../../../cli/audit/report";
import { blocksOf } from "../../helpers/pageBlocks";
import { HOSTILE, attributesOf, tagsOf } from "../../helpers/markup";
import { type StepParts, previewJson, step } from "./auditSteps";

const FORMATS: readonly [name: string, (report: AuditReport) => string | Promise<string>][] = [
  ["markdown", markdownReport],
  ["html", htmlReport],
  ["json", jsonReport],
  ["junit", junitReport],
  ["codequality", (report) => codeQualityReport(report, "")],
];

const report = (
  steps: readonly StepParts[],
  diagnostics: readonly object[] = [],
  secrets: readonly string[] = [],
): Promise<AuditReport> =>
  auditPreview(readPreview(previewJson(steps.map(step), diagnostics), secrets));

/** A runner whose every text is hostile, its messages, too. */
const hostile = (text: string): Promise<AuditReport> =>
  report(
    [
      {
        op: "update",
        name: text,
        id: text,
        before: { description: "", locked: true, [text]: 1 },
        after: { description: text, locked: false, tagList: [text] },
        replaceReasons: [text],
        sourcePosition: `project:///${text}.ts#1,1`,
      },
      { op: "replace", name: "other", before: {}, after: {}, replaceReasons: [text] },
    ],
    [{ severity: "error", message: text }],
  );

describe("hostile texts", () => {
  test.each(HOSTILE)("%j is text in HTML", async (text) => {
    const page = await htmlReport(await hostile(text));
    expect(tagsOf(page)).toEqual(OUR_TAGS);
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
    expect(attributesOf(page).filter((name) => !OUR_ATTRIBUTES.includes(name))).toEqual([]);
  });

  test.each(HOSTILE)("%j is code in Markdown", async (text) => {
    const markdown = markdownReport(await hostile(text));
    const page = new MarkdownIt({ html: true, linkify: true }).render(markdown);
    // What is left when code is taken out is ours.
    const rest = page.replace(/<(code|pre)[^>]*>[\s\S]*?<\/\1>/g, "CODE");
    expect(rest).not.toMatch(/script|alert|onerror|javascript|example\.com|@all|tada|close|<a /);
    expect([...rest.matchAll(/<h\d>/g)]).toHaveLength(3);
    expect([...rest.matchAll(/<table>/g)]).toHaveLength(3);
    for (const [row] of rest.matchAll(/<tr>[\s\S]*?<\/tr>/g)) {
      expect([3, 4]).toContain([...row.matchAll(/<t[hd]>/g)].length);
    }
    expect(markdown).not.toMatch(/^\s*\/\w/m);
    expect(markdown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
  });

  test.each(HOSTILE)("%j is text in JUnit XML", async (text) => {
    const xml = await junitReport(await hostile(text));
    const names = new Set<string>();
    const parser = new SaxesParser();
    parser.on("error", (error) => {
      throw error;
    });
    parser.on("opentag", ({ name }) => names.add(name));
    parser.write(xml).close();
    const ours = ["error", "failure", "system-out", "testcase", "testsuite", "testsuites"];
    expect([...names].sort()).toEqual(ours);
  });

  test("are code that reads as what it is", () => {
    expect(code("docker")).toBe("`docker`");
    const rendered = (text: string): string => {
      const row = `| ${code(text)} | x |`;
      const page = new MarkdownIt({ html: true }).render(`| a | b |\n| - | - |\n${row}`);
      const [, cell = ""] = /<td>(?:<code>)?([\s\S]*?)(?:<\/code>)?<\/td>/.exec(page) ?? [];
      return cell
        .replace(/&#(\d+);/g, (_, number: string) => String.fromCharCode(Number(number)))
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&quot;", '"')
        .replaceAll("&amp;", "&");
    };
    for (const text of HOSTILE.filter((each) => !/[\n\u0000]|^ $/.test(each))) {
      expect(rendered(text)).toBe(text);
    }
  });
});

const OUR_TAGS = [
  "!doctype",
  "a",
  "body",
  "caption",
  "code",
  "details",
  "h",
  "head",
  "html",
  "li",
  "main",
  "meta",
  "p",
  "pre",
  "span",
  "style",
  "summary",
  "table",
  "tbody",
  "td",
  "th",
  "thead",
  "title",
  "tr",
  "ul",
];
const OUR_ATTRIBUTES = [
  "aria-label",
  ...["lang", "charset", "name", "content", "http-equiv", "class", "id", "open", "href"],
  ...["role", "scope", "data-heading", "html"],
];

describe("secrets", () => {
  const TOKENS = [
    "glrt-plantedPlanted_12345",
    "glrtr-plantedPlanted_1234",
    "glpat-plantedPlanted12345",
    "GR1348941plantedPlanted12",
    "glrt-t1_planted.01.1a2b3c4d5",
    "c0mpany-pl@nted/token",
  ];
  const NAMED = "plantedWithoutAnyShape12";

  test.each(FORMATS)("are in no part of %s, wherever they stand", async (_, write) => {
    const all = TOKENS.join(" ");
    const inputs = {
      [all]: all,
      description: all,
      tagList: [all],
      token: NAMED,
      authenticationToken: NAMED,
      registrationToken: NAMED,
    };
    const planted: StepParts = {
      op: "update",
      name: all,
      id: all,
      before: { ...inputs, maintenanceNote: `a ${all}` },
      after: { ...inputs, maintenanceNote: { [all]: [all] } },
      outputs: { token: NAMED, status: all, __origin: { way: all } },
      detailedDiff: { [`${all}[0]`]: { kind: all }, token: {}, authenticationToken: {} },
      replaceReasons: [all],
      sourcePosition: `project:///${TOKENS[0] ?? ""}.ts#4,1`,
    };
    const diagnostics = ["error", "warning"].map((severity) => ({
      severity,
      message: `${severity}: ${all}`,
      urn: all,
    }));
    const steps = (["create", "update", "replace", "delete", "read", "refresh"] as const).map(
      (op) => ({ ...planted, op }),
    );
    const text = await write(await report(steps, diagnostics, [TOKENS.at(-1) ?? ""]));
    expect(text).toMatch(/redacted/);
    for (const token of [...TOKENS, NAMED]) expect(text).not.toContain(token);
    expect(text.toLowerCase()).not.toMatch(/planted|pl@nted/);
    expect(text).not.toContain("__origin");
    expect(text).not.toContain("__provider");
  });
});

describe("the formats", () => {
  const STEPS: StepParts[] = [
    {
      op: "update",
      name: "deploy",
      before: { locked: true, accessLevel: "ref_protected" },
      after: { locked: false, accessLevel: "not_protected" },
      sourcePosition: "project:///index.ts#12,3",
    },
    { op: "delete", name: "old", before: { paused: false }, outputs: {} },
    { op: "create", name: "new", after: { paused: false, projectId: "[secret]" } },
  ];

  test("JSON keeps to its schema", async () => {
    const schema = JSON.parse(
      readFileSync(join(__dirname, "../../../docs/audit.schema.json"), "utf8"),
    ) as object;
    const validate = new Ajv2020({ strict: true }).compile(schema);
    const failed = [{ severity: "error", message: "boom" }];
    const empty = auditPreview({ steps: [], diagnostics: [] });
    for (const each of [await report(STEPS, failed), await hostile("x"), await empty]) {
      expect([validate(JSON.parse(jsonReport(each))), validate.errors]).toEqual([true, null]);
    }
    const [first] = (JSON.parse(jsonReport(await report(STEPS))) as { changes: object[] }).changes;
    expect(first).toMatchObject({
      name: "deploy",
      action: "update",
      properties: [
        { name: "accessLevel", before: "ref_protected", after: "not_protected" },
        { name: "locked", before: true, after: false },
      ],
      source: { path: "index.ts", line: 12 },
    });
    expect(validate({ ...first, version: 1 })).toBe(false);
  });

  test("Code Quality has a risk a line, with a shortDigest that stays", async () => {
    const issues = JSON.parse(codeQualityReport(await report(STEPS), "infra/runners")) as {
      shortDigest: string;
      location: object;
      check_name: string;
      severity: string;
    }[];
    expect(issues.map(({ check_name, severity }) => [check_name, severity])).toEqual([
      ["unprotected", "critical"],
      ["unlocked", "major"],
      ["deleted", "major"],
    ]);
    expect(issues[0]?.location).toEqual({ path: "infra/runners/index.ts", lines: { begin: 12 } });
    expect(issues[2]?.location).toEqual({ path: "infra/runners/Pulumi.yaml", lines: { begin: 1 } });
    expect(new Set(issues.map(({ shortDigest }) => shortDigest)).size).toBe(3);
    const again = codeQualityReport(await report([...STEPS].reverse()), "infra/runners");
    for (const { shortDigest } of issues) expect(again).toContain(shortDigest);
  });

  test("JUnit has a test case a change, which a risk fails", async () => {
    const xml = await junitReport(await report(STEPS));
    expect(xml).toContain('<testsuites tests="3" failures="2" errors="0">');
    expect(xml).toContain(
      '<testcase classname="gitlab-runners.Runner" name="deploy" file="index.ts">',
    );
    expect(xml).toContain('<failure type="unprotected, unlocked"');
    const failed = await junitReport(await report([], [{ severity: "error", message: "boom" }]));
    expect(failed).toMatch(/errors="1"[\s\S]*<error type="preview" message="[^"]+">boom<\/error>/);
  });

  test("Markdown is as the page of the audit shows it", async () => {
    const before = { accessLevel: "ref_protected", tagList: ["deploy"] };
    const after = { accessLevel: "not_protected", tagList: ["deploy", "docker"] };
    const type = "ProjectRunnerAssignment";
    const markdown = markdownReport(
      await report([
        { op: "update", name: "deploy", id: "42", before, after },
        { op: "create", type, name: "site", after: { projectId: 12, runnerId: 42 } },
      ]),
    );
    const shown = blocksOf("docs/audit.md").find(({ language }) => language === "markdown");
    // The formatter of the page fills its columns and parts its titles from what follows.
    const plain = (text = ""): string =>
      text
        .replace(/(?<=\|) +| +(?=\|)/g, "")
        .replace(/-{3,}/g, "---")
        .replace(/\n+/g, "\n");
    expect(plain(markdown)).toBe(plain(shown?.code));
  });

  test("Markdown has the risks first and folds many changes", async () => {
    const markdown = markdownReport(await report(STEPS));
    expect(markdown.split("\n")[0]).toBe("### Runner audit of `fleet/dev`");
    expect(markdown).toContain("Runners and assignments: 1 to create, 1 to update, 1 to delete.");
    expect(markdown).toContain("| critical | unprotected | Runner `deploy` |");
    expect(markdown).toContain("| `locked` | `true` | `false` |");
    expect(markdown).not.toContain("<details>");
    const many = Array.from({ length: 11 }, (_, index) => ({ ...STEPS[2], name: `n${index}` }));
    expect(markdownReport(await report(many as StepParts[]))).toContain("<details>");
  });

  test("Markdown fits into a note of GitLab's", async () => {
    const after = { description: "|".repeat(1000) };
    const many = Array.from({ length: 2000 }, (_, index) => ({
      op: "update",
      name: `n${index}`,
      before: { paused: false },
      after: { ...after, paused: true },
    }));
    const message = { severity: "error", message: "x".repeat(100_000) };
    const markdown = markdownReport(await report(many, Array<object>(50).fill(message)));
    expect(markdown.length).toBeLessThan(1_000_000);
    expect(markdown).toMatch(/The changes below show 1800 more risks/);
    expect(markdown).toMatch(/\d+ more changes do not fit into a note/);
    expect(markdown).toContain("30 more messages are not shown");
  });
});
