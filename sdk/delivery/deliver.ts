import * as pulumi from "@pulumi/pulumi";
import {
  DELIVERIES,
  type DeliveryName,
  type Form,
  NOT_KNOWN_YET,
  checkProcess,
  optionsOfRunners,
  withOutputs,
} from "../../functions";
import { shownError } from "../data/connection";
import { providerOf } from "../providerOf";
import type { Runner } from "../runner";
import { type AddressConfiguration, addressBy, addressConfiguration } from "./address";
import { knownNow } from "./knownNow";
import type { RunnerOutputs } from "./options";

/** A gitlab-runner process, as the program gives it. */
export interface GivenProcess {
  readonly form: Form;
  /** Whose options these are; messages show it. */
  readonly name: string;
  /** The options in that form, without outputs of the runners. */
  readonly process: pulumi.Input<object>;
  /** The runners, in the order of the process. */
  readonly runners: readonly (Runner | RunnerOutputs)[];
}

/**
 * Refuses wrong options whose values the program knows already.
 *
 * @throws pulumi.RunError that names every wrong option.
 */
export function checkGiven({ name, form, process }: GivenProcess): void {
  try {
    const known = knownNow(process);
    if (known !== NOT_KNOWN_YET) checkProcess(name, form, known);
  } catch (error) {
    throw shownError(error);
  }
}

/**
 * The text that sets a gitlab-runner process up, a secret; unknown while a part of it is unknown.
 *
 * @param options - the options of the text, not of the process.
 */
export function deliver(
  delivery: DeliveryName,
  given: GivenProcess,
  options?: object,
): pulumi.Output<string> {
  const { form, runners } = given;
  // A preview does not know a new token, but checks all options that it knows.
  const process = pulumi.output(given.process).apply((known) => {
    checkGiven({ ...given, process: known });
    return known;
  });
  const checked = pulumi.all([process, options]).apply(async ([known, chosen]) => {
    try {
      await DELIVERIES[delivery].check({ form, process: known, options: chosen });
    } catch (error) {
      throw shownError(error);
    }
    return { known, chosen };
  });
  const outputs = pulumi.secret(runners.map(outputsOf));
  const addresses = process.apply((known) => pulumi.all(addressesOf(form, known, runners)));
  return pulumi
    .all([checked, outputs, addresses])
    .apply(async ([{ known, chosen }, ofRunners, configurations]) => {
      const subject = { form, process: withOutputs(form, known, ofRunners), options: chosen };
      try {
        return await DELIVERIES[delivery].run(subject, (index) =>
          addressBy(configurations[index] ?? {}),
        );
      } catch (error) {
        throw shownError(error);
      }
    });
}

function outputsOf(runner: Runner | RunnerOutputs): pulumi.Input<object> {
  const { id, token, description, tokenObtainedAt, tokenExpiresAt } = runner;
  const { __tokenExpiresAt } = runner as Partial<Runner>;
  return { id, token, description, tokenObtainedAt, tokenExpiresAt, __tokenExpiresAt };
}

/** If a runner has its own url, the address of its provider need not be known. */
function addressesOf(
  form: Form,
  process: object,
  runners: readonly (Runner | RunnerOutputs)[],
): pulumi.Output<AddressConfiguration>[] {
  const options = optionsOfRunners(form, process);
  return runners.map((runner, index) =>
    options[index]?.["url"] === undefined
      ? addressConfiguration(pulumi.Resource.isInstance(runner) ? providerOf(runner) : undefined)
      : pulumi.output<AddressConfiguration>({}),
  );
}
