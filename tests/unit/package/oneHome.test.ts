import { type Edit, type Trial, compileOverlays } from "../../helpers/overlayCompiler";

const HOMES = "tests/helpers/argumentHomes.ts";
const VALUES = "tests/helpers/argumentValues.ts";
const TABLE = "provider/runner/runnerArguments.ts";
const RUNNER = "sdk/runner.ts";

const after = (file: string, text: string, added: string): Edit => ({
  file,
  text,
  becomes: `${text}\n${added}`,
});

/** All that a new setting takes in TypeScript, by the place. */
const PLACES = {
  "the arguments of the class": after(
    RUNNER,
    "  paused?: pulumi.Input<boolean>;",
    "  shiny?: pulumi.Input<boolean>;",
  ),
  "the outputs of the class": after(
    RUNNER,
    "  declare readonly paused: pulumi.Output<boolean>;",
    "  declare readonly shiny: pulumi.Output<boolean>;",
  ),
  "the outputs that the engine is given": after(
    RUNNER,
    "  paused: undefined,",
    "  shiny: undefined,",
  ),
  "the table": after(
    TABLE,
    "export const runnerArguments = {",
    '  shiny: { ...setting, schema: flagSchema, attribute: "shiny", default: false },',
  ),
  "what GitLab is sent": after(
    "gitlab/endpoints/runners.ts",
    "  paused?: boolean;",
    "  shiny?: boolean;",
  ),
  "what GitLab replies": after(
    "gitlab/payloads/schemas.ts",
    "  locked: v.boolean(),",
    "  shiny: v.boolean(),",
  ),
  "the values of the tests": after(
    VALUES,
    "  paused: { value: true, other: false },",
    "  shiny: { value: true, other: false },",
  ),
} as const satisfies Readonly<Record<string, Edit>>;
type Place = keyof typeof PLACES;

const allBut = (forgotten?: Place): Edit[] =>
  (Object.keys(PLACES) as Place[])
    .filter((place) => place !== forgotten)
    .map((place) => PLACES[place]);

/** What the compiler says, and where, of a setting for which a place is forgotten. */
const FORGOTTEN: readonly (readonly [Place, file: string, error: RegExp])[] = [
  ["the arguments of the class", HOMES, /notInRunnerArgs: .*'shiny'/],
  ["the outputs of the class", HOMES, /settingsWithoutAnOutput: .*'shiny'/],
  ["the outputs that the engine is given", RUNNER, /OutputName<Runner>.*'shiny' is missing/],
  ["the table", HOMES, /notInRunnerArguments: .*'shiny'/],
  ["what GitLab is sent", TABLE, /shiny: .*attribute: "shiny"/],
  ["what GitLab replies", HOMES, /settingsThatNoReplyShows: .*'shiny'/],
  ["the values of the tests", VALUES, /ARGUMENT_VALUES: .*'shiny' is missing/],
];

const edit = (file: string, text: string, becomes: string): Edit => ({ file, text, becomes });

/** Further mistakes: what is edited, and what the compiler says where. */
const MISTAKES: readonly (readonly [string, Edit, file: string, error: RegExp])[] = [
  [
    "an argument of another type than in the table",
    edit(RUNNER, "  paused?: pulumi.Input<boolean>;", "  paused?: pulumi.Input<string>;"),
    HOMES,
    /ofAnotherTypeThanInRunnerArgs: .*'paused'/,
  ],
  [
    "a setting of which it is not said what leaving it out means",
    edit(TABLE, 'attribute: "paused", default: RUNNER_DEFAULTS.paused', 'attribute: "paused"'),
    TABLE,
    /paused: .*'(default|cleared)'/,
  ],
  [
    "a default of another type",
    edit(
      TABLE,
      'attribute: "paused", default: RUNNER_DEFAULTS.paused',
      'attribute: "paused", default: "no"',
    ),
    HOMES,
    /defaultsOfAnotherType: .*'paused'/,
  ],
  [
    "a setting sent as an attribute of another type",
    edit(TABLE, 'attribute: "paused"', 'attribute: "description"'),
    "provider/runner/runnerMapping.ts",
    /return payload.*'description'/,
  ],
  [
    "a setting that only some ways take",
    edit(TABLE, 'attribute: "paused"', 'attribute: "paused", origins: ["create"]'),
    TABLE,
    /paused: /,
  ],
  [
    "an argument of which it is not said where it goes",
    after(TABLE, "export const runnerArguments = {", "  shiny: { schema: flagSchema },"),
    TABLE,
    /shiny: /,
  ],
  [
    "an output that the class does not have",
    edit(RUNNER, "  paused: undefined,", "  paused: undefined,\n  shiny: undefined,"),
    RUNNER,
    /shiny: undefined.*OutputName<Runner>/,
  ],
  [
    "a secret that the class does not know",
    edit(RUNNER, '  "registrationToken",\n] as const', "] as const"),
    HOMES,
    /notASecretInTheSdk: .*'registrationToken'/,
  ],
  [
    "a secret that the table does not know",
    edit(
      RUNNER,
      '  "registrationToken",\n] as const',
      '  "registrationToken",\n  "description",\n] as const',
    ),
    HOMES,
    /notASecretInRunnerArguments: .*'description'/,
  ],
  [
    "an argument of an assignment",
    after(
      "sdk/projectRunnerAssignment.ts",
      "export interface ProjectRunnerAssignmentArgs {",
      "  shiny?: pulumi.Input<boolean>;",
    ),
    HOMES,
    /notInAssignmentArguments: .*'shiny'/,
  ],
  [
    "an argument of the assignments",
    after(
      "sdk/runnerAssignments.ts",
      "export interface RunnerAssignmentsArgs {",
      "  shiny?: pulumi.Input<boolean>;",
    ),
    HOMES,
    /notInAssignmentsArguments: .*'shiny'/,
  ],
  [
    "an argument that the class leaves out and the table requires",
    edit("sdk/runnerAssignments.ts", "  runnerId: pulumi.Input<", "  runnerId?: pulumi.Input<"),
    HOMES,
    /otherwiseRequiredThanInRunnerAssignmentsArgs: .*'runnerId'/,
  ],
  [
    "an argument of a provider that is no key",
    after("sdk/provider.ts", "export interface ProviderArgs {", "  shiny?: pulumi.Input<boolean>;"),
    HOMES,
    /notInTheKeysOfTheConfiguration: .*'shiny'/,
  ],
  [
    "a key that a provider is not given",
    after("gitlab/settings/keys.ts", "export const KEYS = {", "  shiny: own,"),
    HOMES,
    /notInProviderArgs: .*'shiny'/,
  ],
  [
    "a key that is read and has no entry",
    edit(
      "gitlab/settings/settings.ts",
      '"gitlab-runners:creationMarker"',
      '"gitlab-runners:shiny"',
    ),
    "gitlab/settings/settings.ts",
    /"gitlab-runners:shiny"/,
  ],
];

describe("a place that is forgotten does not compile", () => {
  const files = [...new Set([...FORGOTTEN, ...MISTAKES].map((trial) => trial.at(-2) as string))];
  const trials: readonly Trial[] = [
    { edits: allBut(), files },
    ...FORGOTTEN.map(([place, file]) => ({ edits: allBut(place), files: [file] })),
    ...MISTAKES.map(([, mistake, file]) => ({ edits: [mistake], files: [file] })),
  ];
  let errors: string[][];
  beforeAll(() => {
    errors = compileOverlays(trials);
  });

  const expectError = (index: number, file: string, error: RegExp): void => {
    expect(errors[index]).toContainEqual(expect.stringMatching(error));
    for (const line of errors[index] ?? []) expect(line).toMatch(file);
  };

  test("a setting with every place compiles", () => {
    expect(errors[0]).toEqual([]);
  });

  test.each(FORGOTTEN.map((trial, index) => [...trial, 1 + index] as const))(
    "a setting without %s",
    (_place, file, error, index) => {
      expectError(index, file, error);
    },
  );

  test.each(MISTAKES.map((trial, index) => [...trial, 1 + FORGOTTEN.length + index] as const))(
    "%s",
    (_mistake, _edit, file, error, index) => {
      expectError(index, file, error);
    },
  );
});
