import type { StackValidationPolicy } from "@pulumi/policy";
import { EXCEPT, type Exceptions } from "./exceptions";
import type { StackRule } from "./stackRule";

/** A rule about several resources of a stack, as the engine runs it. */
export function stackPolicy<Configuration extends object>(
  rule: StackRule<Configuration>,
): StackValidationPolicy {
  const { name, description, severity, enforcementLevel, configuration } = rule;
  return {
    name,
    description,
    severity,
    enforcementLevel,
    configSchema: { properties: { ...configuration, except: EXCEPT } },
    validateStack: (args, report) => {
      const given = args.getConfig<Configuration & Exceptions>();
      for (const { resource, what, property, message } of rule.judgeStack(args.resources, given))
        if (!given.except.includes(resource.name))
          report(`${what} "${resource.name}": ${property}: ${message}`, resource.urn);
    },
  };
}
