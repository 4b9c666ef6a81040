import * as pulumi from "@pulumi/pulumi";
import { KEYS, OWN_NAMESPACE } from "../gitlab/settings/keys";
import { noSuchName } from "../gitlab/text/noSuchName";
import { runError } from "./runError";

const NAMES = Object.keys(KEYS);
const PREFIX = `${OWN_NAMESPACE}:`;

/** What the engine itself reads in the namespace of any package. */
const OF_THE_ENGINE = ["version", "pluginDownloadURL"];

let isLookedThrough = false;

/**
 * That the stack's configuration has no misspelt key: without what it was meant to say, the token might go
 * to another GitLab. Looks once a process, as nothing changes while a program runs.
 *
 * @throws pulumi.RunError that names the keys, and those that were probably meant.
 */
export function requireKnownKeys(): void {
  if (isLookedThrough) return;
  const unknown = unknownKeys(Object.keys(pulumi.runtime.allConfig()));
  // In a project of this name the namespace is that of the program's own keys, too.
  if (unknown.length > 0 && pulumi.getProject() !== OWN_NAMESPACE) throw refusal(unknown);
  isLookedThrough = true;
}

/** Names of keys in the package's namespace that it does not have. */
export function unknownKeys(keys: readonly string[]): string[] {
  return keys
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length))
    .filter((name) => ![...NAMES, ...OF_THE_ENGINE].includes(name));
}

function refusal(names: readonly string[]): pulumi.RunError {
  const findings = names.map((name) => {
    const finding = `${OWN_NAMESPACE} has no configuration ${noSuchName(name, NAMES, { prefix: PREFIX })}`;
    return finding.endsWith("?") ? finding : `${finding}.`;
  });
  const removals = names.map((name) => `pulumi config rm ${PREFIX}${name}`);
  const them = names.length === 1 ? "it" : "them";
  return runError(`${findings.join(" ")} To remove ${them}: ${removals.join("; ")}`);
}
