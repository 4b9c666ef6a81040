import * as pulumi from "@pulumi/pulumi";
import { apiUrl, webUrl } from "../../gitlab/settings/baseUrl";
import { shownError } from "../data/connection";
import { providerOf } from "../providerOf";
import type { Runner } from "../runner";
import { runError } from "../runError";
import { type AddressConfiguration, addressBy, addressConfiguration } from "./address";
import type { KnownProcessOptions, KnownRunner, RunnerProcessOptions } from "./options";

/** A text that a gitlab-runner process is set up with, a secret; unknown while a part of it is. */
export function deliver(
  resource: Runner,
  write: (runner: KnownRunner, options: KnownProcessOptions) => string | Promise<string>,
  given: pulumi.Input<RunnerProcessOptions>,
): pulumi.Output<string> {
  const { id, token, tokenObtainedAt, description } = resource;
  // A file with the expiry of a later token would change what runs with it.
  const tokenExpiresAt = pulumi
    .all([resource.__tokenExpiresAt, resource.tokenExpiresAt])
    .apply(([held, present]) => held ?? present);
  const known = pulumi.secret({ id, token, tokenObtainedAt, tokenExpiresAt, description });
  const options = pulumi.output(given) as pulumi.Output<KnownProcessOptions>;
  // Where the url is given, the provider's address need not be known.
  const configuration = options.apply<AddressConfiguration>(({ url }) =>
    url === undefined ? addressConfiguration(providerOf(resource)) : {},
  );
  return pulumi.all([known, options, configuration]).apply(async ([runner, chosen, where]) => {
    const shared = {
      id: Number(runner.id),
      token: knownToken(runner),
      name: chosen.name ?? runner.description ?? `runner-${runner.id}`,
      tokenObtainedAt: runner.tokenObtainedAt,
      tokenExpiresAt: runner.tokenExpiresAt,
    };
    return await write({ ...shared, url: addressFor(runner.id, chosen.url, where) }, chosen);
  });
}

function knownToken({ id, token }: { id: string; token: string | undefined }): string {
  if (token !== undefined) return token;
  throw runError(
    `the token of runner ${id} is not known: GitLab shows it only once. Give it as ` +
      "authenticationToken, or set resetTokenOnAdopt to get a new one",
  );
}

function addressFor(id: string, url: string | undefined, where: AddressConfiguration): string {
  try {
    if (url === undefined) return addressBy(where);
    return webUrl(apiUrl(url, `the url that runner ${id} is to reach`));
  } catch (error) {
    throw shownError(error);
  }
}
