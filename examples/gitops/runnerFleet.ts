import * as pulumi from "@pulumi/pulumi";
import { ProjectRunnerAssignment, Runner } from "pulumi-gitlab-runners";

import type { RunnerKind } from "./settings";

/** What a fleet is made of; see the settings. */
export interface RunnerFleetArgs {
  owner: string;
  contact: string;
  /** By name: `build` with a `count` of 2 gives `FLEET-build-1` and `FLEET-build-2`. */
  runners: Record<string, RunnerKind>;
  adopted: readonly string[];
  tokens: pulumi.Input<Record<string, string>>;
}

const SECONDS_A_MINUTE = 60;

/** Runners of a project, the other projects that may use them, and runners that are taken over. */
export class RunnerFleet extends pulumi.ComponentResource {
  /** By their names, which are their descriptions at GitLab, too. */
  readonly runners: ReadonlyMap<string, Runner>;
  /** What gitlab-runner is set up with, by the runners' names. */
  readonly tokens: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: RunnerFleetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("acme:ci:RunnerFleet", name, {}, opts);
    const runners = new Map<string, Runner>();
    for (const [kindName, kind] of Object.entries(args.runners)) {
      for (let number = 1; number <= kind.count; number++) {
        const runnerName = `${name}-${kindName}-${number}`;
        runners.set(runnerName, this.#create(runnerName, kind, args));
      }
    }
    for (const adopted of args.adopted) {
      const authenticationToken = pulumi.output(args.tokens).apply((all) => all[adopted] ?? "");
      const runnerName = `${name}-${adopted}`;
      runners.set(runnerName, new Runner(runnerName, { authenticationToken }, { parent: this }));
    }
    this.runners = runners;
    this.tokens = pulumi.secret(
      Object.fromEntries([...runners].map(([each, { token }]) => [each, token])),
    );
    this.registerOutputs({ tokens: this.tokens });
  }

  #create(name: string, kind: RunnerKind, { owner, contact }: RunnerFleetArgs): Runner {
    const runner = new Runner(
      name,
      {
        runnerType: "project_type",
        projectId: owner,
        description: name,
        maintenanceNote: contact,
        tagList: kind.tags,
        runUntagged: false,
        accessLevel: kind.protected ? "ref_protected" : "not_protected",
        // GitLab assigns no locked runner to a further project.
        locked: kind.projects.length === 0,
        maximumTimeout: kind.timeoutMinutes * SECONDS_A_MINUTE,
      },
      { parent: this },
    );
    for (const projectId of kind.projects) {
      const assignment = `${name}-${projectId.replaceAll("/", "-")}`;
      const parent = runner;
      new ProjectRunnerAssignment(assignment, { projectId, runnerId: runner.id }, { parent });
    }
    return runner;
  }
}
