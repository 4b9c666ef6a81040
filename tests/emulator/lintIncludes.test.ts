import { type Emulator, startEmulator } from "../../emulator";
import { NOW, SEED, ask } from "./helpers";

const GREET = `spec:
  inputs:
    name:
    stage:
      default: test
      options: [test, deploy]
    times:
      type: number
      default: 1
    quiet:
      type: boolean
      default: false
    tags:
      type: array
      default: [docker]
    version:
      default: v1.0
      regex: ^v\\d\\.\\d+$
---
greet-$[[ inputs.name ]]:
  stage: $[[ inputs.stage ]]
  tags: $[[ inputs.tags ]]
  allow_failure: $[[ inputs.quiet ]]
  parallel: $[[ inputs.times ]]
  script: echo $[[ inputs.name | posix_escape ]] $[[inputs.version | truncate(0,2)]] "$[[ matrix.os ]]"
`;

const ZEROS = "0".repeat(40);

let gitlab: Emulator;
beforeAll(async () => {
  gitlab = await startEmulator({
    clock: NOW,
    seed: {
      ...SEED,
      projects: [
        {
          id: 1,
          path_with_namespace: "acme/app",
          ci_config: "include: ci/build.yml\n",
          files: {
            "ci/build.yml": "build: { script: make, stage: build, tags: [linux] }\n",
            "ci/greet.yml": GREET,
            "ci/nested.yml":
              "include: { local: ci/greet.yml, inputs: { name: nested } }\nnested: { script: x }\n",
            "ci/forever.yml": "include: ci/forever.yml\na: { script: x }\n",
            "ci/empty.yml": " ",
            "ci/broken.yml": "a: [\n",
          },
        },
        {
          id: 2,
          path_with_namespace: "acme/components",
          visibility: "internal",
          files: {
            "templates/greet.yml": GREET,
            "templates/folder/template.yml": "in-folder: { script: x }\n",
          },
          tags: ["v1.2.3"],
        },
        {
          id: 3,
          path_with_namespace: "hidden/components",
          files: { "templates/greet.yml": GREET },
        },
      ],
    },
  });
});
afterAll(() => gitlab.close());

interface Result {
  valid: boolean;
  errors: string[];
  merged_yaml: string | null;
  includes: unknown;
  jobs: Record<string, unknown>[];
}

async function lint(content: string): Promise<Result> {
  const body = { content, include_jobs: true };
  const answer = await ask(gitlab, "developer", "POST", "/projects/1/ci/lint", body);
  expect(answer.status).toBe(200);
  return answer.body as Result;
}
const host = (): string => new URL(gitlab.url).host;
const including = (inputs: string, component = "acme/components/greet@v1.2.3"): string =>
  `include: [{ component: $CI_SERVER_FQDN/${component}, inputs: ${inputs} }]`;

describe("include of a file of the project", () => {
  test("by GET, with what the answer says of the file", async () => {
    const path = "/projects/1/ci/lint?include_jobs=true";
    const { body } = await ask(gitlab, "developer", "GET", path);
    expect(body).toMatchObject({
      valid: true,
      errors: [],
      jobs: [{ name: "build", tag_list: ["linux"] }],
      includes: [
        {
          type: "local",
          location: "ci/build.yml",
          blob: `${gitlab.url}/acme/app/-/blob/${ZEROS}/ci/build.yml`,
          raw: `${gitlab.url}/acme/app/-/raw/${ZEROS}/ci/build.yml`,
          extra: {},
          context_project: "acme/app",
          context_sha: ZEROS,
        },
      ],
    });
  });

  test.each([
    "include: /ci/build.yml",
    "include: [ci/build.yml]",
    "include: { local: ci/build.yml }",
  ])("%s", async (include) => {
    const { errors, jobs, merged_yaml } = await lint(`${include}\nbuild: { tags: [arm] }`);
    expect(errors).toEqual([]);
    // What the including file has goes over what it includes, key by key; a list is replaced.
    expect(jobs).toMatchObject([{ name: "build", stage: "build", tag_list: ["arm"] }]);
    expect(merged_yaml).not.toContain("include");
  });

  test("within an included file, with inputs", async () => {
    const { errors, jobs, includes } = await lint("include: ci/nested.yml");
    expect(errors).toEqual([]);
    expect(jobs.map(({ name }) => name).sort()).toEqual(["greet-nested 1/1", "nested"]);
    expect(includes).toMatchObject([{ location: "ci/nested.yml" }, { location: "ci/greet.yml" }]);
  });
});

describe("include of a component", () => {
  test("puts the inputs in their places", async () => {
    const { errors, jobs, includes } = await lint(
      including("{ name: Ada L, stage: deploy, times: 2, quiet: true, tags: [a, b] }"),
    );
    expect(errors).toEqual([]);
    expect(jobs).toMatchObject(
      ["1/2", "2/2"].map((index) => ({
        name: `greet-Ada L ${index}`,
        stage: "deploy",
        tag_list: ["a", "b"],
        allow_failure: true,
        script: ['echo Ada\\ L v1 "$[[ matrix.os ]]"'],
      })),
    );
    expect(includes).toEqual([
      {
        type: "component",
        location: `${host()}/acme/components/greet@v1.2.3`,
        blob: `${gitlab.url}/acme/components/-/blob/${ZEROS}/templates/greet.yml`,
        raw: null,
        extra: {},
        context_project: "acme/app",
        context_sha: ZEROS,
      },
    ]);
  });

  test("several times, with other inputs", async () => {
    const address = "$CI_SERVER_FQDN/acme/components/greet@main";
    const { jobs } = await lint(
      `include:\n${["a", "b"].map((name) => `  - { component: ${address}, inputs: { name: ${name} } }\n`).join("")}greet-b: { stage: build, needs: [] }`,
    );
    expect(jobs).toMatchObject([
      { name: "greet-b 1/1", stage: "build", needs: [] },
      { name: "greet-a 1/1", stage: "test", needs: null },
    ]);
  });

  test.each(["main", "HEAD", ZEROS])("of the ref %s, in a folder of its own", async (ref) => {
    const { jobs } = await lint(
      `include: [{ component: $CI_SERVER_FQDN/acme/components/folder@${ref} }]`,
    );
    expect(jobs).toMatchObject([{ name: "in-folder" }]);
  });

  test.each([
    ["{}", "`name` input: required value has not been provided"],
    ["{ name: a, other: b }", "unknown input arguments: other"],
    [
      "{ name: a, stage: build }",
      "`stage` input: `build` cannot be used because it is not in the list of allowed options",
    ],
    ["{ name: a, times: many }", "`times` input: provided value is not a number"],
    ["{ name: a, quiet: no way }", "`quiet` input: provided value is not a boolean"],
    ["{ name: a, tags: b }", "`tags` input: provided value is not an array"],
    [
      "{ name: a, version: 1.0 }",
      "`version` input: provided value does not match required RegEx pattern",
    ],
    [
      "{ stage: x, times: x, quiet: x, tags: x }",
      "`name` input: required value has not been provided, `stage` input: `x` cannot be used because it is not in the list of allowed options, `times` input: provided value is not a number",
    ],
  ])("refuses the inputs %s", async (inputs, error) => {
    const { valid, errors } = await lint(including(inputs));
    expect({ valid, errors }).toEqual({
      valid: false,
      errors: [`\`${host()}/acme/components/greet@v1.2.3\`: ${error}`],
    });
  });

  const latest =
    "is not supported for non-catalog resources. Use a tag, branch, or commit SHA instead.";
  test.each([
    ["acme/components/greet@~latest", `The ~latest version reference ${latest}`],
    ["acme/components/greet@1.2", `The partial semantic version reference ${latest}`],
    ["acme/components/greet@v9", "content not found"],
    ["acme/components/nothing@main", "content not found"],
    ["acme/nothing/greet@main", "content not found"],
    ["acme/components/greet", "the component path is not supported"],
    [
      "hidden/components/greet@main",
      "project does not exist or you don't have sufficient permissions",
    ],
  ])("refuses %s", async (component, reason) => {
    const { errors } = await lint(including("{}", component));
    expect(errors).toEqual([`Component '${host()}/${component}' - ${reason}`]);
  });

  test("refuses one of another GitLab", async () => {
    const { errors } = await lint(
      "include: [{ component: gitlab.com/acme/components/greet@main }]",
    );
    expect(errors).toEqual([
      "Component 'gitlab.com/acme/components/greet@main' - the component path is not supported",
    ]);
  });
});

describe("a configuration with inputs of its own", () => {
  const job = (text: string, spec = "inputs: { a: { default: b } }"): string =>
    `spec: { ${spec} }\n---\njob: { script: ["${text}"] }`;

  test("has their defaults", async () => {
    const { errors, jobs } = await lint(job("$[[ inputs.a ]] $[[inputs.a|expand_vars]]"));
    expect(errors).toEqual([]);
    expect(jobs).toMatchObject([{ script: ["b b"] }]);
  });

  test.each([
    ["---\n", ["b"]],
    ["job: { script: first }\n---\n", ["first"]],
    ["---\n".repeat(100_000), undefined],
  ])("after %.30j", async (before, script) => {
    const { jobs } = await lint(`${before}${job("$[[ inputs.a ]]")}`);
    expect(jobs[0]?.["script"]).toEqual(script);
  });

  test("of a variable, when a function asks for its value", async () => {
    const spec = "inputs: { a: { default: $CI_PROJECT_PATH/$OTHER } }";
    const { jobs } = await lint(job("$[[ inputs.a ]] $[[ inputs.a | expand_vars ]]", spec));
    expect(jobs).toMatchObject([{ script: ["$CI_PROJECT_PATH/$OTHER acme/app/$OTHER"] }]);
  });

  test.each([
    ["$[[ inputs.c ]]", "unknown interpolation key: `c`"],
    ["$[[ variables.c ]]", "unknown interpolation key: `variables`"],
    ["$[[ inputs ]]", "invalid interpolation access pattern"],
    ["$[[ inputs.a.b ]]", "unknown interpolation key: `b`"],
    [
      "$[[ inputs.a | shout ]]",
      "no function matching `shout`: check that the function name, arguments, and types are correct",
    ],
    [
      "$[[ inputs.a | truncate ]]",
      "no function matching `truncate`: check that the function name, arguments, and types are correct",
    ],
    [
      "$[[ inputs.a | expand_vars | expand_vars | expand_vars | expand_vars ]]",
      "too many functions in interpolation block",
    ],
  ])("refuses %s", async (text, error) => {
    expect((await lint(job(text))).errors).toEqual([error]);
  });

  test.each([
    ["arguments: {}", "header:spec config contains unknown keys: arguments"],
    ["inputs: { a: { kind: b } }", "header:spec:inputs:a config contains unknown keys: kind"],
    ["inputs: { a: { type: text } }", "header:spec:inputs:a input type unknown value: text"],
    ["inputs: { a: }", "`a` input: required value has not been provided"],
    [
      "inputs: { a: { type: boolean, default: true, options: [true] } }",
      "`a` input: Options can only be used with string and number inputs",
    ],
    ["inputs: { a: { default: b, regex: '[' } }", "`a` input: invalid regular expression"],
    [
      "inputs: { a: { default: b, regex: ^c } }",
      "`a` input: default value does not match required RegEx pattern",
    ],
    [
      "inputs: { a: { type: number, default: 3, options: [1, 2] } }",
      "`a` input: `3` cannot be used because it is not in the list of the allowed options",
    ],
    [
      "inputs: { a: { type: boolean, default: true } }",
      "invalid input type: truncate can only be used with string inputs",
    ],
  ])("refuses the header %s", async (spec, error) => {
    expect((await lint(job("$[[ inputs.a | truncate(0, 1) ]]", spec))).errors).toEqual([error]);
  });
});

test.each([
  ["ci/missing.yml", "Local file `ci/missing.yml` does not exist!"],
  ["ci/forever.yml", "Maximum of 150 nested includes are allowed!"],
  ["{ local: ci/build.yml, inputs: { a: b } }", /^`ci\/build.yml`: Given inputs not defined in/],
  ["ci/broken.yml", /^`ci\/broken.yml`: \(<unknown>\): /],
  ["{ file: a.yml }", /^Included file must specify one of/],
  [
    "https://a.example/b.yml",
    "Included file `https://a.example/b.yml` is empty or does not exist!",
  ],
])("refuses include: %s", async (include, error) => {
  const { errors } = await lint(`include: ${include}\na: { script: x }`);
  expect(errors).toEqual([typeof error === "string" ? error : expect.stringMatching(error)]);
});
