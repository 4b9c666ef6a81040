import * as v from "valibot";
import { checkArgs } from "./arguments";
import { cloudInit, cloudInitOptions } from "./delivery/cloudInit";
import { composeFile, composeOptions } from "./delivery/composeFile";
import { configToml } from "./delivery/configToml";
import { helmOptions, helmValues } from "./delivery/helmValues";
import { installOptions, installScript } from "./delivery/installScript";
import {
  type Form,
  type KnownProcess,
  knownProcess,
  optionsOfRunners,
  withOutputs,
} from "./delivery/knownProcess";
import { kubernetesSecret, kubernetesSecretOptions } from "./delivery/kubernetesSecret";
import { registerCommand, registerCommandOptions } from "./delivery/registerCommand";
import { systemdUnit, unitOptions } from "./delivery/systemdUnit";

/** What a text is written of, as a program gives it. */
export interface Subject {
  readonly form: Form;
  /** The process in that form, all known. */
  readonly process: unknown;
  /** Of what is written, all known; undefined for none. */
  readonly options?: unknown;
  /** What it is for, for messages; the name of what is written by default. */
  readonly name?: string | undefined;
}

/** Writes a text with a runner's token, which is a secret. */
export interface Delivery {
  /** How a program in another language than TypeScript gives the process. */
  readonly form: Form;
  /**
   * @param defaultUrl - the address of the GitLab of the runner at an index, asked for where it has no `url`.
   * @throws FunctionError that names every option that is wrong; GitLabError for a wrong url.
   */
  run(subject: Subject, defaultUrl: (index: number) => string): Promise<string>;
  /**
   * Refuses what nothing can be written of, before the runners' tokens are known.
   *
   * @param subject - without outputs of its runners.
   * @throws FunctionError as `run` does.
   */
  check(subject: Subject): Promise<void>;
}

/** @param name - of what is written, for messages. */
type Write<Options> = (
  process: KnownProcess,
  options: Options,
  name: string,
) => string | Promise<string>;

/**
 * The values come from any language, so they are checked here.
 *
 * @param schema - of the options of what is written.
 */
function delivery<Options>(
  ownName: string,
  write: Write<Options>,
  schema: v.GenericSchema<unknown, Options>,
  ownForm: Form = "process",
): Delivery {
  const run: Delivery["run"] = async ({ form, process, options, name = ownName }, defaultUrl) => {
    const known = knownProcess(name, form, process, defaultUrl);
    return write(known, checkArgs(name, schema, options ?? {}), name);
  };
  return {
    form: ownForm,
    run,
    async check(subject) {
      await run({ ...subject, process: withStandIns(subject) }, () => SOME_ADDRESS);
    },
  };
}

const SOME_ADDRESS = "https://gitlab.example.com/api/v4";

/** With what runners have that are not made yet; what is written of them nobody sees. */
function withStandIns({ form, process }: Subject): object {
  const checked = process as object;
  return withOutputs(
    form,
    checked,
    optionsOfRunners(form, checked).map((_, index) => ({
      id: index + 1,
      token: `glrt-stand-in-${index + 1}`,
    })),
  );
}

const none = v.strictObject({});

/** What a gitlab-runner process is set up with, by the names of the SDK. */
export const DELIVERIES = {
  configToml: delivery("configToml", configToml, none),
  helmValues: delivery("helmValues", helmValues, helmOptions),
  kubernetesSecret: delivery("kubernetesSecret", kubernetesSecret, kubernetesSecretOptions),
  installScript: delivery("installScript", installScript, installOptions),
  systemdUnit: delivery("systemdUnit", systemdUnit, unitOptions),
  cloudInit: delivery("cloudInit", cloudInit, cloudInitOptions),
  composeFile: delivery("composeFile", composeFile, composeOptions),
  registerCommand: delivery(
    "registerCommand",
    registerCommand,
    registerCommandOptions,
    "oneRunner",
  ),
} as const;

/** Its name. */
export type DeliveryName = keyof typeof DELIVERIES;
