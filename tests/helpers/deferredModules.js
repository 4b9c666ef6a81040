"use strict";

/*
 * For processes of Pulumi's engine, which load its SDK again for each operation: what our resources do
 * not need of it (the serialiser of closures, the Automation API, tracing) is loaded when it is first
 * used, and stacks of errors are not mapped to sources. Nor does V8's inspector hear of each script from the
 * start, which is for messages about closures. That takes a quarter of the time of an operation. The tests
 * of the packed package and of the demo do without this.
 */
const Module = require("node:module");

/** The heavy modules and the part of the SDK that loads them. */
const DEFERRED = {
  typescript: "typescript-shim.js",
  "@npmcli/arborist": "codePaths.js",
  "normalize-package-data": "codePaths.js",
  "./automation": "@pulumi/pulumi/index.js",
  "@opentelemetry/exporter-zipkin": "tracing.js",
  "@opentelemetry/instrumentation": "tracing.js",
  "@opentelemetry/instrumentation-grpc": "tracing.js",
  "@opentelemetry/resources": "tracing.js",
  "@opentelemetry/sdk-trace-base": "tracing.js",
  "@opentelemetry/sdk-trace-node": "tracing.js",
};
/** What is left out, by what takes its place. Who needs the inspector connects to it later. */
const LEFT_OUT = {
  "source-map-support/register": {},
  "../../runtime/closure/v8Hooks": { isInitializedAsync: () => Promise.resolve() },
};

const load = Module._load;
Module._load = function (request, parent, ...more) {
  if (Object.hasOwn(LEFT_OUT, request)) return LEFT_OUT[request];
  const from = DEFERRED[request];
  if (from === undefined || !parent?.filename.endsWith(from))
    return load.call(this, request, parent, ...more);
  let loaded;
  return new Proxy(
    {},
    {
      get(_, key) {
        // So that it is taken as it is, without a look at what it exports.
        if (key === "__esModule") return true;
        loaded ??= load.call(Module, request, parent, ...more);
        return key === "default" && !(key in loaded) ? loaded : loaded[key];
      },
    },
  );
};
