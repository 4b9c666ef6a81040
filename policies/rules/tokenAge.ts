import type { RunnerRule } from "../runnerRule";

/** Configuration of `token-age`. */
export interface TokenAgeConfiguration {
  /** The highest age of a token, in days. */
  maximumDays: number;
  /** How long a token that expires must still be valid, in days. */
  minimumDaysLeft: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const WAY_OUT =
  "Give the runner a rotation, by everyDays or beforeExpiryDays, that is due before: up then replaces the " +
  "runner by one with a new token, or resets its token with the strategy reset. Then give the new token " +
  "to gitlab-runner.";

/** The age counts from when the stack got the token: of a token that was given it is not known. */
export const tokenAge: RunnerRule<TokenAgeConfiguration> = {
  name: "token-age",
  description: "A runner's token is neither old nor about to expire.",
  severity: "high",
  enforcementLevel: "advisory",
  reads: "GitLab",
  configuration: {
    maximumDays: {
      type: "integer",
      minimum: 1,
      default: 365,
      description: "The highest age of a token, in days.",
    },
    minimumDaysLeft: {
      type: "integer",
      minimum: 0,
      default: 7,
      description: "How long a token that expires must still be valid, in days.",
    },
  },
  judge: ({ tokenObtainedAt, tokenExpiresAt }, { maximumDays, minimumDaysLeft }) => {
    const days = (from: number, to: number): number => (to - from) / DAY_MS;
    const now = Date.now();
    if (tokenExpiresAt !== undefined && days(now, Date.parse(tokenExpiresAt)) < minimumDaysLeft)
      return {
        property: "tokenExpiresAt",
        message: `its token expires in less than ${minimumDaysLeft} days. ${WAY_OUT}`,
      };
    if (tokenObtainedAt !== undefined && days(Date.parse(tokenObtainedAt), now) > maximumDays)
      return {
        property: "tokenObtainedAt",
        message: `its token is older than ${maximumDays} days. ${WAY_OUT}`,
      };
    return undefined;
  },
};
