import * as v from "valibot";
import { apiUrl, webUrl } from "../../gitlab/settings/baseUrl";
import { idSchema } from "../arguments";
import { FunctionError } from "../functionError";
import type { KnownProcessOptions } from "./options";

/** A runner with its token, and what its gitlab-runner needs to know. */
export interface KnownRunner {
  id: number;
  token: string;
  url: string;
  name: string;
  /** ISO 8601; undefined where it is not known. */
  tokenObtainedAt?: string | undefined;
  /** ISO 8601; undefined for a token that does not expire. */
  tokenExpiresAt?: string | undefined;
}

/** An output that may have no value. */
const output = v.nullish(v.string("must be a text"));

/** Outputs of the resource Runner, by their names; it has others, which do not matter here. */
export const deliveredRunner = v.object({
  id: idSchema,
  token: output,
  description: output,
  tokenObtainedAt: output,
  /** When the token that GitLab has expires. */
  tokenExpiresAt: output,
  /** When `token` expires, where that is known apart from `tokenExpiresAt`. */
  __tokenExpiresAt: output,
});

/** The same, checked. */
export type DeliveredRunner = v.InferOutput<typeof deliveredRunner>;

/**
 * What the gitlab-runner of a runner needs to know.
 *
 * @param defaultUrl - GitLab's address where the options give none, which is then asked for.
 * @throws FunctionError where the token is not known; ConfigurationError for a wrong url.
 */
export function knownRunner(
  runner: DeliveredRunner,
  options: KnownProcessOptions,
  defaultUrl: () => string,
): KnownRunner {
  const { id } = runner;
  return {
    id: Number(id),
    token: knownToken(runner),
    name: options.name ?? runner.description ?? `runner-${id}`,
    tokenObtainedAt: runner.tokenObtainedAt ?? undefined,
    // A file with the expiry of a later token would change what runs with it.
    tokenExpiresAt: runner.__tokenExpiresAt ?? runner.tokenExpiresAt ?? undefined,
    url:
      options.url === undefined
        ? defaultUrl()
        : webUrl(apiUrl(options.url, `the url that runner ${id} is to reach`)),
  };
}

function knownToken({ id, token }: DeliveredRunner): string {
  if (token != null) return token;
  throw new FunctionError(
    `the token of runner ${id} is not known: GitLab shows it only once. Give it as ` +
      "authenticationToken, or set resetTokenOnAdopt to get a new one",
  );
}
