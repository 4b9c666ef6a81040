import {
  AuthenticationError,
  type GitLabClient,
  type GroupDetailsPayload,
  NotFoundError,
  PermissionError,
  type ProjectDetailsPayload,
  type RunnerDetailsPayload,
} from "../api";
import type { VerifyTokens } from "../api/settings";
import { type TokenVerdict, verifyToken } from "./tokenVerification";

/** Reads that resources of a stack share. Each thing is asked for once, however many need it. */
export interface Lookups {
  readonly project: (idOrPath: number | string) => Promise<ProjectDetailsPayload>;
  readonly group: (idOrPath: number | string) => Promise<GroupDetailsPayload>;
  readonly runner: (id: number | string) => Promise<RunnerDetailsPayload>;
  /** What GitLab says of a runner authentication token. */
  readonly token: (token: string, mode: Exclude<VerifyTokens, "off">) => Promise<TokenVerdict>;
  /** Takes a runner that was changed out of what is remembered. */
  readonly forgetRunner: (id: number | string) => void;
  /** Resolves when GitLab accepts the credential; rejects with GitLab's refusal. */
  readonly credential: () => Promise<void>;
}

export function createLookups(gitlab: GitLabClient, warn: (text: string) => void): Lookups {
  const runners = remember(gitlab.getRunner);
  const verdicts = {
    quiet: remember((token) => verifyToken(gitlab, String(token), "quiet", warn)),
    full: remember((token) => verifyToken(gitlab, String(token), "full", warn)),
  };
  const credential = remember(() => acceptCredential(gitlab));
  return {
    project: remember(gitlab.getProject).read,
    group: remember(gitlab.getGroup).read,
    runner: runners.read,
    token: (token, mode) => verdicts[mode].read(token),
    forgetRunner: runners.forget,
    credential: () => credential.read("credential"),
  };
}

interface Remembered<T> {
  readonly read: (key: number | string) => Promise<T>;
  readonly forget: (key: number | string) => void;
}

function remember<T>(ask: (key: number | string) => Promise<T>): Remembered<T> {
  const answers = new Map<string, Promise<T>>();
  return {
    read(key) {
      const known = answers.get(String(key));
      if (known) return known;
      const answer = ask(key);
      answers.set(String(key), answer);
      return answer;
    },
    forget(key) {
      answers.delete(String(key));
    },
  };
}

/**
 * A token with few scopes may ask for its own details only; a token that is no access token (OAuth)
 * may ask for its user only.
 */
async function acceptCredential(gitlab: GitLabClient): Promise<void> {
  try {
    await gitlab.getOwnAccessToken();
  } catch (error) {
    if (error instanceof AuthenticationError) throw error;
    if (!(error instanceof NotFoundError || error instanceof PermissionError)) throw error;
    await gitlab.getCurrentUser();
  }
}
