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
import { type Resolved, knownNow, laterValues } from "./knownNow";
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
export function checkGiven({ name, form, process }: GivenProcess, resolved?: Resolved): void {
  try {
    const known = knownNow(process, resolved);
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
  // Of a process of several runners, the name of what is written says more.
  const name = form === "oneRunner" ? given.name : undefined;
  const outputs = pulumi.secret(runners.map(outputsOf));
  const checked = pulumi
    .all([pulumi.output(given.process), pulumi.output(options), pulumi.all(checkLater(given))])
    .apply(async ([process, chosen]) => {
      // A preview does not know a new token, but refuses what nothing can be written of.
      await shownErrors(DELIVERIES[delivery].check({ form, process, options: chosen, name }));
      return { process, chosen };
    });
  const addressed = checked.apply(({ process, chosen }) =>
    pulumi
      .all(addressesOf(form, process, runners))
      .apply((addresses) => ({ process, chosen, addresses })),
  );
  return pulumi
    .all([addressed, outputs])
    .apply(async ([{ process, chosen, addresses }, ofRunners]) => {
      const all = withOutputs(form, process, ofRunners);
      const subject = { form, process: all, options: chosen, name };
      const addressOf = (index: number): string => addressBy(addresses[index] ?? {});
      return shownErrors(DELIVERIES[delivery].run(subject, addressOf));
    });
}

/** Checks each option as soon as it is known: in a preview, others may never be. */
function checkLater(given: GivenProcess): pulumi.Output<void>[] {
  const resolved = new Map<unknown, unknown>();
  return laterValues(given.process).map((later) =>
    pulumi
      .all([later])
      .apply(([value]) => {
        resolved.set(later, value);
      })
      // By then those that become known together are known: all that is wrong is said at once.
      .apply(() => {
        checkGiven(given, resolved);
      }),
  );
}

async function shownErrors<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    throw shownError(error);
  }
}

function outputsOf({ id, token, description }: Runner | RunnerOutputs): pulumi.Input<object> {
  return { id, token, description };
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
