/*
 * What a program imports to have the plugin serve its resources: all of the package's main entry, by the
 * same names, with the same arguments and outputs.
 */
import * as dynamic from "./index";
import { hideFrames } from "./hiddenFrames";
import { PLUGIN_PACKAGE, otherTypeOf } from "./resourceTypes";

export * from "./index";

/** {@link dynamic.Runner}, served by the plugin. */
export class Runner extends dynamic.Runner {
  /** @internal */
  static override readonly __pulumiType = otherTypeOf(dynamic.Runner.__pulumiType);

  constructor(...declared: ConstructorParameters<typeof dynamic.Runner>) {
    const restore = hideFrames(__filename);
    try {
      super(...declared);
    } finally {
      restore();
    }
  }
}

/** {@link dynamic.ProjectRunnerAssignment}, served by the plugin. */
export class ProjectRunnerAssignment extends dynamic.ProjectRunnerAssignment {
  /** @internal */
  static override readonly __pulumiType = otherTypeOf(dynamic.ProjectRunnerAssignment.__pulumiType);

  constructor(...declared: ConstructorParameters<typeof dynamic.ProjectRunnerAssignment>) {
    const restore = hideFrames(__filename);
    try {
      super(...declared);
    } finally {
      restore();
    }
  }
}

/** {@link dynamic.RunnerAssignments}, served by the plugin. */
export class RunnerAssignments extends dynamic.RunnerAssignments {
  /** @internal */
  static override readonly __pulumiType = otherTypeOf(dynamic.RunnerAssignments.__pulumiType);

  constructor(...declared: ConstructorParameters<typeof dynamic.RunnerAssignments>) {
    const restore = hideFrames(__filename);
    try {
      super(...declared);
    } finally {
      restore();
    }
  }
}

/** {@link dynamic.RunnerReady}, served by the plugin. */
export class RunnerReady extends dynamic.RunnerReady {
  /** @internal */
  static override readonly __pulumiType = otherTypeOf(dynamic.RunnerReady.__pulumiType);

  constructor(...declared: ConstructorParameters<typeof dynamic.RunnerReady>) {
    const restore = hideFrames(__filename);
    try {
      super(...declared);
    } finally {
      restore();
    }
  }
}

/** {@link dynamic.RunnerTokenLifetimes}, served by the plugin. */
export class RunnerTokenLifetimes extends dynamic.RunnerTokenLifetimes {
  /** @internal */
  static override readonly __pulumiType = otherTypeOf(dynamic.RunnerTokenLifetimes.__pulumiType);

  constructor(...declared: ConstructorParameters<typeof dynamic.RunnerTokenLifetimes>) {
    const restore = hideFrames(__filename);
    try {
      super(...declared);
    } finally {
      restore();
    }
  }
}

/** {@link dynamic.StaleRunnerCleanup}, served by the plugin. */
export class StaleRunnerCleanup extends dynamic.StaleRunnerCleanup {
  /** @internal */
  static override readonly __pulumiType = otherTypeOf(dynamic.StaleRunnerCleanup.__pulumiType);

  constructor(...declared: ConstructorParameters<typeof dynamic.StaleRunnerCleanup>) {
    const restore = hideFrames(__filename);
    try {
      super(...declared);
    } finally {
      restore();
    }
  }
}

/** {@link dynamic.Provider}, for resources that the plugin serves. */
export class Provider extends dynamic.Provider {
  /** @internal */
  static override readonly __pulumiPackage = PLUGIN_PACKAGE;
}
