import { join } from "node:path";

import { shortDigest } from "../../../gitlab";
import { providerText } from "../../../stack/providerEntry";
import { startProvider } from "./childProcess";
import type { Dialect } from "./dialect";
import { givenArguments } from "./givenArguments";
import type { Properties } from "./providerHost";
import { inClear } from "./secrets";

const PROVIDERS = {
  Runner: "runner",
  ProjectRunnerAssignment: "projectRunnerAssignment",
  RunnerAssignments: "runnerAssignments",
  RunnerReady: "runnerReady",
  RunnerTokenLifetimes: "runnerTokenLifetimes",
  StaleRunnerCleanup: "staleRunnerCleanup",
} as const;
const PRELOADED = ["freshModules.js", "../deferredModules.js"];

/**
 * The SDK's host of dynamic providers. It hears of a resource by inputs of the program's class, and
 * takes no secrets, whose values are kept here as what they are.
 */
export const dynamicDialect: Dialect = {
  async start(daysAhead) {
    const host = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const preloads = PRELOADED.flatMap((file) => ["-r", join(__dirname, file)]);
    const args = [...preloads, host, "127.0.0.1:0"];
    const { child, port, takeErrorOutput } = await startProvider(args, daysAhead);
    return { child, port, takeOutput: takeErrorOutput, close: () => undefined };
  },

  // The host does not look at it.
  urnOf: () => "urn:pulumi:dev::stack::pulumi-nodejs:dynamic/gitlab-runners:Resource::campaign",

  configured: (config) => config,

  registered(declared, surroundings) {
    const { name, type } = declared;
    const mark = type === "Runner" && { __mark: shortDigest(["campaign", name]) };
    const asksForState = (type === "Runner" || type === "StaleRunnerCleanup") && {
      __engine: { address: surroundings.address, stack: "stack", retains: false },
    };
    const __urn = `urn:pulumi:dev::stack::pulumi-nodejs:dynamic/gitlab-runners:${type}::${name}`;
    const given = givenArguments(declared, surroundings, (token) => token);
    return { ...given, ...mark, ...asksForState, __urn, __provider: providerText(PROVIDERS[type]) };
  },

  /** With what gives an operation the package's modules anew, see freshModules.js. */
  sent(properties, operation) {
    const text = properties["__provider"];
    if (typeof text !== "string") return properties;
    return { ...properties, __provider: `globalThis.startOperation(${operation}); ${text}` };
  },

  received(properties) {
    const clear = inClear(properties) as Properties;
    const text = clear["__provider"];
    if (typeof text !== "string") return clear;
    return { ...clear, __provider: text.replace(/^globalThis\.startOperation\(\d+\); /, "") };
  },
};
