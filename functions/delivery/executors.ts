/** What an executor reads, besides what all of them do. */
interface Executor {
  /** Its tables in `[[runners]]`. */
  readonly tables: readonly string[];
  /** Options without which it runs no job, each by its names. */
  readonly needs: readonly (readonly [table: string, option: string])[];
  /** Keys without which it runs no job, with what `gitlab-runner register` sets them to. */
  readonly defaults?: Readonly<Record<string, string>>;
}

/**
 * The executors of gitlab-runner. Most of them run no job where one of their tables is not there, even
 * if it would be empty: docker, ssh, virtualbox, parallels and custom say so, kubernetes crashes.
 * @see https://docs.gitlab.com/runner/executors/
 */
export const EXECUTORS = {
  shell: { tables: [], needs: [] },
  docker: { tables: ["docker"], needs: [] },
  "docker-windows": { tables: ["docker"], needs: [], defaults: { shell: "pwsh" } },
  "docker+machine": {
    tables: ["docker", "machine"],
    needs: [
      ["machine", "machineDriver"],
      ["machine", "machineName"],
    ],
  },
  "docker-autoscaler": { tables: ["docker", "autoscaler"], needs: [["autoscaler", "plugin"]] },
  instance: { tables: ["autoscaler", "instance"], needs: [["autoscaler", "plugin"]] },
  kubernetes: { tables: ["kubernetes"], needs: [] },
  ssh: { tables: ["ssh"], needs: [] },
  virtualbox: { tables: ["virtualbox", "ssh"], needs: [["virtualbox", "baseName"]] },
  parallels: { tables: ["parallels", "ssh"], needs: [["parallels", "baseName"]] },
  custom: { tables: ["custom"], needs: [["custom", "runExec"]] },
} as const satisfies Readonly<Record<string, Executor>>;

/** How a runner runs jobs. */
export type ExecutorName = keyof typeof EXECUTORS;

/** Every table that only some executors read. */
export const EXECUTOR_TABLES: readonly string[] = [
  ...new Set(Object.values(EXECUTORS).flatMap(({ tables }: Executor) => tables)),
];

/** The executors that read a table. */
export function readersOf(table: string): string[] {
  return Object.entries(EXECUTORS)
    .filter(([, { tables }]: [string, Executor]) => tables.includes(table))
    .map(([name]) => name);
}

/** An executor by its name; undefined if gitlab-runner has no such executor. */
export function executorOf(name: unknown): Executor | undefined {
  return typeof name === "string" && Object.hasOwn(EXECUTORS, name)
    ? EXECUTORS[name as ExecutorName]
    : undefined;
}
