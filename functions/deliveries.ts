import * as v from "valibot";
import { apiUrl, webUrl } from "../gitlab/settings/baseUrl";
import { checkArgs } from "./arguments";
import { configToml } from "./delivery/configToml";
import { helmValues } from "./delivery/helmValues";
import { type KnownRunner, deliveredRunner, knownRunner } from "./delivery/knownRunner";
import { type KnownProcessOptions, processOptions } from "./delivery/options";
import { registerCommand } from "./delivery/registerCommand";

/** Writes a text with a runner's token, which is a secret. */
export interface Delivery {
  /**
   * @param runner - outputs of a Runner, at least its `id`; see DeliveredRunner.
   * @param options - as RunnerProcessOptions of the SDK has them, all known.
   * @param defaultUrl - the address of the runner's GitLab, used where the options give no url.
   * @throws FunctionError that names every option that is wrong; GitLabError for a wrong url.
   */
  run(runner: unknown, options: unknown, defaultUrl: string): Promise<string>;
}

type Write = (runner: KnownRunner, options: KnownProcessOptions) => string | Promise<string>;

const resource = v.object({ runner: deliveredRunner });

/** The values come from any language, so they are checked here. */
function delivery(name: string, write: Write): Delivery {
  return {
    async run(runner, options, defaultUrl) {
      const { runner: given } = checkArgs(name, resource, { runner });
      const chosen = checkArgs(name, processOptions, options);
      const address = (): string => webUrl(apiUrl(defaultUrl, "the address of GitLab"));
      return write(knownRunner(given, chosen, address), chosen);
    },
  };
}

/** What a gitlab-runner process is set up with, by the names of the SDK. */
export const DELIVERIES = {
  configToml: delivery("configToml", configToml),
  helmValues: delivery("helmValues", helmValues),
  registerCommand: delivery("registerCommand", registerCommand),
} as const;
