import type { JudgedLifetimes } from "../judgedLifetimes";
import type { RunnerRule } from "../runnerRule";

/** Configuration of `token-lifetime`. */
export interface TokenLifetimeConfiguration {
  /** How long a token may live, in days. */
  maximumDays: number;
}

const DAY_S = 24 * 60 * 60;
const INTERVALS = [
  "runnerTokenExpirationInterval",
  "groupRunnerTokenExpirationInterval",
  "projectRunnerTokenExpirationInterval",
] as const satisfies (keyof JudgedLifetimes)[];

/** What the program says of it. A runner without expiry and rotation is for `token-age`. */
export const tokenLifetime: RunnerRule<TokenLifetimeConfiguration> = {
  name: "token-lifetime",
  description: "Expiries, rotations and expiration intervals keep the lives of tokens short.",
  severity: "medium",
  enforcementLevel: "advisory",
  reads: "settings",
  configuration: {
    maximumDays: {
      type: "integer",
      minimum: 1,
      default: 365,
      description: "How long a token may live, in days.",
    },
  },
  judge: ({ tokenExpiresAt, rotation }, { maximumDays }) => {
    const most = maximumDays * DAY_S * 1000;
    if (tokenExpiresAt !== undefined && Date.parse(tokenExpiresAt) - Date.now() > most)
      return {
        property: "tokenExpiresAt",
        message: `its token expires too late. Set tokenExpiresAt to at most ${maximumDays} days ahead.`,
      };
    if (rotation?.everyDays !== undefined && rotation.everyDays > maximumDays)
      return {
        property: "rotation",
        message: `it rotates too seldom. Set everyDays to at most ${maximumDays}.`,
      };
    return undefined;
  },
  judgeLifetimes: (lifetimes, { maximumDays }) => {
    const long = INTERVALS.find((name) => (lifetimes[name] ?? 0) > maximumDays * DAY_S);
    return (
      long && {
        property: long,
        message: `it is too long. Set it to at most ${maximumDays * DAY_S} seconds (${maximumDays} days).`,
      }
    );
  },
};
