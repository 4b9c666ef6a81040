"use strict";

const { availableParallelism } = require("node:os");

// got and what it depends on are ES modules; Jest runs CommonJS, so they are transformed too.
const transform = {
  "^.+\\.m?[tj]s$": ["@swc/jest", { jsc: { target: "es2022" }, module: { type: "commonjs" } }],
};
const project = (name, more = {}) => ({
  displayName: name,
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  testEnvironment: "node",
  transform,
  transformIgnorePatterns: ["/node_modules/(?:@pulumi|typescript|@swc|@grpc|google-protobuf)/"],
  ...more,
});

// Tests of command lines run the compiled ones, as users do.
const compiled = { globalSetup: "<rootDir>/tests/helpers/compile.ts" };

/** @type {import("jest").Config} */
module.exports = {
  projects: [
    project("unit"),
    project("emulator", compiled),
    project("contract", compiled),
    project("properties"),
    project("clients", { globalSetup: "<rootDir>/tests/clients/setUp.ts" }),
    project("e2e", { globalSetup: "<rootDir>/tests/e2e/globalSetup.ts" }),
    project("campaign", { globalSetup: "<rootDir>/tests/e2e/globalSetup.ts" }),
  ],
  // An operation of the engine takes seconds, and there are some in a test.
  testTimeout: 180_000,
  // Tests wait at times, for replies that are late and for processes that end.
  maxWorkers: availableParallelism() + 1,
  testSequencer: "<rootDir>/tests/sequencer.js",
  reporters: ["default", "<rootDir>/scripts/summaryReporter.js"],
};
