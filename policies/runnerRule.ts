import type { EnforcementLevel, PolicyConfigSchema, Severity } from "@pulumi/policy";
import type { JudgedLifetimes } from "./judgedLifetimes";
import type { JudgedRunner } from "./judgedRunner";

/** What a key of a configuration may be, in JSON Schema. */
export type KeySchema = PolicyConfigSchema["properties"][string];

/** What is wrong with a runner. */
export interface Violation {
  /** By its name in the program. */
  property: keyof JudgedRunner | keyof JudgedLifetimes;
  /** What is the matter and how to put it right. It never quotes a value of the runner. */
  message: string;
}

/** One thing that runners are audited by. */
export interface RunnerRule<Configuration extends object = object> {
  name: string;
  description: string;
  severity: Severity;
  enforcementLevel: EnforcementLevel;
  /**
   * What it reads: `settings` are judged before a runner is changed, what `GitLab` reports of a runner
   * when all are known.
   */
  reads: "settings" | "GitLab";
  /** Of each key, with its default: the rule is always given all of them. */
  configuration: { [Key in keyof Configuration]: KeySchema };
  judge(runner: JudgedRunner, configuration: Configuration): Violation | undefined;
  /** Of a rule that is about the lifetimes of tokens, too. */
  judgeLifetimes?(lifetimes: JudgedLifetimes, configuration: Configuration): Violation | undefined;
}
