import { AsyncLocalStorage } from "node:async_hooks";

const signals = new AsyncLocalStorage<AbortSignal | undefined>();

/** Does work of which every request is ended by a signal, without handing it through each call. */
export function withSignal<Result>(signal: AbortSignal, work: () => Result): Result {
  return signals.run(signal, work);
}

/** Does work for others too, which the end of one operation must not end. */
export function withoutSignal<Result>(work: () => Result): Result {
  return signals.run(undefined, work);
}

export function currentSignal(): AbortSignal | undefined {
  return signals.getStore();
}
