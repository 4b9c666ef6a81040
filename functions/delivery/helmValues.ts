import { loadModule } from "../../gitlab/transport/loadModule";
import { FunctionError } from "../functionError";
import type { KnownRunner } from "./knownRunner";
import type { KnownProcessOptions } from "./options";
import { runnerTable } from "./runnerTable";

/**
 * Values for the Helm chart `gitlab/gitlab-runner`, in YAML.
 *
 * @throws FunctionError for another executor than `kubernetes`, which is the chart's.
 * @see https://docs.gitlab.com/runner/install/kubernetes/
 */
export async function helmValues(
  runner: KnownRunner,
  options: KnownProcessOptions,
): Promise<string> {
  if (options.executor !== "kubernetes") {
    throw new FunctionError(
      `helmValues of runner ${runner.id}: the Helm chart runs jobs by the executor kubernetes, not ` +
        `by ${options.executor}. Give executor: "kubernetes"`,
    );
  }
  const [{ stringify: toml }, { stringify: yaml }] = await Promise.all([
    loadModule("smol-toml", () => import("smol-toml")),
    loadModule("yaml", () => import("yaml")),
  ]);
  const { executor, kubernetes, ...table } = runnerTable(options);
  const config = {
    runners: [
      {
        executor: executor ?? "kubernetes",
        ...table,
        // The chart fills this in, where nothing else is said.
        kubernetes: { namespace: "{{.Release.Namespace}}", ...(kubernetes as object | undefined) },
      },
    ],
  };
  return yaml({
    gitlabUrl: runner.url,
    runnerToken: runner.token,
    concurrent: options.concurrent ?? 10,
    ...(options.checkInterval !== undefined && { checkInterval: options.checkInterval }),
    rbac: { create: true },
    serviceAccount: { create: true },
    runners: { name: runner.name, executor: "kubernetes", config: toml(config) },
  });
}
