import type { HttpBindings } from "@hono/node-server";

/** What the whole application knows of a request. */
export interface AppEnv {
  Bindings: HttpBindings;
  Variables: {
    /** By how many milliseconds the replica is behind that answers the request; for GraphQL. */
    behindMs?: number;
  };
}
