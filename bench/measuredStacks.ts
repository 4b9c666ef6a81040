import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Emulator } from "../emulator";
import { environmentOf } from "../tests/helpers/gitlab";
import { type Adapter, MODULES, TYPE_PREFIXES } from "../tests/helpers/host/adapters";
import { type Shown, Stack, type StateResource } from "../tests/helpers/stack";
import { IdleProvider } from "./idle/idleProvider";
import { ANSWERED, DEFAULTS } from "./idle/values";
import { type Operation, SUMMARIES } from "./measuredOperations";
import { MODE_ENVIRONMENTS, type Mode } from "./modes";

/** Seconds; every runner's maximum timeout, until it is changed and from then on. */
const TIMEOUTS = { declared: 3600, changed: 7200 };

const declared = (count: number): string => `
for (let index = 0; index < ${count}; index += 1)
  new Runner("runner-" + index, {
    runnerType: "instance_type", description: "builds " + index, tagList: ["docker", "linux"],
    runUntagged: false, maximumTimeout: ${TIMEOUTS.declared}, maintenanceNote: "Ask the platform team.",
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

interface Fleet {
  readonly gitlab: Emulator;
  /** How many runners it has. */
  readonly count: number;
  readonly adapter: Adapter;
  readonly mode: Mode;
}

/** A stack of runners whose operations are measured. */
export class MeasuredStack {
  private constructor(
    private readonly stack: Stack,
    private readonly count: number,
    private readonly program: string,
  ) {}

  /**
   * @param program - declares the runners; that of the package if left out.
   * @param plugin - the folder of the plugin, if it isn't that of the package.
   */
  static async create(
    { gitlab, count, adapter, mode }: Fleet,
    program = fleetProgram(count, adapter),
    plugin?: string,
  ): Promise<MeasuredStack> {
    const stack = await Stack.create({
      program,
      plugin: adapter === "plugin" && (plugin ?? true),
      env: { ...environmentOf(gitlab), ...MODE_ENVIRONMENTS[mode] },
      unaided: true,
    });
    return new MeasuredStack(stack, count, program);
  }

  /** @throws Error with all that the engine printed, when it failed or did not do this to every runner. */
  async run(operation: Operation): Promise<void> {
    const { declared, changed } = TIMEOUTS;
    const isChanged = operation === "update";
    this.stack.program(
      isChanged ? this.program.replace(String(declared), String(changed)) : this.program,
    );
    const shown = await this.stack[operation === "update" ? "up" : operation]();
    if (shown.exitCode !== 0 || !shown.output.includes(SUMMARIES[operation](this.count)))
      throw new Error(`${operation} of ${this.count} runners:\n${shown.output}`);
  }

  /** The runners, as the state holds them. */
  runners(): StateResource[] {
    return this.stack.resources().filter(({ urn }) => urn.includes(":Runner::"));
  }

  dispose(): Promise<void> {
    return this.stack.dispose();
  }
}

/** The engine's own floor: a stack, and the provider of it. */
export class Floor {
  private constructor(
    readonly stack: MeasuredStack,
    readonly provider: IdleProvider,
  ) {}

  static async create(fleet: Fleet): Promise<Floor> {
    const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-idle-"));
    const provider = await IdleProvider.make(fleet.adapter, folder);
    const program = floorProgram(fleet.count, fleet.adapter, provider);
    return new Floor(await MeasuredStack.create(fleet, program, folder), provider);
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
