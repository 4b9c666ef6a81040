import type { Emulator } from "../../emulator";
import { ask, start } from "./helpers";

const SCRIPT = "config should be a string or a nested array of strings up to 10 levels deep";
const NAME =
  "name can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', and spaces, but it cannot start or end with '/'";
const UNMATCHED = "config should implement the script:, run:, or trigger: keyword";
const NONE = "jobs config should contain at least one visible job";

let gitlab: Emulator;
beforeAll(async () => {
  gitlab = await start();
});
afterAll(() => gitlab.close());

type Job = Record<string, unknown>;

async function lint(content: string): Promise<{ errors: string[]; jobs: Job[] }> {
  const body = { content, include_jobs: true };
  const answer = await ask(gitlab, "developer", "POST", "/projects/1/ci/lint", body);
  return answer.body as { errors: string[]; jobs: Job[] };
}

/** What is said of a keyword of a job that is null, an empty list, text and mapping, in this order. */
const OF_A_JOB: readonly [keyword: string, nul: string, list: string, text: string, map: string][] =
  [
    [
      "script",
      "script can't be blank",
      "script can't be blank",
      "script can't be blank",
      "script can't be blank",
    ],
    ["before_script", "", "", "", `:before_script ${SCRIPT}`],
    ["after_script", "", "", "", `:after_script ${SCRIPT}`],
    [
      "tags",
      "",
      "",
      ":tags config should be an array of strings",
      ":tags config should be an array of strings",
    ],
    ["stage", "", ":stage config should be a string", "?", ":stage config should be a string"],
    [
      "when",
      "",
      "when should be one of: on_success, on_failure, always, manual, delayed",
      "when should be one of: on_success, on_failure, always, manual, delayed",
      "when should be one of: on_success, on_failure, always, manual, delayed",
    ],
    [
      "allow_failure",
      "",
      "allow_failure should be a hash or a boolean value",
      "allow_failure should be a hash or a boolean value",
      "",
    ],
    [
      "dependencies",
      "",
      "",
      "dependencies should be an array of strings",
      "dependencies should be an array of strings",
    ],
    [
      "rules",
      "",
      ":rules config can't be blank",
      "rules should be an array containing hashes and arrays of hashes",
      "rules should be an array containing hashes and arrays of hashes",
    ],
    [
      "only",
      "",
      "",
      ":only has to be either an array of conditions or a hash",
      ":only config can't be blank",
    ],
    [
      "except",
      "",
      "",
      ":except has to be either an array of conditions or a hash",
      ":except config can't be blank",
    ],
    [
      "variables",
      "",
      ":variables config should be a hash",
      ":variables config should be a hash",
      "",
    ],
    [
      "needs",
      "",
      "",
      ":needs config can only be a hash or an array",
      ":needs config can not be an empty hash",
    ],
    [
      "environment",
      "",
      `:environment config should be a hash or a string|:environment name can't be blank|:environment ${NAME}|:environment ${NAME}`,
      `:environment name can't be blank|:environment ${NAME}`,
      `:environment name can't be blank|:environment ${NAME}|:environment ${NAME}`,
    ],
    [
      "parallel",
      "",
      ":parallel should be an integer or a hash",
      ":parallel should be an integer or a hash",
      ":parallel config missing required keys: matrix",
    ],
  ];

test.each(OF_A_JOB)("%s of a job: null, [], '' and {}", async (keyword, ...said) => {
  const script = keyword === "script" ? "" : "script: x, ";
  const forms = ["", "[]", '""', "{}"];
  const found = await Promise.all(
    forms.map(async (form) => (await lint(`job: { ${script}${keyword}: ${form} }`)).errors),
  );
  const expected = said.map((text) =>
    text === ""
      ? []
      : text === "?"
        ? [
            "job job: chosen stage  does not exist; available stages are .pre, build, test, deploy, .post",
          ]
        : text.split("|").map((each) => `jobs:job${each.startsWith(":") ? "" : " "}${each}`),
  );
  expect(found).toEqual(expected);
});

test.each<[string, string[]]>([
  ["job:", [`jobs job ${UNMATCHED}`, NONE]],
  ["job: {}", [`jobs job ${UNMATCHED}`, NONE]],
  ["job: []", [`jobs job ${UNMATCHED}`, NONE]],
  ['job: ""', [`jobs job ${UNMATCHED}`, NONE]],
  ["My_Job: {}\nok: { script: x }", [`jobs my_job ${UNMATCHED}`]],
  ["my_job_2: {}\nok: { script: x }", [`jobs my job 2 ${UNMATCHED}`]],
  [
    "stages: []\njob: { script: x }",
    ["job job: chosen stage test does not exist; available stages are "],
  ],
  ["stages:\njob: { script: x }", []],
  ['stages: ""\njob: { script: x }', ["stages config should be an array of strings"]],
  ["stages: {}\njob: { script: x }", ["stages config should be an array of strings"]],
  ["default:\njob: { script: x }", []],
  ["default: {}\njob: { script: x }", []],
  ["default: []\njob: { script: x }", ["default config should be a hash"]],
  ["default: { tags: }\njob: { script: x }", []],
  ["default: { tags: [] }\njob: { script: x }", []],
  [
    "default: { tags: {} }\njob: { script: x }",
    ["default:tags config should be an array of strings"],
  ],
  ["default: { before_script: {} }\njob: { script: x }", [`default:before_script ${SCRIPT}`]],
  ["before_script: {}\njob: { script: x }", [`before_script ${SCRIPT}`]],
  ["variables:\njob: { script: x }", []],
  ["variables: []\njob: { script: x }", ["variables config should be a hash"]],
  ["workflow:\njob: { script: x }", []],
  ["workflow: []\njob: { script: x }", ["workflow config should be a hash"]],
  ["workflow: { rules: [] }\njob: { script: x }", ["workflow:rules config can't be blank"]],
  ["include:\njob: { script: x }", []],
  ["include: []\njob: { script: x }", []],
  [
    "job: { trigger: }",
    ["jobs:job config should contain either a trigger or a status mirror / needs:pipeline"],
  ],
  ['job: { trigger: "" }', ["jobs:job:trigger config can't be blank"]],
  ["job: { trigger: [] }", ["jobs:job:trigger has to be either a string or a hash"]],
  ["job: { trigger: x, allow_failure: {} }", ["jobs:job allow_failure should be a boolean value"]],
  ["job: { needs: [{ pipeline: other/one }] }", []],
  [
    "Job: { script: x, parallel: 0 }",
    ["jobs:job:parallel config must be greater than or equal to 1"],
  ],
  ["Job: { script: x, parallel: [] }", ["jobs:Job:parallel should be an integer or a hash"]],
  // A job that is wrong itself is not looked into, nor are jobs where one is none.
  [
    "job: { script: x, when: never, tags: {} }",
    ["jobs:job when should be one of: on_success, on_failure, always, manual, delayed"],
  ],
  ["job: {}\nother: { script: x, tags: {} }", [`jobs job ${UNMATCHED}`]],
  [
    "job: { script: x, rules: [{ if: a }], only: [main] }",
    ["jobs:job config key may not be used with `rules`: only"],
  ],
  ["Job: { script: x, tags: {} }", ["jobs:job:tags config should be an array of strings"]],
  [
    "Job: { script: x, only: x }",
    ["jobs:Job:only has to be either an array of conditions or a hash"],
  ],
])("%j", async (content, errors) => {
  expect((await lint(content)).errors).toEqual(errors);
});

test("null inherits what an empty list overrides", async () => {
  const { errors, jobs } = await lint(`
    default: { tags: [docker], before_script: [first] }
    absent: { script: x }
    nothing: { script: x, tags: , before_script: }
    empty: { script: x, tags: [], before_script: [] }
  `);
  expect(errors).toEqual([]);
  expect(jobs.map(({ tag_list, before_script }) => [tag_list, before_script])).toEqual([
    [["docker"], ["first"]],
    [["docker"], ["first"]],
    [[], []],
  ]);
});

test("rules that are null leave the default of only", async () => {
  for (const content of [
    "job: { script: x, rules: }",
    "workflow: { rules: }\njob: { script: x }",
  ]) {
    const { jobs } = await lint(content);
    expect(jobs[0]?.["only"]).toEqual({ refs: ["branches", "tags"] });
  }
});
