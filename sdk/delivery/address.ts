import * as pulumi from "@pulumi/pulumi";
import { webUrl } from "../../gitlab/settings/baseUrl";
import { ADDRESS_KEYS, readAddress } from "../../gitlab/settings/settings";
import { stackConfiguration } from "../configuration";
import { Provider } from "../provider";
import { runError } from "../runError";

/** The part of a configuration that has GitLab's address, by full key. */
export type AddressConfiguration = Readonly<Record<string, string | undefined>>;

/**
 * The part of a provider's configuration that has GitLab's address; unknown while the configuration is.
 *
 * @param provider - undefined for the provider of the stack's configuration.
 * @throws pulumi.RunError for a foreign provider: a guessed address must not get a token.
 */
export function addressConfiguration(
  provider: pulumi.ProviderResource | undefined,
): pulumi.Output<AddressConfiguration> {
  const entries = ADDRESS_KEYS.map((key) => [key, valueOf(provider, key)] as const);
  return pulumi.output(Object.fromEntries(entries));
}

function valueOf(
  provider: pulumi.ProviderResource | undefined,
  key: string,
): pulumi.Input<string> | undefined {
  if (provider === undefined) return stackConfiguration(key);
  if (Provider.isInstance(provider)) return provider.configuration[key];
  throw runError(
    "the provider of a runner is not one of pulumi-gitlab-runners, so the address of its GitLab is " +
      "not known. Give url",
  );
}

/**
 * GitLab's address for gitlab-runner, chosen as the provider chooses it.
 *
 * @throws {ConfigurationError} that names the key of a wrong address.
 */
export function addressBy(configuration: AddressConfiguration): string {
  const config = (key: string): string | undefined => configuration[key];
  return webUrl(readAddress({ config, environment: process.env }).apiUrl);
}
