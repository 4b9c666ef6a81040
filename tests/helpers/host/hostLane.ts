import { ProviderHost } from "./providerHost";

/** A host of dynamic providers that one stack after the other uses, as long as it lives. */
export class HostLane {
  #host: ProviderHost | undefined;

  async host(): Promise<ProviderHost> {
    if (!this.#host || this.#host.hasEnded) this.#host = await ProviderHost.start();
    return this.#host;
  }

  kill(): void {
    this.#host?.kill();
    this.#host = undefined;
  }
}
