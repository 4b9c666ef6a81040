import {
  type AccessTokenPayload,
  type ApplicationSettingsPayload,
  AuthenticationError,
  type GitLabClient,
  GitLabError,
  type GroupDetailsPayload,
  type MarkedRunner,
  type MemberPayload,
  NotFoundError,
  PermissionError,
  type PlanLimitsPayload,
  type ProjectDetailsPayload,
  type RunnerDetailsPayload,
  type RunnerFilter,
  type UserPayload,
} from "../../gitlab";
import { withoutSignal } from "../../gitlab/transport/operationSignal";
import type { VerifyTokens } from "../../gitlab/settings/settings";
import { type TokenVerdict, askAboutToken } from "../../gitlab/tokenVerification";
import { type RunnerListing, listWhereAllowed } from "./runnerListing";

/** What decides to which projects a runner may be assigned. */
export type AssignableRunner = Pick<RunnerDetailsPayload, "runner_type" | "locked"> & {
  /** Those that may use it. */
  readonly projects?: readonly { readonly id: number }[] | undefined;
};

/** Reads that resources of a stack share. Each thing is asked for once, however many need it. */
export interface Lookups {
  readonly project: (idOrPath: number | string) => Promise<ProjectDetailsPayload>;
  readonly group: (idOrPath: number | string) => Promise<GroupDetailsPayload>;
  readonly runner: (id: number | string) => Promise<RunnerDetailsPayload>;
  /** Without its projects, of which it may have thousands. */
  readonly runnerAlone: (id: number | string) => Promise<RunnerDetailsPayload>;
  /** Of a runner that this process created, without asking. */
  readonly assignableRunner: (id: number) => Promise<AssignableRunner>;
  /** Keeps what is known of a runner that was created. */
  readonly keepCreatedRunner: (id: number, runner: AssignableRunner) => void;
  /** A runner's details with the marker of its creation. */
  readonly markedRunner: (id: number | string) => Promise<MarkedRunner>;
  /** Runners that were never in contact, as this process found them; undefined without the right. */
  readonly neverContacted: () => Promise<RunnerListing | undefined>;
  /** How many runners a group or project lists; undefined where GitLab doesn't say. */
  readonly runnerCount: (
    kind: "project" | "group",
    id: number,
    filter: RunnerFilter,
  ) => Promise<number | undefined>;
  /** The role of the credential's user in a group. */
  readonly groupRole: (groupId: number) => Promise<MemberPayload>;
  /** What GitLab says of a runner authentication token; rejects where it cannot be asked. */
  readonly token: (token: string, mode: Exclude<VerifyTokens, "off">) => Promise<TokenVerdict>;
  /** Takes a runner that was changed out of what is remembered. */
  readonly forgetRunner: (id: number | string) => void;
  /**
   * The credential's details where GitLab accepts it; undefined for one that has none, such as an
   * OAuth token. Rejects with GitLab's refusal.
   */
  readonly credential: () => Promise<AccessTokenPayload | undefined>;
  /** The credential's user. */
  readonly user: () => Promise<UserPayload>;
  readonly planLimits: () => Promise<PlanLimitsPayload>;
  /** Digests of the keys that this GitLab signs with; undefined where they cannot be read. */
  readonly signingKeys: () => Promise<readonly string[] | undefined>;
  /** For administrators. */
  readonly applicationSettings: () => Promise<ApplicationSettingsPayload>;
  /** GitLab's version, such as `18.11.2-ee`. */
  readonly version: () => Promise<string>;
}

export function createLookups(gitlab: GitLabClient, warn: (text: string) => void): Lookups {
  const runners = remember((id) => gitlab.getRunner(id));
  const alone = remember((id) => gitlab.getMarkedRunner(id));
  const created = new Map<number, AssignableRunner>();
  const untouched = remember(() =>
    listWhereAllowed(gitlab, { of: "instance" }, { status: "never_contacted" }),
  );
  const verdicts = {
    quiet: remember((token) => askAboutToken(gitlab, token, "quiet", warn)),
    full: remember((token) => askAboutToken(gitlab, token, "full", warn)),
  };
  const counts = remember((key) => {
    const [kind, id, filter] = JSON.parse(key) as ["project" | "group", number, RunnerFilter];
    return gitlab.countRunners(kind, id, filter);
  });
  const user = remember(() => gitlab.getCurrentUser());
  const credential = remember(() => acceptCredential(gitlab));
  const limits = remember(() => gitlab.getPlanLimits());
  const keys = remember(() =>
    gitlab.listSigningKeys().catch((error: unknown) => {
      if (error instanceof GitLabError) return undefined;
      throw error;
    }),
  );
  const applicationSettings = remember(() => gitlab.getApplicationSettings());
  const metadata = remember(() => gitlab.getMetadata());
  const roles = remember(async (groupId) =>
    gitlab.getGroupMember(groupId, (await user.read("")).id),
  );
  return {
    project: remember((idOrPath) => gitlab.getProject(idOrPath)).read,
    group: remember((idOrPath) => gitlab.getGroup(idOrPath)).read,
    runner: runners.read,
    runnerAlone: async (id) => (await alone.read(id)).runner,
    assignableRunner: async (id) => created.get(id) ?? runners.read(id),
    keepCreatedRunner: (id, runner) => created.set(id, runner),
    markedRunner: alone.read,
    neverContacted: () => untouched.read(""),
    runnerCount: (kind, id, filter) => counts.read(JSON.stringify([kind, id, filter])),
    groupRole: roles.read,
    token: (token, mode) => verdicts[mode].read(token),
    forgetRunner: (id) => {
      runners.forget(id);
      alone.forget(id);
    },
    credential: () => credential.read(""),
    user: () => user.read(""),
    planLimits: () => limits.read(""),
    signingKeys: () => keys.read(""),
    applicationSettings: () => applicationSettings.read(""),
    version: async () => (await metadata.read("")).version,
  };
}

interface Remembered<T> {
  readonly read: (key: number | string) => Promise<T>;
  readonly forget: (key: number | string) => void;
}

function remember<T>(ask: (key: string) => Promise<T>): Remembered<T> {
  const answers = new Map<string, Promise<T>>();
  return {
    read(key) {
      const known = answers.get(String(key));
      if (known) return known;
      // Other resources wait for the same answer.
      const answer = withoutSignal(() => ask(String(key)));
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
async function acceptCredential(gitlab: GitLabClient): Promise<AccessTokenPayload | undefined> {
  try {
    return await gitlab.getOwnAccessToken();
  } catch (error) {
    if (error instanceof AuthenticationError) throw error;
    if (!(error instanceof NotFoundError || error instanceof PermissionError)) throw error;
    await gitlab.getCurrentUser();
    return undefined;
  }
}
