import type { Hono } from "hono";

import type { Instance } from "../instance";
import { signingKeyOf } from "../rules/signingKey";

/** The public keys of this GitLab, beside its API. */
export function addSigningKeys<Env extends object>(app: Hono<Env>, { store }: Instance): void {
  for (const path of ["/oauth/discovery/keys", "/-/jwks"])
    app.get(path, (c) => {
      c.header("cache-control", "max-age=86400, public, must-revalidate, no-transform");
      return c.json({ keys: [signingKeyOf(store.settings.signing_key)] });
    });
}
