import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Emulator } from "../emulator";
import { environmentOf } from "../tests/helpers/gitlab";
import { type Shown, Stack } from "../tests/helpers/stack";

/** The arguments that have a value by themselves. */
const DEFAULTS = { accessLevel: "not_protected", locked: false, paused: false };
/** What a runner has besides its arguments when it is created. */
const ANSWERED = {
  active: true,
  isShared: true,
  status: "never_contacted",
  // As long as a token with a route, GitLab's form of today.
  token: `glrt-${"x".repeat(51)}`,
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
function floorProgram(count: number): string {
  return `
const pulumi = require("@pulumi/pulumi");
const outputs = Object.fromEntries(${JSON.stringify(Object.keys({ ...DEFAULTS, ...ANSWERED }))}.map((name) => [name, undefined]));
class Runner extends pulumi.CustomResource {
  constructor(name, args) {
    const __provider = 'exports.handler = () => require("idle-provider");';
    const options = { additionalSecretOutputs: ["token"] };
    super("pulumi-nodejs:dynamic/idle:Runner", name, { ...outputs, ...args, __provider }, options);
  }
}
${declared(count)}`;
}

/** What a refresh adds to it. */
const DETAILS = {
  createdAt: "2026-01-01T00:00:00.000Z",
  createdBy: { id: 1, name: "root", username: "root" },
  groups: [],
  id: 1,
  jobExecutionStatus: "idle",
  projects: [],
};

/** Sends one bare request, and does nothing with the answer. */
const ask = (runnerId: string): string => `
const http = require("node:http");
const agent = new http.Agent({ keepAlive: true });
const url = process.env.GITLAB_BASE_URL + "/api/v4/runners/${runnerId}";
const headers = { authorization: "Bearer " + process.env.GITLAB_TOKEN };
const ask = () => new Promise((resolve, reject) => {
  http.get(url, { agent, headers }, (reply) => {
    if (reply.statusCode !== 200) reject(new Error(url + " answered " + reply.statusCode));
    reply.on("error", reject).on("end", resolve).resume();
  }).on("error", reject);
});
`;

const floorProvider = (askedRunner?: string): string => `
${askedRunner === undefined ? "const ask = () => {};" : ask(askedRunner)}
const defaults = ${JSON.stringify(DEFAULTS)};
const answered = ${JSON.stringify(ANSWERED)};
const details = ${JSON.stringify(DETAILS)};
exports.check = async (olds, news) => ({ inputs: { ...defaults, ...news } });
exports.diff = async () => ({ changes: false });
exports.create = async (inputs) => ({ id: inputs.description, outs: { ...answered, ...inputs } });
exports.read = async (id, props) => {
  await ask();
  return { id, props: { ...details, ...props } };
};
exports.delete = async () => {};
`;

export function createFleetStack(gitlab: Emulator, count: number): Promise<Stack> {
  const program = fleetProgram(count);
  return Stack.create({ program, env: environmentOf(gitlab), unaided: true });
}

/** The engine's own floor. */
export async function createFloorStack(gitlab: Emulator, count: number): Promise<Stack> {
  const program = floorProgram(count);
  const stack = await Stack.create({ program, env: environmentOf(gitlab), unaided: true });
  mkdirSync(floorModule(stack));
  setFloorProvider(stack);
  return stack;
}

/**
 * Decides what the provider of a floor does from the next operation on.
 *
 * @param askedRunner - the id of the runner that each `read` asks GitLab for; nobody if left out.
 */
export function setFloorProvider(floor: Stack, askedRunner?: string): void {
  writeFileSync(join(floorModule(floor), "index.js"), floorProvider(askedRunner));
}

function floorModule({ directory }: Stack): string {
  return join(directory, "node_modules", "idle-provider");
}

/** @throws Error with all that the engine printed, when the operation failed. */
export async function succeed(operation: Promise<Shown>): Promise<void> {
  const { exitCode, output } = await operation;
  if (exitCode !== 0) throw new Error(output);
}
