"use strict";

/** Which of the top-level folders each of them may import. */
const MAY_IMPORT = {
  gitlab: [],
  functions: ["gitlab"],
  stack: ["gitlab"],
  provider: ["gitlab"],
  plugin: ["gitlab", "functions", "stack", "provider"],
  sdk: ["gitlab", "functions", "stack"],
  cli: ["gitlab", "functions", "sdk"],
  policies: ["gitlab", "sdk"],
  emulator: [],
  examples: [],
};

/** The package, not a folder of that name. */
const GRAPHQL = "/graphql";

/** Packages that a folder must not import. */
const FORBIDDEN_PACKAGES = {
  gitlab: ["@pulumi/*", "@grpc/*", GRAPHQL],
  functions: ["got", "@pulumi/*", "@grpc/*", GRAPHQL],
  stack: ["@pulumi/*", "@grpc/*", GRAPHQL],
  provider: [GRAPHQL],
  // The SDK's runtime takes longer to load than all else; its messages are in a folder of their own.
  plugin: ["@pulumi/*", "!@pulumi/pulumi", "@pulumi/pulumi/*", "!@pulumi/pulumi/proto", GRAPHQL],
  sdk: ["got", "@hono/node-server", GRAPHQL],
  cli: ["got", "@hono/node-server", GRAPHQL],
  policies: ["got", "@pulumi/pulumi", GRAPHQL],
  emulator: ["got", "@pulumi/*"],
  examples: [],
};

/** What runs in the provider process, from the ground up: each folder imports those before it only. */
const PROVIDER = [
  "values",
  "runner",
  "context",
  "checks",
  "creation",
  "readiness",
  "handlers",
  "engine",
  "dynamic",
];

const borders = Object.keys(MAY_IMPORT).map((folder) => ({
  folder,
  forbidden: [...foldersForbidden(folder), ...FORBIDDEN_PACKAGES[folder]],
}));

/**
 * What a folder must not import, as patterns of `no-restricted-imports`. Of several entries for a file
 * the last one counts.
 *
 * @type {readonly { readonly folder: string, readonly forbidden: readonly string[] }[]}
 */
module.exports = [
  ...borders,
  ...PROVIDER.map((name, floor) => ({
    folder: `provider/${name}`,
    forbidden: [
      ...foldersForbidden("provider"),
      ...FORBIDDEN_PACKAGES.provider,
      ...PROVIDER.slice(floor + 1).map((above) => `**/${above}/*`),
      // Only what adapters are made of speaks the engine's dialect.
      ...(["engine", "dynamic"].includes(name) ? [] : ["@pulumi/*", "@grpc/*"]),
    ],
  })),
];

/** Patterns of the other top-level folders and the files in them, imported by a relative path. */
function foldersForbidden(folder) {
  return Object.keys(MAY_IMPORT)
    .filter((other) => other !== folder && !MAY_IMPORT[folder].includes(other))
    .flatMap((other) => [
      // `sdk/provider.ts` is no folder.
      ...(folder === "sdk" && other === "provider" ? [] : [`../${other}`, `../../${other}`]),
      `../**/${other}/**`,
    ]);
}
