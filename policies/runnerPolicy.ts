import type {
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { EXCEPT, type Exceptions } from "./exceptions";
import { LIFETIMES } from "./judgedLifetimes";
import { RUNNERS, isCreated, judgedRunner } from "./judgedRunner";
import { known } from "./known";
import type { RunnerRule } from "./runnerRule";

/** What a validation is given of a resource, of one or of each of a stack. */
interface Resource {
  type: string;
  name: string;
  urn: string;
  props: Record<string, unknown>;
}

/**
 * A rule as the engine runs it. The settings of a runner that the program creates are all in its
 * arguments, so they are judged before anything is changed. An adopted or registered runner also has
 * settings that only GitLab shows: it is judged with the whole stack, by its outputs.
 */
export function runnerPolicy<Configuration extends object>(
  rule: RunnerRule<Configuration>,
): ResourceValidationPolicy | StackValidationPolicy {
  const { name, description, severity, enforcementLevel, configuration } = rule;
  const policy = {
    name,
    description,
    severity,
    enforcementLevel,
    configSchema: { properties: { ...configuration, except: EXCEPT } },
  };
  const judge = (
    resource: Resource,
    given: Configuration & Exceptions,
    report: ReportViolation,
  ): void => {
    if (given.except.includes(resource.name)) return;
    const isLifetimes = LIFETIMES.includes(resource.type);
    const message = known(() => {
      if (isLifetimes) return rule.judgeLifetimes?.(resource.props, given);
      const runner = judgedRunner(resource.type, resource.props);
      return runner && rule.judge(runner, given);
    });
    const what = isLifetimes ? "RunnerTokenLifetimes" : "runner";
    if (message !== undefined)
      report(`${what} "${resource.name}": ${message.property}: ${message.message}`, resource.urn);
  };
  const validateStack: StackValidationPolicy["validateStack"] = (args, report) => {
    const given = args.getConfig<Configuration & Exceptions>();
    for (const resource of args.resources.filter(({ type }) => RUNNERS.includes(type)))
      if (rule.reads === "GitLab" || !isCreated(resource.props)) judge(resource, given, report);
  };
  if (rule.reads === "GitLab") return { ...policy, validateStack };
  const both: ResourceValidationPolicy & StackValidationPolicy = {
    ...policy,
    validateStack,
    validateResource: (args, report) => {
      if (isCreated(args.props)) judge(args, args.getConfig(), report);
    },
  };
  return both;
}
