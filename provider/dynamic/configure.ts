import type { dynamic } from "@pulumi/pulumi";
import { connect } from "../../gitlab/connection";
import { PROVIDER_NAME } from "../../gitlab/settings/keys";
import { readSettings } from "../../gitlab/settings/settings";
import { redact } from "../../gitlab/text/redact";
import { printable } from "../../gitlab/text/shown";
import { type Context, newContext } from "../context/context";
import { readRunners } from "./process";

let config: dynamic.Config | undefined;
let context: Context | undefined;

/**
 * Keeps the configuration of this process. The engine starts a process for each provider and hands
 * the same configuration to each kind of resource in it, so the first one counts and what was looked
 * up is shared. The engine calls this without waiting for it, so nothing is read before it is
 * needed, and an error in the configuration is one of the resource that needed it.
 */
export function configure(request: dynamic.ConfigureRequest): void {
  config ??= request.config;
}

/** @throws {ConfigurationError} when the configuration is missing something or wrong. */
export function currentContext(): Context {
  context ??= createContext();
  return context;
}

function createContext(): Context {
  const settings = readSettings({
    config: (key) => config?.get(key),
    environment: process.env,
    provider: config?.get(PROVIDER_NAME),
  });
  // The engine shows what the process writes to its error output, beside the resources. A warning
  // may quote what GitLab holds, such as a note with a token in it.
  const say = (line: string): void => {
    process.stderr.write(`${printable(redact(line))}\n`);
  };
  return newContext({
    ...connect(settings, say, (text) => `warning: ${text}`),
    note: say,
    readState: readRunners,
  });
}
