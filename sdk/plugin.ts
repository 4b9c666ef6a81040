/*
 * What a program imports to have the plugin serve its resources: all of the package's main entry, by the
 * same names, with the same arguments and outputs.
 */
import * as dynamic from "./index";
import { PLUGIN_PACKAGE, otherTypeOf } from "./resourceTypes";

export * from "./index";

/** {@link dynamic.Runner}, served by the plugin. */
export class Runner extends dynamic.Runner {
  /** @internal */
  static override readonly __pulumiType = otherTypeOf(dynamic.Runner.__pulumiType);
}

/** {@link dynamic.ProjectRunnerAssignment}, served by the plugin. */
export class ProjectRunnerAssignment extends dynamic.ProjectRunnerAssignment {
  /** @internal */
  static override readonly __pulumiType = otherTypeOf(dynamic.ProjectRunnerAssignment.__pulumiType);
}

/** {@link dynamic.RunnerAssignments}, served by the plugin. */
export class RunnerAssignments extends dynamic.RunnerAssignments {
  /** @internal */
  static override readonly __pulumiType = otherTypeOf(dynamic.RunnerAssignments.__pulumiType);
}

/** {@link dynamic.Provider}, for resources that the plugin serves. */
export class Provider extends dynamic.Provider {
  /** @internal */
  static override readonly __pulumiPackage = PLUGIN_PACKAGE;
}
