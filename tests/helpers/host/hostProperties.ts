import { fingerprint } from "../../../gitlab";
import { providerText } from "../../../sdk/providerEntry";
import { type Declared, isIdOf, isSecretOf } from "./declared";
import type { Properties } from "./providerHost";

const PROVIDERS = {
  Runner: "runner",
  ProjectRunnerAssignment: "projectRunnerAssignment",
  RunnerAssignments: "runnerAssignments",
} as const;

/** What the engine sends for a text that is not known before the apply. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * The arguments of a resource as the SDK's classes register them.
 *
 * @param address - where the program's engine listens.
 */
export function registered(
  { name, type, args }: Declared,
  address: string,
  idOf: (name: string) => string,
  secretOf: (name: string) => string,
): Properties {
  const values = Object.entries(args).map(([key, value]) => {
    if (isIdOf(value)) return [key, idOf(value.idOf)];
    return [key, isSecretOf(value) ? secretOf(value.secret) : value];
  });
  const given = Object.fromEntries(values) as Properties;
  const mark = type === "Runner" && {
    __mark: fingerprint(["campaign", name]),
    __engine: { address, stack: "stack", retains: false },
  };
  const __urn = `urn:pulumi:dev::stack::pulumi-nodejs:dynamic/gitlab-runners:${type}::${name}`;
  return { ...given, ...mark, __urn, __provider: providerText(PROVIDERS[type]) };
}

/** The same with what gives an operation the package's modules anew, see freshModules.js. */
export function sent(properties: Properties, operation: number): Properties {
  const text = properties["__provider"];
  if (typeof text !== "string") return properties;
  return { ...properties, __provider: `globalThis.startOperation(${operation}); ${text}` };
}

/** Takes that out again. */
export function received(properties: Properties): Properties {
  const text = properties["__provider"];
  if (typeof text !== "string") return properties;
  return { ...properties, __provider: text.replace(/^globalThis\.startOperation\(\d+\); /, "") };
}

/** Whether the engine would see no difference: it looks past what a user cannot see. */
export function sameInputs(one: Properties, other: Properties): boolean {
  const visible = (inputs: Properties): string =>
    JSON.stringify(
      Object.entries(inputs)
        .filter(([key]) => !key.startsWith("__"))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return visible(one) === visible(other);
}
