import type { Instance } from "../instance";
import type { Policy } from "../rules/policies";
import type { Group, Project, Runner } from "../store/records";

/** Who reads, and of what; somebody without a token sees what is public, and no runner. */
export class Viewer {
  constructor(
    readonly policy: Policy | undefined,
    readonly instance: Instance,
    /** By how much the replica is behind whose lists are read. */
    private readonly behindMs = 0,
  ) {}

  /** Whether a replica that is behind has a runner already. */
  hasOnReplica({ created_at }: Runner): boolean {
    if (this.behindMs === 0) return true;
    return Date.parse(created_at) <= this.instance.clock.now().getTime() - this.behindMs;
  }

  canSeeGroup(group: Group): boolean {
    return this.policy?.canSeeGroup(group) ?? group.visibility === "public";
  }

  canSeeProject(project: Project): boolean {
    return this.policy?.canSeeProject(project) ?? project.visibility === "public";
  }

  canReadRunner(runner: Runner): boolean {
    return this.policy?.canReadRunner(runner) ?? false;
  }

  canUpdateRunner(runner: Runner): boolean {
    return this.policy?.canUpdateRunner(runner) ?? false;
  }

  /** GitLab's `read_runner_sensitive_data`. */
  canReadExpiry(runner: Runner): boolean {
    if (runner.runner_type === "instance_type") return this.canUpdateRunner(runner);
    return this.canReadRunner(runner);
  }
}
