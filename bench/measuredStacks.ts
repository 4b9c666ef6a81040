import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Emulator } from "../emulator";
import { environmentOf } from "../tests/helpers/gitlab";
import { type Shown, Stack } from "../tests/helpers/stack";

/** What a runner has besides its arguments when it is created. */
const ANSWERED = {
  accessLevel: "not_protected",
  active: true,
  isShared: true,
  locked: false,
  paused: false,
  status: "never_contacted",
  token: `glrt-t1_${"x".repeat(20)}`,
  tokenObtainedAt: "2026-01-01T00:00:00.000Z",
};

const declared = (count: number): string => `
for (let index = 0; index < ${count}; index += 1)
  new Runner("runner-" + index, {
    runnerType: "instance_type", description: "builds " + index, tagList: ["docker", "linux"],
    runUntagged: false, maximumTimeout: 3600, maintenanceNote: "Ask the platform team.",
  });
`;

/** A program that declares so many runners. */
export function fleetProgram(count: number): string {
  return `const { Runner } = require("pulumi-gitlab-runners");\n${declared(count)}`;
}

/** The same program with resources that have the same values and whose provider does nothing. */
function idleProgram(count: number): string {
  return `
const pulumi = require("@pulumi/pulumi");
const outputs = Object.fromEntries(${JSON.stringify(Object.keys(ANSWERED))}.map((name) => [name, undefined]));
class Runner extends pulumi.CustomResource {
  constructor(name, args) {
    const __provider = 'exports.handler = () => require("idle-provider");';
    const options = { additionalSecretOutputs: ["token"] };
    super("pulumi-nodejs:dynamic/idle:Runner", name, { ...outputs, ...args, __provider }, options);
  }
}
${declared(count)}`;
}

const IDLE_PROVIDER = `
const answered = ${JSON.stringify(ANSWERED)};
exports.check = async (olds, news) => ({ inputs: news });
exports.diff = async () => ({ changes: false });
exports.create = async (inputs) => ({ id: inputs.description, outs: { ...answered, ...inputs } });
exports.read = async (id, props) => ({ id, props });
exports.delete = async () => {};
`;

export function createFleetStack(gitlab: Emulator, count: number): Promise<Stack> {
  const program = fleetProgram(count);
  return Stack.create({ program, env: environmentOf(gitlab), unaided: true });
}

/** The engine's own floor. */
export async function createIdleStack(count: number): Promise<Stack> {
  const stack = await Stack.create({ program: idleProgram(count), unaided: true });
  const module = join(stack.directory, "node_modules", "idle-provider");
  mkdirSync(module);
  writeFileSync(join(module, "index.js"), IDLE_PROVIDER);
  return stack;
}

/** @throws Error with all that the engine printed, when the operation failed. */
export async function succeed(operation: Promise<Shown>): Promise<void> {
  const { exitCode, output } = await operation;
  if (exitCode !== 0) throw new Error(output);
}
