import { errorText } from "../http/errors";
import type { Instance } from "../instance";
import { expiryBySettings } from "../rules/tokenExpiry";
import { newRunnerToken, registrationTypeOf } from "../rules/tokens";
import type { Runner } from "../store/records";

/**
 * Gives a runner a new token; the old one is dead at once, and an expiry of its own is lost.
 *
 * @throws ApiError 403 when the time for rotation is over (Premium).
 */
export function renewToken(runner: Runner, instance: Instance): void {
  const { store, clock, features } = instance;
  const now = clock.now();
  const deadline = runner.token_rotation_deadline;
  if (deadline !== null && Date.parse(deadline) <= now.getTime())
    throw errorText(403, "Token rotation deadline has passed");
  store.setToken(runner, newRunnerToken(runner, registrationTypeOf(runner.token), features), {
    token_expires_at: expiryBySettings(runner, instance),
    token_rotation_deadline: null,
    updated_at: now.toISOString(),
  });
}
