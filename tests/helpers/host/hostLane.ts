import type { Adapter } from "./adapters";
import { ProviderHost } from "./providerHost";

/** A provider's process that one stack after the other uses, as long as it lives. */
export class HostLane {
  readonly adapter: Adapter;
  #host: ProviderHost | undefined;

  constructor(adapter: Adapter) {
    this.adapter = adapter;
  }

  /** @param daysAhead - of the process's clock: another one takes another process. */
  async host(daysAhead: number): Promise<ProviderHost> {
    if (this.#host?.daysAhead !== daysAhead) this.kill();
    if (!this.#host || this.#host.hasEnded)
      this.#host = await ProviderHost.start(this.adapter, daysAhead);
    return this.#host;
  }

  kill(): void {
    this.#host?.kill();
    this.#host = undefined;
  }
}
