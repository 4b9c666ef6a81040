import type { RunnerRule } from "../runnerRule";

/** Configuration of `token-age`. */
export interface TokenAgeConfiguration {
  /** The age that a token may reach, days. */
  maximumDays: number;
  /** How long a token that expires must still be good, days. */
  minimumDaysLeft: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const WAY_OUT =
  "Reset it in GitLab, upon which the next up gets a new one, or replace the runner " +
  "(pulumi up --replace); then give the new token to gitlab-runner.";

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
      description: "The age that a token may reach, days.",
    },
    minimumDaysLeft: {
      type: "integer",
      minimum: 0,
      default: 7,
      description: "How long a token that expires must still be good, days.",
    },
  },
  judge: ({ tokenObtainedAt, tokenExpiresAt }, { maximumDays, minimumDaysLeft }) => {
    const days = (from: number, to: number): number => (to - from) / DAY_MS;
    const now = Date.now();
    if (tokenExpiresAt !== undefined && days(now, Date.parse(tokenExpiresAt)) < minimumDaysLeft)
      return {
        property: "tokenExpiresAt",
        message: `its token is good for less than ${minimumDaysLeft} more days. ${WAY_OUT}`,
      };
    if (tokenObtainedAt !== undefined && days(Date.parse(tokenObtainedAt), now) > maximumDays)
      return {
        property: "tokenObtainedAt",
        message: `its token is older than ${maximumDays} days. ${WAY_OUT}`,
      };
    return undefined;
  },
};
