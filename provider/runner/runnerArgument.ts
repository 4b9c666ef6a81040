import type { NewRunner, RunnerAttributes } from "../../gitlab";
import type { Argument } from "../values/checking";

/** The origin of a runner: GitLab creates it, a registration token registers it, or one that exists is adopted. */
export type OriginKind = "create" | "register" | "adopt";

/** Where an argument of a runner goes, what becomes of it and what its change does. */
export type RunnerArgument = SettingArgument | CreationArgument | OwnArgument;

/** A setting that GitLab shows and can change on a runner that exists, whatever its origin. */
export type SettingArgument = Argument & {
  readonly origins: readonly ["create", "register", "adopt"];
  /** GitLab's name for it. */
  readonly attribute: keyof RunnerAttributes;
  readonly changing: "updates";
} & LeftOut;

/** What a setting that is left out means, on a runner that is not adopted. */
type LeftOut =
  | {
      /** What GitLab gives to a new runner; `check` fills it in, so that leaving it out resets it. */
      readonly default: unknown;
      readonly cleared?: never;
    }
  | {
      /** What GitLab is sent, so that the runner has none. */
      readonly cleared: null | "";
      readonly default?: never;
    };

/** What GitLab takes when it creates the runner and cannot change later. */
export interface CreationArgument extends Argument {
  readonly origins: readonly ["create"];
  /** Whether it decides the origin. */
  readonly decides?: true;
  /** GitLab's name for it. */
  readonly creationAttribute: Exclude<keyof NewRunner, keyof RunnerAttributes>;
  readonly changing: "replaces";
  /**
   * Where the state keeps it, because GitLab does not show it: among the outputs, or in `__origin`
   * where the output of its name is something else.
   */
  readonly kept?: "output" | "origin";
}

/** What this package does something by, and GitLab has no attribute for; the state keeps it. */
export type OwnArgument = Argument & {
  readonly kept: "output";
} & (
    | {
        readonly origins: readonly OriginKind[];
        /** Whether a change of it alone is an update, so that the state gets it. */
        readonly changing: "updates" | "nothing";
      }
    | {
        readonly origins: readonly [OriginKind];
        /** It decides the origin, by naming the runner or whose it becomes. */
        readonly decides: true;
        /** Of those that replace, `replacedByAdoption` decides whether they name another runner. */
        readonly changing: "replaces" | "nothing";
      }
  );
