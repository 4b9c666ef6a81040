import * as pulumi from "@pulumi/pulumi";
import { builtinProvider } from "./builtinProvider";
import { organization } from "./resourceFingerprint";

/** How the provider can ask the engine. */
interface Engine {
  readonly address: string;
  /** The stack's full name. */
  readonly stack: string;
  readonly retains: boolean;
  /** The engine's own provider, which answers. */
  readonly provider?: string | undefined;
}

/**
 * How the provider can ask the engine what the stack's state holds, which the engine does not pass on: where the
 * engine listens, and the stack's full name. The provider takes it out again, so that it is in no state.
 */
export function engineInput({ retainOnDelete }: pulumi.CustomResourceOptions = {}): {
  __engine?: Promise<Engine>;
} {
  const address = monitorAddress();
  if (address === undefined) return {};
  const owner = organization();
  const name = pulumi.getStack();
  const stack = owner === "" ? name : `${owner}/${pulumi.getProject()}/${name}`;
  const engine = { address, stack, retains: retainOnDelete === true };
  // In a preview, too: an apply by its plan sets up no more than the plan has.
  return { __engine: builtinProvider(address).then((provider) => ({ ...engine, provider })) };
}

/** Where the engine listens. Undefined where none runs the program, as in a unit test with mocks. */
export function monitorAddress(): string | undefined {
  if (!pulumi.runtime.hasMonitor()) return undefined;
  const monitor = pulumi.runtime.getMonitor() as
    { getChannel?: () => { getTarget: () => string } } | undefined;
  return monitor?.getChannel?.().getTarget();
}
