import { type Emulator, startEmulator } from "../../../emulator";
import { type GitLabClient, createGitLabClient } from "../../../gitlab";
import { type Settings, readSettings } from "../../../gitlab/settings/settings";
import { type Context, newContext } from "../../../provider/context/context";
import { ask } from "../../helpers/gitlab";
import { GIVEN_TOKEN, OTHER_TOKEN } from "./tokens";

/** A GitLab with every kind of runner, and a client of it. */
export class World {
  private constructor(
    readonly gitlab: Emulator,
    private readonly settings: Settings,
    private readonly client: GitLabClient,
  ) {}

  static async start(): Promise<World> {
    const gitlab = await startEmulator({
      seed: {
        settings: {
          plan: "premium",
          allow_registration_token: true,
          runners_registration_token: "register-me",
        },
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        groups: [{ id: 7, full_path: "acme" }],
        projects: [
          { id: 11, path_with_namespace: "acme/app", ci_config: "build: { script: make }" },
          { id: 12, path_with_namespace: "acme/site" },
          { id: 13, path_with_namespace: "acme/docs" },
        ],
        runners: [
          { id: 1, runner_type: "instance_type" },
          {
            id: 2,
            runner_type: "project_type",
            projects: ["acme/app"],
            tag_list: ["docker"],
            token: GIVEN_TOKEN,
          },
          { id: 3, runner_type: "group_type", group: "acme", token: OTHER_TOKEN },
        ],
      },
    });
    const settings = readSettings({
      config: (key) =>
        ({
          "gitlab:baseUrl": gitlab.url,
          "gitlab:token": gitlab.tokens["root"],
          "gitlab:retries": "0",
        })[key],
      environment: {},
    });
    const client = createGitLabClient({ ...settings.transport, log: () => undefined });
    return new World(gitlab, settings, client);
  }

  /** As in a process of the engine that has just started. */
  context({ previewChecks }: { previewChecks: boolean }): Context {
    const { client: gitlab } = this;
    const settings: Settings = previewChecks
      ? this.settings
      : { ...this.settings, previewChecks, verifyTokens: "off", earlyAuthCheck: false };
    const warn = (): void => undefined;
    return newContext({ gitlab, settings, warn });
  }

  /** All that GitLab holds of runners. */
  async runners(): Promise<Record<string, unknown>[]> {
    const { body } = await ask(this.gitlab, "GET", "/runners/all?per_page=100");
    return Promise.all((body as { id: number }[]).map(async ({ id }) => this.runner(id)));
  }

  async runner(id: number | string): Promise<Record<string, unknown>> {
    return (await ask(this.gitlab, "GET", `/runners/${id}`)).body as Record<string, unknown>;
  }

  /** Requests that change something; a token's verification leaves nothing behind. */
  changes(): string[] {
    return this.gitlab.requests
      .all()
      .filter(
        ({ method, path }) =>
          method !== "GET" && !/\/(runners\/(verify|managers)|ci\/lint)$/.test(path),
      )
      .map(({ method, path }) => `${method} ${path}`);
  }
}
