import { type Linter as Config, Linter } from "eslint";

import config from "../../../eslint.config.js";

/** The real entries of the linter's configuration that decide what may be imported. */
const entries = (config as Config.Config[]).filter(
  ({ rules }) => rules?.["no-restricted-imports"] !== undefined,
);

function isRefused(file: string, imported: string): boolean {
  const found = new Linter().verify(`import "${imported}";`, entries, file.replace(/ts$/, "js"));
  expect(found.filter(({ fatal }) => fatal)).toEqual([]);
  return found.length > 0;
}

test.each<[file: string, ...imported: string[]]>([
  ["gitlab/client.ts", "@pulumi/pulumi", "../provider/index", "../sdk/index", "../cli/output"],
  ["gitlab/index.ts", "../functions", "../functions/delivery/configToml", "graphql"],
  ["gitlab/text/shown.ts", "../../provider/values/unknown", "../../emulator", "../../policies/x"],
  ["functions/jobs.ts", "@pulumi/pulumi", "got", "../sdk/types", "../provider/index", "../cli/x"],
  ["functions/delivery/configToml.ts", "../../sdk", "../../emulator/index", "../../policies/index"],
  ["provider/handlers/runner.ts", "../../functions/arguments", "../../functions"],
  ["plugin/main.ts", "graphql", "graphql/execution"],
  ["provider/handlers/other.ts", "graphql"],
  ["emulator/app.ts", "../functions/index"],
  ["policies/judgedRunner.ts", "../functions/runnerTypes"],
  ["examples/fleet/other.ts", "../../functions"],
  [
    "provider/index.ts",
    "../functions",
    "../sdk/runner",
    "../emulator/index",
    "../cli/output",
    "../policies/index",
  ],
  ["provider/values/checking.ts", "../runner/runnerRules", "../context/context", "@pulumi/pulumi"],
  ["provider/runner/runnerRules.ts", "../context/context", "../checks/twins", "../engine/wire"],
  ["provider/context/context.ts", "../checks/twins", "../dynamic/configure", "../handlers/runner"],
  ["provider/checks/twins.ts", "../creation/takeOver", "../handlers/runner", "../dynamic/process"],
  ["provider/creation/takeOver.ts", "../handlers/runner", "../engine/wire", "@grpc/grpc-js"],
  ["provider/readiness/sightings.ts", "../handlers/runner", "../engine/wire", "@pulumi/pulumi"],
  ["provider/handlers/runner.ts", "../dynamic/process", "../engine/wire", "@pulumi/pulumi"],
  ["provider/engine/wire.ts", "../dynamic/process", "../../sdk/runner"],
  ["provider/dynamic/process.ts", "../../sdk/runner", "../../cli/output", "../../emulator/index"],
  [
    "sdk/runner.ts",
    "../provider/index",
    "../emulator/index",
    "got",
    "../cli/output",
    "../policies",
  ],
  ["sdk/data/jobs.ts", "../../provider/values/operation", "../../emulator/startEmulator"],
  ["cli/cli.ts", "../provider/values/unknown", "../emulator/index", "../policies/index", "got"],
  ["cli/audit/audit.ts", "../../provider/index", "../../emulator/index"],
  ["emulator/index.ts", "../gitlab", "../provider/index", "../sdk/index", "got", "@pulumi/pulumi"],
  ["emulator/routes/x.ts", "../../gitlab/text/shown", "../../cli/output"],
  ["policies/index.ts", "../functions/index", "../provider/index", "../emulator/index", "got"],
  ["examples/fleet/index.ts", "../../sdk/index", "../../gitlab", "../../emulator/index"],
])("%s must not import %s", (file, ...imported) => {
  expect(imported.filter((each) => !isRefused(file, each))).toEqual([]);
});

test.each<[file: string, ...imported: string[]]>([
  ["gitlab/client.ts", "./transport/transport", "got", "valibot"],
  ["functions/jobs.ts", "../gitlab/connection", "../gitlab", "valibot"],
  [
    "functions/delivery/configToml.ts",
    "../arguments",
    "../../gitlab/settings/baseUrl",
    "smol-toml",
  ],
  ["sdk/data/jobs.ts", "../../functions/jobs"],
  ["cli/cli.ts", "../functions"],
  ["provider/index.ts", "./dynamic/dynamicProvider", "./handlers/runner"],
  ["provider/handlers/runner.ts", "../creation/takeOver", "../values/operation", "../../gitlab"],
  ["provider/dynamic/process.ts", "../handlers/runner", "../engine/wire", "@pulumi/pulumi"],
  ["provider/engine/engineState.ts", "./programInputs", "../values/operation", "@grpc/grpc-js"],
  [
    "plugin/service.ts",
    "@pulumi/pulumi/proto/provider_pb",
    "../stack/resourceFingerprint",
    "../provider/handlers/runner",
  ],
  ["sdk/runner.ts", "./provider", "../gitlab", "../stack/resourceFingerprint", "@pulumi/pulumi"],
  ["cli/cli.ts", "../gitlab/text/redact", "../sdk/index", "hono/html"],
  ["policies/rules/tokenAge.ts", "../../gitlab/text/versions", "@pulumi/policy"],
  ["emulator/index.ts", "./startEmulator", "hono"],
  ["emulator/graphql/schema.ts", "graphql", "../rules/status"],
  ["gitlab/endpoints/runners.ts", "../graphql/runners"],
  ["examples/fleet/index.ts", "pulumi-gitlab-runners", "pulumi-gitlab-runners/emulator"],
])("%s may import %s", (file, ...imported) => {
  expect(imported.filter((each) => isRefused(file, each))).toEqual([]);
});
