/** A request that was served. */
export interface LoggedRequest {
  method: string;
  /** With its query; tokens are replaced. */
  path: string;
  /** As answered; null when the connection was cut. */
  status: number | null;
}

const SECRET_PARAMETERS = ["token", "private_token", "access_token", "job_token"];

export class RequestLog {
  #served: LoggedRequest[] = [];

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
    const entry: LoggedRequest = { method, path: shown.pathname + shown.search, status: null };
    this.#served.push(entry);
    return entry;
  }
}
