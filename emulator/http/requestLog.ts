import type { Clock } from "../clock";

/** A request that was served. */
export interface LoggedRequest {
  method: string;
  /** With its query; tokens are replaced. */
  path: string;
  /** When it came, by the server's clock, ISO 8601. */
  at: string;
  /** As answered; null when the connection was cut. */
  status: number | null;
}

const SECRET_PARAMETERS = ["token", "private_token", "access_token", "job_token"];

export class RequestLog {
  #served: LoggedRequest[] = [];

  constructor(private readonly clock: Clock) {}

  /** In the order of their arrival. */
  all(): readonly LoggedRequest[] {
    return this.#served;
  }

  clear(): void {
    this.#served = [];
  }

  /** Notes a request; its status comes with the answer. */
  start(method: string, url: URL): LoggedRequest {
    const shown = new URL(url);
    for (const name of SECRET_PARAMETERS)
      if (shown.searchParams.has(name)) shown.searchParams.set(name, "REDACTED");
    const path = shown.pathname + shown.search;
    const at = this.clock.now().toISOString();
    const entry: LoggedRequest = { method, path, at, status: null };
    this.#served.push(entry);
    return entry;
  }
}
