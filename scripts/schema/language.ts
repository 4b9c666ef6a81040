import type { PackageSpec } from "./spec";
import { PACKAGE } from "./tokens";

/** How the generators of SDKs name what they make. */
export const LANGUAGE: PackageSpec["language"] = {
  nodejs: {
    // Not the name of this package, which a program may use beside it, and no scope that is another's.
    packageName: "pulumi-gitlab-runners-sdk",
    dependencies: { "@pulumi/pulumi": "^3.0.0" },
    respectSchemaVersion: true,
  },
  python: {
    packageName: "pulumi_gitlab_runners",
    requires: { pulumi: ">=3.0.0,<4.0.0" },
    pyproject: { enabled: true },
    respectSchemaVersion: true,
  },
  go: {
    // No host serves the SDK: a program replaces this module by the folder that was generated.
    importBasePath: "pulumi-gitlab-runners.invalid/sdk/go/gitlabrunners",
    generateResourceContainerTypes: true,
    respectSchemaVersion: true,
  },
  csharp: {
    namespaces: { [PACKAGE]: "GitLabRunners" },
    packageReferences: { Pulumi: "3.*" },
    respectSchemaVersion: true,
  },
  java: { packages: { [PACKAGE]: "gitlabrunners" } },
};
