import { type GitLabClient, createGitLabClient } from "../gitlab";
import { redactorOf } from "../gitlab/text/redact";
import { readSettings } from "../gitlab/settings/settings";
import { type Transport, createTransport } from "../gitlab/transport/transport";
import { stackConfiguration } from "./stackConfiguration";
import { note } from "./terminal";

/** What every command takes. */
export interface ConnectionOptions {
  /** GitLab's address; that of the stack or `GITLAB_BASE_URL` if left out. */
  baseUrl?: string | undefined;
  /** A stack whose configuration counts before the environment. */
  stack?: string | undefined;
}

/** A GitLab to ask, and how many questions may be under way at once. */
export interface Connection {
  readonly gitlab: GitLabClient;
  /** For what the client has no function for. */
  readonly send: Transport;
  readonly concurrency: number;
  /** The root of GitLab's API. */
  readonly apiUrl: string;
  /** Takes tokens out of a text: the credential, and what has the shape of one. */
  readonly redacted: (text: string) => string;
}

/**
 * The GitLab that the options, the stack's configuration and the environment name. Waits are logged on
 * standard error.
 *
 * @param requests - `isTokenOptional` if none of them needs an access token; `beforeAttempt` is called before
 *   each of them is sent, also before one is repeated.
 * @throws ConfigurationError when there is no token and requests need one, or a setting is wrong.
 */
export function connect(
  { baseUrl, stack }: ConnectionOptions,
  {
    isTokenOptional = false,
    beforeAttempt,
  }: { readonly isTokenOptional?: boolean; readonly beforeAttempt?: () => void } = {},
): Connection {
  const { transport, warnings } = readSettings({
    config: stack === undefined ? () => undefined : stackConfiguration(stack),
    environment: process.env,
    isTokenOptional,
    commandLine: { baseUrl },
  });
  for (const warning of warnings) note(warning);
  const options = { ...transport, log: note, ...(beforeAttempt && { beforeAttempt }) };
  return {
    gitlab: createGitLabClient(options),
    send: createTransport(options),
    concurrency: transport.concurrency,
    apiUrl: transport.apiUrl,
    redacted: redactorOf([transport.token]),
  };
}
