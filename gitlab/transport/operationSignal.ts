import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";

const signals = new AsyncLocalStorage<AbortSignal | undefined>();

/** Does work whose requests all end with a signal, without passing the signal through each call. */
export function withSignal<Result>(signal: AbortSignal, work: () => Result): Result {
  // Each request of an operation listens while it is under way. Node would take many listeners for a leak.
  setMaxListeners(0, signal);
  return signals.run(signal, work);
}

/** Does work that several operations share, so the end of one of them must not end it. */
export function withoutSignal<Result>(work: () => Result): Result {
  return signals.run(undefined, work);
}

export function currentSignal(): AbortSignal | undefined {
  return signals.getStore();
}
