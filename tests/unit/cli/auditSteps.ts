/** A step of a preview, in the form that the engine writes it. */
export interface StepParts {
  op: string;
  type?: string;
  name?: string;
  id?: string;
  before?: object;
  after?: object;
  /** Outputs of the state before. */
  outputs?: object;
  detailedDiff?: object | null;
  replaceReasons?: string[];
  sourcePosition?: string;
}

const PROVIDER = 'exports.handler = () => require("pulumi-gitlab-runners/provider").runner;';

export function step({
  op,
  type = "pulumi-nodejs:dynamic/gitlab-runners:Runner",
  name = "docker",
  id = "42",
  before,
  after,
  outputs = { __origin: { way: "create" } },
  detailedDiff = null,
  sourcePosition,
  ...more
}: StepParts): { op: string; [key: string]: unknown } {
  const urn = `urn:pulumi:dev::fleet::${type.includes(":") ? type : `pulumi-nodejs:dynamic/gitlab-runners:${type}`}::${name}`;
  const state = (inputs: object): object => ({
    urn,
    custom: true,
    inputs: { __provider: PROVIDER, ...inputs },
    ...(sourcePosition === undefined ? {} : { sourcePosition }),
  });
  return {
    op,
    urn,
    ...(before ? { oldState: { ...state(before), id, outputs } } : {}),
    ...(after
      ? { newState: before || op === "read" ? { ...state(after), id } : state(after) }
      : {}),
    detailedDiff,
    ...more,
  };
}

/** The engine counts what a step does by itself, and not the parts of a replacement. */
const UNCOUNTED = ["refresh", "create-replacement", "delete-replaced"];

/** What `pulumi preview --json` writes. */
export function previewJson(
  steps: readonly { op?: string }[],
  diagnostics: readonly object[] = [],
): string {
  const stack = step({ op: "same", type: "pulumi:pulumi:Stack", name: "fleet-dev", after: {} });
  const counts = new Map<string, number>();
  for (const { op = "same" } of [stack, ...steps])
    if (!UNCOUNTED.includes(op)) counts.set(op, (counts.get(op) ?? 0) + 1);
  const changeSummary = Object.fromEntries(counts);
  const preview = { steps: [stack, ...steps], diagnostics, duration: 1, changeSummary };
  return JSON.stringify(preview, null, 4);
}
