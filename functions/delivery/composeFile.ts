import { createHash } from "node:crypto";
import * as v from "valibot";
import { FunctionError } from "../functionError";
import { configToml } from "./configToml";
import { environmentOption } from "./environmentFile";
import { isTomlTable } from "./keys/readKeys";
import type { KnownProcess } from "./knownProcess";
import { CONFIG_FILE, CONFIG_FOLDER, dockerSockets, stopTimeout } from "./linuxService";
import { version } from "./release";
import { yamlText } from "./yamlText";

/** What `composeFile` takes besides the process. */
export const composeOptions = v.strictObject({
  version,
  digest: v.pipe(
    v.string("must be a text"),
    v.regex(
      /^sha256:[0-9a-f]{64}$/,
      "must be the digest of the image, sha256: and 64 hexadecimal digits; `docker buildx imagetools " +
        "inspect gitlab/gitlab-runner:alpine-v<version>` prints it",
    ),
  ),
  image: v.optional(
    v.pipe(
      v.string("must be a text"),
      v.regex(
        /^(?!.*:[^/]*$)[a-z0-9]+([._:/-]+[a-z0-9]+)*$/,
        "must be the name of an image, without a tag, such as gitlab/gitlab-runner",
      ),
    ),
    "gitlab/gitlab-runner",
  ),
  ...stopTimeout,
  ...environmentOption,
});

/** The same, checked. */
export type KnownComposeOptions = v.InferOutput<typeof composeOptions>;

/** Executors that need another system than that of the image, or more than it has. */
const NOT_IN_A_CONTAINER: readonly string[] = ["docker-windows", "parallels", "virtualbox"];

const VOLUME = "gitlab-runner";
const CONFIG = "config";

/**
 * A file of Docker Compose with gitlab-runner as a container. It holds the tokens, as `config.toml`
 * does: Docker Compose 2.23.1 or later gives that to the container.
 *
 * `docker compose up` makes the container anew where the file has changed, after its running jobs.
 *
 * @throws FunctionError for an executor that needs more than a container of Linux.
 * @see https://docs.docker.com/reference/compose-file/configs/
 * @see https://docs.gitlab.com/runner/install/docker/
 */
export async function composeFile(
  process: KnownProcess,
  options: KnownComposeOptions,
): Promise<string> {
  const { runners } = process;
  const index = runners.findIndex(({ executor }) => NOT_IN_A_CONTAINER.includes(executor));
  if (index !== -1) {
    throw new FunctionError(
      `composeFile: runners.${index}.executor is ${runners[index]?.executor}, which does not run in a ` +
        "container. Use configToml",
    );
  }
  const { version: release, digest, image, environment } = options;
  const config = await configToml(process);
  const port = sessionPort(process);
  return yamlText(
    {
      services: {
        "gitlab-runner": {
          image: `${image}:alpine-v${release}@${digest}`,
          restart: "unless-stopped",
          stop_signal: "SIGQUIT",
          stop_grace_period: `${options.stopTimeout}s`,
          ...(environment !== undefined && { environment: literals(environment) }),
          ...(port !== undefined && { ports: [`${port}:${port}`] }),
          // In decimal digits, which every version of Compose reads as the same number.
          configs: [{ source: CONFIG, target: CONFIG_FILE, mode: 0o600 }],
          volumes: [
            // The id by which GitLab knows the runner manager outlives the container there.
            { type: "volume", source: VOLUME, target: CONFIG_FOLDER },
            ...dockerSockets(process).map((path) => ({ type: "bind", source: path, target: path })),
          ],
          // Not every version of Compose notices a change of a config. Each notices a change of a label.
          labels: { "gitlab-runner.config": createHash("sha256").update(config).digest("hex") },
        },
      },
      volumes: { [VOLUME]: {} },
      configs: { [CONFIG]: { content: literal(config) } },
    },
    [
      `gitlab-runner ${release}, for Docker Compose 2.23.1 or later.`,
      "It holds tokens: keep it to yourself.",
    ],
  );
}

/** A text in which Compose replaces no variable. */
function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}

function literals(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, literal(text)]));
}

/** GitLab shows a job's terminal by it, so that it has to be reached from outside. */
function sessionPort({ keys: { session_server: server } }: KnownProcess): number | undefined {
  if (!isTomlTable(server)) return undefined;
  const address = server["listen_address"];
  if (typeof address !== "string") return undefined;
  const [, port] = /:(\d{1,5})$/.exec(address) ?? [];
  return port === undefined ? undefined : Number(port);
}
