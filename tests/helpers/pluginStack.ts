import type { Emulator } from "../../emulator";
import { environmentOf, startGitLab } from "./gitlab";
import { type Shown, Stack } from "./stack";

/** Classes of the plugin's resources as generators of SDKs make them, in as few words as it takes. */
export const CLASSES = `
const pulumi = require("@pulumi/pulumi");
const OUTPUTS = { token: undefined, active: undefined, status: undefined, projectIds: undefined };
const make = (kind) => (name, args, opts) =>
  new pulumi.CustomResource("gitlab-runners:index:" + kind, name, { ...OUTPUTS, ...args }, opts);
const [runner, assignment, assignments] =
  ["Runner", "ProjectRunnerAssignment", "RunnerAssignments"].map(make);
`;

/** A GitLab, and a stack whose resources the plugin serves. */
export interface PluginStack {
  readonly gitlab: Emulator;
  readonly stack: Stack;
  /** Replaces the program, which has {@link CLASSES}. */
  program(text: string): void;
}

/** Makes a stack before the first test of a `describe`. All its tests share the stack. */
export function pluginStack(): PluginStack {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({ program: CLASSES, plugin: true, env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });
  return {
    get gitlab() {
      return gitlab;
    },
    get stack() {
      return stack;
    },
    program: (text) => {
      stack.program(CLASSES + text);
    },
  };
}

/** Expects that a command has done what it should; a failure shows what it said. */
export function done({ exitCode, output }: Shown): void {
  expect({ exitCode, output }).toEqual({ exitCode: 0, output });
}
