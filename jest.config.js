"use strict";

// got and what it depends on are ES modules; Jest runs CommonJS, so they are transformed too.
const transform = {
  "^.+\\.[tj]s$": ["@swc/jest", { jsc: { target: "es2022" }, module: { type: "commonjs" } }],
};
const project = (name) => ({
  displayName: name,
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  testEnvironment: "node",
  transform,
  transformIgnorePatterns: ["/node_modules/(?:@pulumi|typescript|@swc|@grpc|google-protobuf)/"],
});

/** @type {import("jest").Config} */
module.exports = {
  projects: [project("unit")],
  reporters: ["default", "<rootDir>/scripts/summaryReporter.js"],
};
