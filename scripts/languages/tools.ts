import { join } from "node:path";

import type { GoProgram } from "../setUp/goPrograms";

/** What programs in other languages than ours need beside the engine. */
export type ToolName = "yaml" | "python" | "go" | "sdkGenerator";

export interface Tool {
  program: GoProgram;
  /** A file of the module that must lie beside the program. */
  companion?: { module: string; path: string };
  /** Whether Pulumi comes with it, so that one may be there already. */
  isPulumis: boolean;
}

const ENGINE = join(__dirname, "../engine");
const PULUMI_SDK = "github.com/pulumi/pulumi/sdk/v3";
/** The last of these hosts that lie in a module that a proxy serves, as the engine's for Node. */
const lastInSdk = {
  version: "3.60.0",
  module: join(ENGINE, "host"),
  versionVariable: `${PULUMI_SDK}/go/common/version.Version`,
};

export const TOOLS: Readonly<Record<ToolName, Tool>> = {
  yaml: {
    isPulumis: true,
    program: {
      name: "pulumi-language-yaml",
      version: "1.25.0",
      module: join(__dirname, "yaml"),
      source: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
      versionVariable: "github.com/pulumi/pulumi-yaml/pkg/version.Version",
    },
  },
  python: {
    isPulumis: true,
    program: {
      ...lastInSdk,
      name: "pulumi-language-python",
      source: `${PULUMI_SDK}/python/cmd/pulumi-language-python`,
    },
    companion: { module: PULUMI_SDK, path: "python/cmd/pulumi-language-python-exec" },
  },
  go: {
    isPulumis: true,
    program: {
      ...lastInSdk,
      name: "pulumi-language-go",
      source: `${PULUMI_SDK}/go/pulumi-language-go`,
    },
  },
  sdkGenerator: {
    isPulumis: false,
    program: {
      name: "sdk-generator",
      version: "3.230.0",
      module: join(ENGINE, "cli"),
      source: join(__dirname, "sdkGenerator", "main.go"),
    },
  },
};
