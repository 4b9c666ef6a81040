import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Emulator } from "../emulator";
import { environmentOf } from "../tests/helpers/gitlab";
import { type Adapter, MODULES, TYPE_PREFIXES } from "../tests/helpers/host/adapters";
import { type Shown, Stack } from "../tests/helpers/stack";
import { IdleProvider } from "./idle/idleProvider";
import { ANSWERED, DEFAULTS } from "./idle/values";

const declared = (count: number): string => `
for (let index = 0; index < ${count}; index += 1)
  new Runner("runner-" + index, {
    runnerType: "instance_type", description: "builds " + index, tagList: ["docker", "linux"],
    runUntagged: false, maximumTimeout: 3600, maintenanceNote: "Ask the platform team.",
  });
`;

/** A program that declares so many runners. */
export function fleetProgram(count: number, adapter: Adapter = "dynamic"): string {
  return `const { Runner } = require("${MODULES[adapter]}");\n${declared(count)}`;
}

/** The same program with resources that have the same values and whose provider does nothing. */
function floorProgram(count: number, adapter: Adapter, provider: IdleProvider): string {
  const names = Object.keys({ ...DEFAULTS, ...ANSWERED, token: undefined });
  const text = `exports.handler = () => require(${JSON.stringify(provider.folder)});`;
  const state = adapter === "dynamic" ? { __provider: text } : {};
  return `
const pulumi = require("@pulumi/pulumi");
const outputs = Object.fromEntries(${JSON.stringify(names)}.map((name) => [name, undefined]));
class Runner extends pulumi.CustomResource {
  constructor(name, args) {
    const options = { additionalSecretOutputs: ["token"] };
    const inputs = { ...outputs, ...args, ...${JSON.stringify(state)} };
    super("${TYPE_PREFIXES[adapter]}Runner", name, inputs, options);
  }
}
${declared(count)}`;
}

export function createFleetStack(
  gitlab: Emulator,
  count: number,
  adapter: Adapter,
): Promise<Stack> {
  const program = fleetProgram(count, adapter);
  const plugin = adapter === "plugin";
  return Stack.create({ program, plugin, env: environmentOf(gitlab), unaided: true });
}

/** The engine's own floor: a stack, and the provider of it. */
export class Floor {
  private constructor(
    readonly stack: Stack,
    readonly provider: IdleProvider,
  ) {}

  static async create(gitlab: Emulator, count: number, adapter: Adapter): Promise<Floor> {
    const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-idle-"));
    const provider = await IdleProvider.make(adapter, folder);
    const program = floorProgram(count, adapter, provider);
    const plugin = adapter === "plugin" && folder;
    const env = environmentOf(gitlab);
    return new Floor(await Stack.create({ program, plugin, env, unaided: true }), provider);
  }

  async dispose(): Promise<void> {
    await this.stack.dispose();
    rmSync(this.provider.folder, { recursive: true, force: true });
  }
}

/** @throws Error with all that the engine printed, when the operation failed. */
export async function succeed(operation: Promise<Shown>): Promise<void> {
  const { exitCode, output } = await operation;
  if (exitCode !== 0) throw new Error(output);
}
