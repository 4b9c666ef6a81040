import * as pulumi from "@pulumi/pulumi";
import { organization } from "./resourceMark";

/**
 * How the provider can ask the engine what the stack's state holds, which it is not told: where the
 * engine listens, and the stack's full name. The provider takes it out again, so that it is in no state.
 */
export function engineInput({ retainOnDelete }: pulumi.CustomResourceOptions = {}): {
  __engine?: { address: string; stack: string; retains: boolean };
} {
  const address = monitorAddress();
  if (address === undefined) return {};
  const owner = organization();
  const name = pulumi.getStack();
  const stack = owner === "" ? name : `${owner}/${pulumi.getProject()}/${name}`;
  return { __engine: { address, stack, retains: retainOnDelete === true } };
}

/** Where the engine listens. Undefined where none runs the program, as in a unit test with mocks. */
export function monitorAddress(): string | undefined {
  if (!pulumi.runtime.hasMonitor()) return undefined;
  const monitor = pulumi.runtime.getMonitor() as
    { getChannel?: () => { getTarget: () => string } } | undefined;
  return monitor?.getChannel?.().getTarget();
}
