import * as pulumi from "@pulumi/pulumi";
import { type KnownRunner, knownRunner } from "../../functions/delivery/knownRunner";
import type { KnownProcessOptions } from "../../functions/delivery/options";
import { shownError } from "../data/connection";
import { providerOf } from "../providerOf";
import type { Runner } from "../runner";
import { type AddressConfiguration, addressBy, addressConfiguration } from "./address";
import type { RunnerProcessOptions } from "./options";

/** A text that a gitlab-runner process is set up with, a secret; unknown while a part of it is. */
export function deliver(
  resource: Runner,
  write: (runner: KnownRunner, options: KnownProcessOptions) => string | Promise<string>,
  given: pulumi.Input<RunnerProcessOptions>,
): pulumi.Output<string> {
  const { id, token, description, tokenObtainedAt, tokenExpiresAt, __tokenExpiresAt } = resource;
  const known = pulumi.secret({
    id,
    token,
    description,
    tokenObtainedAt,
    tokenExpiresAt,
    __tokenExpiresAt,
  });
  const options = pulumi.output<RunnerProcessOptions>(given);
  // Where the url is given, the provider's address need not be known.
  const configuration = options.apply<AddressConfiguration>(({ url }) =>
    url === undefined ? addressConfiguration(providerOf(resource)) : {},
  );
  return pulumi.all([known, options, configuration]).apply(async ([runner, chosen, where]) => {
    try {
      return await write(
        knownRunner(runner, chosen, () => addressBy(where)),
        chosen,
      );
    } catch (error) {
      throw shownError(error);
    }
  });
}
