import type * as pulumi from "@pulumi/pulumi";
import { FULL_KEYS, SECRET_KEYS, ownKey } from "../gitlab/settings/keys";
import { stackConfiguration } from "./configuration";
import { runError } from "./runError";

/**
 * That the plugin sees each key by which the stack configures GitLab: the engine gives it those of the
 * package's own namespace only. Without them it would ask another GitLab, or by another credential.
 *
 * @param type - of the resource, which counts where a provider of its own does not serve it.
 * @throws pulumi.RunError that names the keys and the commands that set them.
 */
export function requireOwnKeys(
  type: string,
  { provider, parent }: pulumi.CustomResourceOptions,
): void {
  if ((provider ?? parent?.getProvider(type)) !== undefined) return;
  const isSet = (key: string): boolean => stackConfiguration(key) !== undefined;
  const unseen = FULL_KEYS.filter((key) => isSet(key) && !isSet(ownKey(key)));
  if (unseen.length === 0) return;
  const commands = unseen.map((key) => {
    const isSecret = SECRET_KEYS.includes(key.slice(key.indexOf(":") + 1));
    const set = isSecret ? "set --secret" : "set";
    return `pulumi config get ${key} | pulumi config ${set} ${ownKey(key)}`;
  });
  throw runError(
    `the stack's configuration ${unseen.join(", ")} does not reach the plugin, which sees only keys of ` +
      `its own namespace. Run: ${commands.join("; ")}`,
  );
}
