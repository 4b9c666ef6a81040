import { readFileSync } from "node:fs";
import { join } from "node:path";

import { decodeText } from "../../../cli/audit/decodeText";
import { codeQualityReport } from "../../../cli/audit/formats/codequality";
import { htmlReport } from "../../../cli/audit/formats/html";
import { jsonReport } from "../../../cli/audit/formats/json";
import { junitReport } from "../../../cli/audit/formats/junit";
import { markdownReport } from "../../../cli/audit/formats/markdown";
import { type Gate, stopped } from "../../../cli/audit/gate";
import { readPreview } from "../../../cli/audit/previewDocument";
import {
  type AuditReport,
  type JobsAtGitLab,
  auditPreview,
  propertiesOf,
} from "../../../cli/audit/report";
import { RISK_IDS, severityOf } from "../../../cli/audit/risks";
import { UNKNOWN, plainText, valueText } from "../../../cli/audit/text";
import { type StepParts, previewJson, step } from "./auditSteps";

const audit = (
  steps: readonly StepParts[],
  diagnostics: readonly object[] = [],
): Promise<AuditReport> => auditPreview(readPreview(previewJson(steps.map(step), diagnostics)));

/** The ids of the risks of the one change that a step is. */
const risksOf = async (parts: StepParts, diagnostics?: readonly object[]): Promise<string[]> =>
  (await audit([parts], diagnostics)).changes.flatMap(({ risks }) => risks.map(({ id }) => id));

const update = (before: object, after: object, more: Partial<StepParts> = {}): StepParts => ({
  op: "update",
  before,
  after,
  ...more,
});

describe("the risks of a change", () => {
  const NONE: string[] = [];
  const SHARED = ["shared-with-more-projects"];
  test.each<[string, object, object, string[]]>([
    ["unlocked", { locked: true }, { locked: false }, ["unlocked"]],
    ["locked", { locked: false }, { locked: true }, ["locked"]],
    [
      "unprotected",
      { accessLevel: "ref_protected" },
      { accessLevel: "not_protected" },
      ["unprotected"],
    ],
    [
      "protected",
      { accessLevel: "not_protected" },
      { accessLevel: "ref_protected" },
      ["protected"],
    ],
    ["untagged", { runUntagged: false }, { runUntagged: true }, ["runs-untagged"]],
    ["tagged", { runUntagged: true }, { runUntagged: false }, ["refuses-untagged"]],
    ["paused", { paused: false }, { paused: true }, ["paused"]],
    ["resumed", { paused: true }, { paused: false }, NONE],
    ["longer", { maximumTimeout: 600 }, { maximumTimeout: 601 }, ["timeout-raised"]],
    ["without a limit", { maximumTimeout: 600 }, {}, ["timeout-raised"]],
    ["shorter", { maximumTimeout: 600 }, { maximumTimeout: 599 }, NONE],
    ["with a limit", {}, { maximumTimeout: 600 }, NONE],
    ["fewer tags", { tagList: ["a", "b"] }, { tagList: ["b", "c"] }, ["tags-removed"]],
    ["more tags", { tagList: ["a"] }, { tagList: ["b", "a"] }, NONE],
    ["described", { description: "one" }, { description: "two" }, NONE],
    [
      "several, the worst first",
      { paused: false, locked: true, accessLevel: "ref_protected" },
      { paused: true, locked: false, accessLevel: "not_protected" },
      ["unprotected", "unlocked", "paused"],
    ],
  ])("a runner that becomes %s", async (_, before, after, expected) => {
    expect(await risksOf(update(before, after))).toEqual(expected);
  });

  test.each<[string, object, string[]]>([
    ["unlocked", { locked: false }, ["unlocked"]],
    ["locked", { locked: true }, NONE],
    ["unlocked and no project's", { runnerType: "group_type", locked: false }, SHARED],
    ["unprotected", { accessLevel: "not_protected" }, ["unprotected"]],
    ["protected", { accessLevel: "ref_protected" }, NONE],
    ["untagged", { runUntagged: true }, ["runs-untagged"]],
    ["tagged", { runUntagged: false, tagList: ["a"] }, NONE],
    ["of the instance", { runnerType: "instance_type" }, SHARED],
    ["of a group", { runnerType: "group_type" }, SHARED],
    ["of a project", { runnerType: "project_type" }, NONE],
    ["paused", { paused: true, maximumTimeout: 600 }, NONE],
    ["hidden", { locked: UNKNOWN, accessLevel: "[secret]" }, ["unprotected", "unlocked"]],
  ])("a new runner that is %s", async (_, after, expected) => {
    expect(await risksOf({ op: "create", after })).toEqual(expected);
  });

  test.each([UNKNOWN, "[secret]"])("a value that is %s may be any", async (hidden) => {
    const before = { locked: true, accessLevel: "ref_protected", maximumTimeout: 600 };
    const after = { locked: hidden, accessLevel: hidden, maximumTimeout: hidden };
    const { changes } = await audit([update(before, after)]);
    const risks = changes[0]?.risks ?? [];
    expect(risks.map(({ id }) => id)).toEqual(["unprotected", "unlocked", "timeout-raised"]);
    for (const { reason } of risks) expect(reason).toMatch(/^perhaps .*does not show the value$/);
    expect(await risksOf(update({ locked: hidden }, { locked: true }))).toEqual([]);
  });

  test("a secret that changes is named by the engine alone", async () => {
    const same = { locked: "[secret]" };
    expect(await risksOf(update(same, same, { detailedDiff: { locked: {} } }))).toEqual([
      "unlocked",
    ]);
    expect(await risksOf(update({ ...same, paused: false }, { ...same, paused: true }))).toEqual([
      "paused",
    ]);
  });

  test("an update without a change of an argument resets the token", async () => {
    expect(await risksOf(update({ paused: false }, { paused: false }))).toEqual(["token-reset"]);
    expect(await risksOf({ ...update({}, {}), type: "RunnerAssignments" })).toEqual([]);
    expect(await risksOf({ ...update({}, {}), type: "StaleRunnerCleanup" })).toEqual([]);
  });

  test("keepers that change reset the token, if that is the strategy", async () => {
    const rotation = (image: string | undefined, more: object = {}): object => ({
      rotation: { everyDays: 30, ...(image !== undefined && { keepers: { image } }), ...more },
    });
    const RESET = { strategy: "reset" };
    const risks = async (before: object, after: object): Promise<string[]> =>
      risksOf(update(before, after));
    expect(await risks(rotation("1", RESET), rotation("2", RESET))).toEqual(["token-reset"]);
    expect(await risks(rotation("1", RESET), { rotation: "[secret]" })).toEqual(["token-reset"]);
    for (const [before, after] of [
      [rotation("1"), rotation("1", RESET)],
      [rotation(undefined, RESET), rotation("2", RESET)],
      [rotation("1", RESET), rotation(undefined, RESET)],
      [rotation("1", RESET), { rotation: { ...RESET, everyDays: 60 } }],
    ] as const)
      expect(await risks(before, after)).toEqual([]);
  });

  test("a reset whose time has come is a risk of an update that changes another argument, too", async () => {
    const change = (strategy: string, nextRotationAt: string): StepParts =>
      update(
        { rotation: { everyDays: 30, strategy }, description: "one" },
        { rotation: { everyDays: 30, strategy }, description: "two" },
        { outputs: { nextRotationAt } },
      );
    expect(await risksOf(change("reset", "2020-01-01T00:00:00.000Z"))).toEqual(["token-reset"]);
    expect(await risksOf(change("reset", "2999-01-01T00:00:00.000Z"))).toEqual([]);
    expect(await risksOf(change("replace", "2020-01-01T00:00:00.000Z"))).toEqual([]);
  });

  test("a runner that was created is deleted, one that was adopted is released", async () => {
    const adopted = { __origin: { way: "adopt" } };
    expect(await risksOf({ op: "delete", before: {} })).toEqual(["deleted"]);
    expect(await risksOf({ op: "delete", before: {}, outputs: {} })).toEqual(["deleted"]);
    expect(await risksOf({ op: "delete", before: {}, outputs: adopted })).toEqual(["released"]);
    const deleting = { ...adopted, deleteOnDestroy: true };
    expect(await risksOf({ op: "delete", before: {}, outputs: deleting })).toEqual(["deleted"]);
  });

  test("a runner that is replaced is shown with what else becomes of it", async () => {
    const before = { runnerType: "project_type", projectId: 1, locked: true };
    const after = { runnerType: "instance_type", locked: false };
    const parts = { op: "replace", before, after, replaceReasons: ["runnerType", "__provider"] };
    expect(await risksOf(parts)).toEqual([
      "unlocked",
      "shared-with-more-projects",
      "replaced",
      "replaced-without-drain",
    ]);
    const { changes } = await audit([
      { ...parts, op: "create-replacement" },
      parts,
      { ...parts, op: "delete-replaced" },
    ]);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ action: "replace", replaceReasons: ["runnerType"] });
    const narrower = { op: "replace", before: after, after: before };
    expect(await risksOf(narrower)).toEqual(["replaced", "replaced-without-drain"]);
  });

  test("a runner that is replaced waits for its jobs by the drain of the state", async () => {
    const drain = { timeout: 600 };
    const replace = (before: object, after: object): Promise<string[]> =>
      risksOf({ op: "replace", before, after });
    expect(await replace({ drain }, {})).toEqual(["replaced"]);
    expect(await replace({}, { drain })).toEqual(["replaced", "replaced-without-drain"]);
    const released = { op: "replace", before: {}, outputs: { __origin: { way: "adopt" } } };
    expect(await risksOf({ ...released, after: { runnerId: 7 } })).toEqual(["replaced"]);
  });

  test.each<[string, object, boolean]>([
    ["no drain", {}, true],
    ["a drain that fails", { drain: { timeout: 600, onTimeout: "fail" } }, false],
    ["a drain that forces", { drain: { timeout: 600, onTimeout: "force" } }, true],
    ["a drain that is hidden", { drain: "[secret]" }, true],
  ])("jobs that run may be lost with %s", async (_, before, isRisk) => {
    const preview = readPreview(previewJson([step({ op: "delete", before })]));
    const look = (): Promise<JobsAtGitLab> =>
      Promise.resolve({ running: new Map([["42", 2]]), messages: [] });
    const { changes } = await auditPreview(preview, look);
    const ids = changes.flatMap(({ risks }) => risks.map(({ id }) => id));
    expect(ids.includes("deleted-while-running-jobs")).toBe(isRisk);
  });

  test("what an interrupted replacement left is deleted", async () => {
    const { changes } = await audit([{ op: "delete-replaced", before: {} }]);
    expect(changes).toMatchObject([{ action: "delete", deletesRunner: true }]);
  });

  test("assignments share a runner, or take it away", async () => {
    const one = { type: "ProjectRunnerAssignment", after: { projectId: 1, runnerId: 2 } };
    expect(await risksOf({ op: "create", ...one })).toEqual(["shared-with-more-projects"]);
    expect(
      await risksOf({ op: "delete", type: "ProjectRunnerAssignment", before: one.after }),
    ).toEqual(["unassigned"]);
    const many = (before: unknown, after: unknown, more: object = {}): StepParts => ({
      ...update({ runnerId: 2, projectIds: before }, { runnerId: 2, projectIds: after, ...more }),
      type: "RunnerAssignments",
    });
    expect(await risksOf(many([1], [2, 1]))).toEqual(["shared-with-more-projects"]);
    expect(await risksOf(many([1, 2], [2]))).toEqual(["unassigned"]);
    expect(await risksOf(many([1], [1], { authoritative: true }))).toEqual(["unassigned"]);
    const both = ["shared-with-more-projects", "unassigned"];
    expect(await risksOf(many([1], UNKNOWN))).toEqual(both);
    expect(await risksOf({ ...many([1], [1], { runnerId: 3 }), op: "replace" })).toEqual(both);
    expect(
      await risksOf({ op: "delete", type: "RunnerAssignments", before: { projectIds: [1] } }),
    ).toEqual(["unassigned"]);
    const { changes } = await audit([many([1], [1, 2, 3])]);
    expect(changes[0]?.risks[0]?.reason).toBe("2 more projects may use the runner");
  });

  test("name the projects to which they matter, the first ten by path", async () => {
    const projects = [
      { id: 9, name: "site", pathWithNamespace: "acme/site" },
      { id: 8, name: "app", pathWithNamespace: "acme/app" },
    ];
    const projectsOf = async (parts: StepParts): Promise<unknown[]> =>
      (await audit([parts])).changes.flatMap(({ risks }) => risks.map((risk) => risk.projects));
    const paused = (outputs: object): StepParts =>
      update({ paused: false }, { paused: true }, { outputs });
    const used = { count: 2, first: ["acme/app (8)", "acme/site (9)"] };
    expect(await projectsOf(paused({ runnerType: "project_type", projects }))).toEqual([used]);
    const apart = { runnerType: "project_type", __details: { projects } };
    expect(await projectsOf(paused(apart))).toEqual([used]);
    expect(await projectsOf(paused({ runnerType: "group_type" }))).toEqual([{ every: "group" }]);
    expect(await projectsOf(paused({}))).toEqual([undefined]);
    const ids = Array.from({ length: 12 }, (_, index) => index + 1);
    const gains = { ...update({ projectIds: [20] }, { projectIds: ids, __paths: { 12: "a/b" } }) };
    expect(await projectsOf({ ...gains, type: "RunnerAssignments" })).toEqual([
      { count: 12, first: ["a/b (12)", "1", "2", "3", "4", "5", "6", "7", "8", "9"] },
      { count: 1, first: ["20"] },
    ]);
  });

  test("a cleanup deletes the stale runners that the preview lists", async () => {
    const cleanup = (staleRunners: unknown, before: object = {}): StepParts => ({
      ...update(before, { staleRunners }),
      type: "StaleRunnerCleanup",
    });
    expect(await risksOf(cleanup([{ id: 1 }]))).toEqual(["stale-deleted"]);
    expect(await risksOf({ ...cleanup([{ id: 1 }]), op: "create" })).toEqual(["stale-deleted"]);
    expect(await risksOf(cleanup(UNKNOWN))).toEqual(["stale-deleted"]);
    expect(await risksOf(cleanup([], { staleRunners: [{ id: 1 }] }))).toEqual([]);
    expect(await risksOf({ ...cleanup([{ id: 1 }]), op: "delete" })).toEqual([]);
    const { changes } = await audit([cleanup([{ id: 1 }, { id: 2 }])]);
    expect(changes[0]?.risks[0]?.reason).toBe("GitLab deletes 2 stale runners");
  });

  test("are the table of the documentation and the schema", () => {
    const docs = join(__dirname, "../../../docs");
    const text = readFileSync(join(docs, "audit-reference.md"), "utf8");
    const rows = [...text.matchAll(/^\| `([a-z-]+)` +\| (info|minor|major|critical) +\|/gm)];
    expect(rows.map(([, id, severity]) => [id, severity])).toEqual(
      RISK_IDS.map((id) => [id, severityOf(id)]),
    );
    const schema = JSON.parse(readFileSync(join(docs, "audit.schema.json"), "utf8")) as {
      $defs: { risk: { properties: { id: { enum: string[] } } } };
    };
    expect(schema.$defs.risk.properties.id.enum).toEqual(RISK_IDS);
  });
});

describe("an adoption", () => {
  const after = { runnerId: 7, locked: false, description: "ours", paused: false };
  const adopting = (before: object): StepParts => ({
    op: "create",
    after: { ...after, __adopted: before },
  });

  test("shows what the provider found at GitLab as the values before", async () => {
    const description = 'a "b" => c, locked false';
    const { changes } = await audit([adopting({ description, locked: true, paused: false })]);
    expect(changes).toMatchObject([{ action: "adopt", id: "7" }]);
    expect(changes[0]?.risks.map(({ id }) => id)).toEqual(["unlocked", "adopted"]);
    expect(changes.flatMap(propertiesOf)).toEqual([
      { name: "description", before: description, after: "ours" },
      { name: "locked", before: true, after: false },
      { name: "runnerId", before: undefined, after: 7 },
    ]);
  });

  test("goes by the provider's note, whatever a message says", async () => {
    const { runnerId, ...same } = after;
    expect(runnerId).toBe(7);
    const message = "warning: adopting runner 7 changes locked true => false";
    const diagnostics = [{ severity: "info#err", message }];
    expect(await risksOf(adopting(same), diagnostics)).toEqual(["adopted"]);
  });

  test("takes a setting that was not there for none", async () => {
    const given = { runnerId: 7, maximumTimeout: 600, tagList: ["x"] };
    const __adopted = { tagList: ["a", "b"] };
    const { changes } = await audit([{ op: "create", after: { ...given, __adopted } }]);
    expect(changes[0]?.risks.map(({ id }) => id)).toEqual(["tags-removed", "adopted"]);
    expect(changes[0]?.before).toEqual(__adopted);
  });

  test("of which nothing is noted may change all", async () => {
    const risks = await risksOf({
      op: "create",
      after: { authenticationToken: "[secret]", locked: false, paused: false },
    });
    expect(risks).toEqual(["unlocked", "adopted"]);
    const fresh = { runnerId: 7, resetTokenOnAdopt: true };
    expect(await risksOf({ op: "create", after: fresh })).toEqual(["token-reset", "adopted"]);
  });
});

describe("a report", () => {
  test("counts what is not audited, and leaves the stack's own resource out", async () => {
    const other = { op: "create", type: "gitlab:index/project:Project", after: {} };
    const report = await audit([other, { ...other, op: "same" }, { ...other, op: "read" }]);
    expect(report).toMatchObject({ project: "fleet", stack: "dev", changes: [], otherChanges: 1 });
    expect(report.failed).toBe(false);
  });

  test("shows reads, and refreshes that found something", async () => {
    const found = update({ paused: false }, { paused: true }, { op: "refresh" });
    const report = await audit([
      { op: "read", name: "read", after: {} },
      { ...found, name: "same", after: { paused: false } },
      { ...found, name: "drift" },
    ]);
    expect(report.changes.map(({ name, action }) => [name, action])).toEqual([
      ["drift", "refresh"],
      ["read", "read"],
    ]);
  });

  test("leaves out what Pulumi and the provider keep for themselves", async () => {
    const { changes } = await audit([
      update(
        { __mark: 1, paused: false },
        { __mark: 2, paused: true },
        {
          detailedDiff: { __provider: {}, "__mark[0]": {}, paused: {}, "tagList[0]": {} },
        },
      ),
    ]);
    expect(changes[0]?.changed).toEqual(["paused", "tagList"]);
    expect(changes[0]?.before).toEqual({ paused: false });
  });

  test("has the errors and warnings of the engine and of the provider", async () => {
    const report = await audit(
      [],
      [
        {
          severity: "error",
          message: "error: \u001b[1mboom\u001b[0m\nat\u202e line\n",
          urn: "urn:x",
        },
        { severity: "info#err", message: "warning: soon\n" },
        { severity: "warning", message: "late" },
        { severity: "info", message: "hello" },
      ],
    );
    expect(report.failed).toBe(true);
    expect(report.messages).toEqual([
      { severity: "error", text: "boom\nat\\u202e line", urn: "urn:x" },
      { severity: "warning", text: "soon" },
      { severity: "warning", text: "late" },
    ]);
  });

  test("has the line of the program, and not one of a package", async () => {
    const at = async (sourcePosition: string): Promise<unknown> =>
      (await audit([{ op: "create", after: {}, sourcePosition }])).changes[0]?.source;
    expect(await at("project:///src/index.ts#4,11")).toEqual({ path: "src/index.ts", line: 4 });
    expect(await at("project:///node_modules/x/index.js#4,11")).toBeUndefined();
    expect(await at("project:///../elsewhere.ts#1,1")).toBeUndefined();
  });
});

describe("a gate", () => {
  const steps = [
    update({ locked: true }, { locked: false }),
    update({ paused: false }, { paused: true }),
  ];

  test.each<[Gate[], string[]]>([
    [["unlocked"], ["unlocked"]],
    [
      ["paused", "unlocked"],
      ["unlocked", "paused"],
    ],
    [["minor"], ["unlocked", "paused"]],
    [["info"], ["unlocked", "paused"]],
    [["major"], ["unlocked"]],
    [["critical"], []],
    [["critical", "deleted"], []],
    [[], []],
  ])("%j stops %j", async (gates, expected) => {
    const found = stopped(await audit(steps), gates);
    expect(found.map(({ risk }) => risk.id)).toEqual(expected);
  });
});

describe("names that every object has", () => {
  const NAMES = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];

  test.each(NAMES)("%s is a property as any other", async (name) => {
    const inputs = JSON.parse(`{"${name}": 1, "paused": true}`) as object;
    const report = await audit([
      { ...update({ paused: false }, inputs), replaceReasons: [name] },
      { ...update({}, { paused: true }), ...{ diffReasons: [name], detailedDiff: { [name]: {} } } },
    ]);
    expect(report.changes).toHaveLength(2);
    for (const change of report.changes)
      for (const { before, after } of propertiesOf(change))
        for (const value of [before, after]) expect(typeof value).not.toBe("function");
    for (const format of [markdownReport, htmlReport, jsonReport, junitReport])
      expect(await format(report)).not.toMatch(/native code|\[object/);
    expect(codeQualityReport(report, "")).toContain("paused");
  });

  test.each(NAMES)("%s is no operation", async (op) => {
    const other = { op, type: "gitlab:index/project:Project", after: {} };
    expect(await audit([other])).toMatchObject({ changes: [], otherChanges: 0 });
  });
});

describe("what is no preview", () => {
  const urn = "urn:pulumi:dev::fleet::pulumi-nodejs:dynamic/gitlab-runners:Runner::docker";
  test.each([
    ["", "it is empty"],
    ["Previewing update (dev)", "it has no JSON object"],
    ["[]", "it has no JSON object"],
    ["{}", "it has neither steps nor diagnostics"],
    ['{"steps":[{"op":1}]}', "steps.0.op"],
    [
      '{"result":"succeeded","duration":1,"summary":{"delete":1}}',
      "it has neither steps nor diagnostics",
    ],
    ['{"sequence":1,"timestamp":2,"summaryEvent":{}}', "PULUMI_ENABLE_STREAMING_JSON_PREVIEW"],
    ['{"steps":[],"duration":1}', "changeSummary: the preview neither failed nor has one"],
    ['{"diagnostics":[],"duration":1}', "changeSummary: the preview neither failed nor has one"],
    ['{"steps":[],"changeSummary":{"delete":1}}', "changeSummary.delete: 1, and steps has 0"],
    ['{"steps":[],"changeSummary":{"create":1}}', "changeSummary.create: 1, and steps has 0"],
    [
      `{"steps":[{"op":"create","urn":"${urn}","newState":{}}],"changeSummary":{"same":1}}`,
      "changeSummary.create: 0, and steps has 1",
    ],
    [
      `{"steps":[{"op":"import","urn":"${urn}"}],"changeSummary":{}}`,
      'steps.0.op: this version does not know the operation "import"',
    ],
    [
      `{"steps":[{"op":"constructor","urn":"${urn}"}],"changeSummary":{}}`,
      'steps.0.op: this version does not know the operation "constructor"',
    ],
    [
      `{"steps":[{"op":"update","urn":"${urn}","newState":{}}],"changeSummary":{"update":1}}`,
      "steps.0.oldState: the operation update needs one",
    ],
    [`${previewJson([])}\n${previewJson([])}`, "it has 2 previews"],
  ])("%s is refused with the reason", (text, reason) => {
    expect(() => readPreview(text)).toThrow(reason);
  });

  test("of a failed preview the counts prove nothing", async () => {
    const failed = { diagnostics: [{ severity: "error", message: "error: boom" }] };
    expect((await auditPreview(readPreview(JSON.stringify(failed)))).failed).toBe(true);
  });

  test("a refresh counts as what it found", () => {
    const found = step({ op: "refresh", before: {}, after: {} });
    const preview = { steps: [found], changeSummary: { update: 1, same: 1 } };
    expect(readPreview(JSON.stringify(preview)).steps).toHaveLength(1);
  });

  test("nothing is read at any depth", () => {
    const deep = `{"steps":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect(() => readPreview(deep)).toThrow("it has more than 500 levels");
  });
});

describe("what people pipe", () => {
  const json = previewJson([step({ op: "create", after: { description: "grün {\n}" } })]);
  const around = `Installing policy pack { "x": 1 } ...\n{\n  half\n${json}\nwarning: a new version\n}\n`;
  const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");
  test.each<[string, Buffer]>([
    ["alone", Buffer.from(json)],
    ["with a byte order mark", Buffer.from(`\ufeff${json}`)],
    ["among other text", Buffer.from(around)],
    ["with the line ends of Windows", Buffer.from(around.replaceAll("\n", "\r\n"))],
    ["in one line among others", Buffer.from(`a\n${JSON.stringify(JSON.parse(json))}\nb\n`)],
    ["from PowerShell", utf16(`\ufeff${json.replaceAll("\n", "\r\n")}`)],
    ["in UTF-16 without a mark", utf16(json)],
    ["in big-endian UTF-16", utf16(`\ufeff${json}`).swap16()],
    ["with the end-of-file of DOS", Buffer.from(`${json}\r\n\u001a`)],
  ])("%s", async (_, bytes) => {
    const { changes } = await auditPreview(readPreview(decodeText(bytes)));
    expect(changes).toMatchObject([{ action: "create", name: "docker" }]);
    expect(changes[0]?.after["description"]).toBe("grün {\n}");
  });
});

describe("the ids of projects", () => {
  const runner = (pathWithNamespace: string): StepParts => ({
    op: "same",
    name: "shared",
    id: "7",
    before: {},
    outputs: { projects: [{ id: 8, name: "site", pathWithNamespace }] },
  });
  const assignments: StepParts = {
    ...update({ runnerId: 7, projectIds: [8] }, { runnerId: 7, projectIds: [8, 9] }),
    type: "RunnerAssignments",
  };

  test("have the paths that a runner's state shows", async () => {
    const report = await audit([runner("acme/site"), assignments]);
    expect(markdownReport(report)).toContain(
      "| `projectIds` | `[acme/site (8)]` | `[acme/site (8), 9]` |",
    );
    expect(await htmlReport(report)).toContain('<code class="after">[acme/site (8), 9]</code>');
    expect(JSON.parse(jsonReport(report))).toMatchObject({
      changes: [{ properties: [{ name: "projectIds", before: [8], after: [8, 9] }] }],
    });
  });

  test("and of groups have those that the provider notes, or that a runner's groups show", async () => {
    const created = (after: object): StepParts => ({
      ...update({}, { runnerType: "group_type", ...after }),
      op: "create",
    });
    const groups = [{ id: 9, name: "team", webUrl: "https://gitlab.test/git/groups/acme/team" }];
    const report = await audit([
      { op: "same", name: "there", before: {}, outputs: { __details: { groups } } },
      created({ groupId: 9 }),
      created({ groupId: 7, __paths: { "group 7": "acme" } }),
      created({ projectId: 7, __paths: { 7: "acme/site" } }),
    ]);
    const text = markdownReport(report);
    expect(text.match(/^\| `(group|project)Id` .*$/gm)).toEqual([
      "| `groupId` |  | `acme/team (9)` |",
      "| `groupId` |  | `acme (7)` |",
      "| `projectId` |  | `acme/site (7)` |",
    ]);
  });

  test("have bounded paths that neither Markdown nor HTML takes for markup", async () => {
    const hostile = `${"x".repeat(200)}/<img src=x>|\u202e`;
    const report = await audit([runner(hostile), assignments]);
    const [markdown, page] = [markdownReport(report), await htmlReport(report)];
    for (const text of [markdown, page]) {
      expect(text).not.toContain("<img");
      expect(text).not.toContain("\u202e");
      expect(text).not.toContain("x".repeat(101));
    }
    expect(markdown).toMatch(/…x+&#47;&#60;img src&#61;x&#62;&#124;.* &#40;8&#41;/);
  });
});

describe("a text for a person", () => {
  test("shows what would not be seen", () => {
    expect(plainText("a\u202eb\u0000\u2028\n\u{e0041}\ud800")).toBe(
      "a\\u202eb\\u0000\\u2028\\u000a\\udb40\\udc41\\ud800",
    );
    expect(plainText("Grüße, 東京 🦊")).toBe("Grüße, 東京 🦊");
    expect(valueText("a\nb")).toBe('"a\\nb"');
    expect(valueText([UNKNOWN, 1])).toBe("[(not known yet),1]");
    expect(valueText("[secret]")).toBe("[secret]");
  });
});
