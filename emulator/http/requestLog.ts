import type { Clock } from "../clock";

/** A request that the server has received. */
export interface LoggedRequest {
  method: string;
  /** The path with its query. Tokens are replaced. */
  path: string;
  /** When the request came, in the time of the server's clock, ISO 8601. */
  at: string;
  /** The status of the answer. Null if the connection ended without an answer. */
  status: number | null;
}

const SECRET_PARAMETERS = ["token", "private_token", "access_token", "job_token"];
const MOST_REQUESTS = 50_000;
const MOST_PATH_CHARACTERS = 16 * 1024 * 1024;

/** The newest requests: at most 50,000, with at most 16 Mi characters in their paths. */
export class RequestLog {
  #served: LoggedRequest[] = [];
  /** Those before it have fallen out. */
  #first = 0;
  #pathCharacters = 0;
  #dropped = 0;

  constructor(private readonly clock: Clock) {}

  /**
   * All requests since the server's start or the last `clear`, in the order of their arrival.
   *
   * @throws Error if the log has dropped the oldest requests: `newest` returns the others.
   */
  all(): readonly LoggedRequest[] {
    if (this.#dropped > 0)
      throw new Error(
        `The log has dropped the ${this.#dropped} oldest requests: it keeps ${MOST_REQUESTS}, and ` +
          `${MOST_PATH_CHARACTERS} characters of their paths. Call clear() before the requests that ` +
          `you want to see, or newest() for those that the log still has.`,
      );
    return this.newest();
  }

  /** The requests that the log still has, in the order of their arrival. */
  newest(): readonly LoggedRequest[] {
    return this.#served.slice(this.#first);
  }

  /** How many requests the log has dropped since the server's start or the last `clear`. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Removes all requests from the log. */
  clear(): void {
    this.#served = [];
    this.#first = 0;
    this.#pathCharacters = 0;
    this.#dropped = 0;
  }

  /** Adds a request. Its status follows with the answer. */
  start(method: string, url: URL): LoggedRequest {
    const shown = new URL(url);
    for (const name of SECRET_PARAMETERS)
      if (shown.searchParams.has(name)) shown.searchParams.set(name, "REDACTED");
    const path = flat(shown.pathname + shown.search);
    const at = this.clock.now().toISOString();
    const entry: LoggedRequest = { method, path, at, status: null };
    this.#served.push(entry);
    this.#pathCharacters += path.length;
    this.#dropOldest();
    return entry;
  }

  #dropOldest(): void {
    while (
      this.#served.length - this.#first > MOST_REQUESTS ||
      this.#pathCharacters > MOST_PATH_CHARACTERS
    ) {
      this.#pathCharacters -= this.#served[this.#first]?.path.length ?? 0;
      this.#first += 1;
      this.#dropped += 1;
    }
    // It copies what is left, which must be rare.
    if (this.#first <= this.#served.length / 2) return;
    this.#served = this.#served.slice(this.#first);
    this.#first = 0;
  }
}

/** A copy: pieces of a text keep the whole of it in memory, which is the request's address. */
function flat(text: string): string {
  return Buffer.from(text).toString();
}
