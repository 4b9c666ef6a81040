"use strict";

/** What runs in the provider process, from the ground up: each folder imports those before it only. */
const PROVIDER = [
  "values",
  "runner",
  "context",
  "checks",
  "creation",
  "handlers",
  "engine",
  "dynamic",
];
const HTTP = ["got", "@hono/node-server"];

/**
 * What a folder must not import, as patterns of `no-restricted-imports`. Of several entries for a file
 * the last one counts.
 *
 * @type {readonly { readonly folder: string, readonly forbidden: readonly string[] }[]}
 */
module.exports = [
  {
    folder: "gitlab",
    forbidden: ["functions", "provider", "sdk", "cli", "emulator", "policies"]
      .flatMap(within)
      .concat("@pulumi/*"),
  },
  {
    // A plugin loads them at every start, without Pulumi's SDK.
    folder: "functions",
    forbidden: ["provider", "sdk", "cli", "emulator", "policies"]
      .flatMap(within)
      .concat("@pulumi/*", HTTP),
  },
  {
    folder: "provider",
    forbidden: ["functions", "sdk", "cli", "emulator", "policies"].flatMap(within),
  },
  ...PROVIDER.map((name, floor) => ({
    folder: `provider/${name}`,
    forbidden: [
      ...["functions", "sdk", "cli", "emulator", "policies"].flatMap(within),
      ...PROVIDER.slice(floor + 1).map((above) => `**/${above}/*`),
      // Only the adapter speaks the engine's dialect.
      ...(name === "dynamic" ? [] : ["@pulumi/*", "@grpc/*"]),
    ],
  })),
  {
    folder: "emulator",
    forbidden: ["sdk", "functions", "gitlab", "provider", "cli", "policies"]
      .flatMap(within)
      .concat("@pulumi/*", "got"),
  },
  {
    folder: "policies",
    forbidden: ["emulator", "functions", "gitlab", "provider", "cli"]
      .flatMap(within)
      .concat("@pulumi/pulumi", "got"),
  },
  {
    folder: "sdk",
    // `sdk/provider.ts` is no folder.
    forbidden: ["emulator", "cli", "policies"].flatMap(within).concat("../**/provider/**", HTTP),
  },
  { folder: "cli", forbidden: ["emulator", "provider", "policies"].flatMap(within).concat(HTTP) },
  {
    folder: "examples",
    forbidden: ["sdk", "functions", "gitlab", "provider", "cli", "emulator", "policies"].flatMap(
      within,
    ),
  },
];

/** Patterns of a top-level folder and the files in it, imported by a relative path. */
function within(folder) {
  return [`../${folder}`, `../../${folder}`, `../**/${folder}/**`];
}
