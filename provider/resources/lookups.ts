import {
  AuthenticationError,
  type GitLabClient,
  type GroupDetailsPayload,
  NotFoundError,
  PermissionError,
  type ProjectDetailsPayload,
  type RunnerDetailsPayload,
} from "../api";

/** Reads that resources of a stack share. Each thing is asked for once, however many need it. */
export interface Lookups {
  project(idOrPath: number | string): Promise<ProjectDetailsPayload>;
  group(idOrPath: number | string): Promise<GroupDetailsPayload>;
  runner(id: number | string): Promise<RunnerDetailsPayload>;
  /** Takes a runner that was changed out of what is remembered. */
  forgetRunner(id: number | string): void;
  /** Resolves when GitLab accepts the credential; rejects with GitLab's refusal. */
  credential(): Promise<void>;
}

export function createLookups(gitlab: GitLabClient): Lookups {
  const runners = remember(gitlab.getRunner);
  const credential = remember(() => acceptCredential(gitlab));
  return {
    project: remember(gitlab.getProject).read,
    group: remember(gitlab.getGroup).read,
    runner: runners.read,
    forgetRunner: runners.forget,
    credential: () => credential.read("credential"),
  };
}

interface Remembered<T> {
  read(key: number | string): Promise<T>;
  forget(key: number | string): void;
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
    forget: (key) => void answers.delete(String(key)),
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
