import type { Adapter } from "./adapters";
import { ProviderHost } from "./providerHost";

/** A provider's process that one stack after the other uses, as long as it lives. */
export class HostLane {
  readonly adapter: Adapter;
  #host: ProviderHost | undefined;

  constructor(adapter: Adapter) {
    this.adapter = adapter;
  }

  async host(): Promise<ProviderHost> {
    if (!this.#host || this.#host.hasEnded) this.#host = await ProviderHost.start(this.adapter);
    return this.#host;
  }

  kill(): void {
    this.#host?.kill();
    this.#host = undefined;
  }
}
