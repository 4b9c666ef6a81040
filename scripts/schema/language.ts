import type { Publication } from "./publication";
import type { PackageSpec } from "./spec";
import { PACKAGE } from "./tokens";

/** Under which the Go SDK is imported where no repository is named: no host serves it. */
export const NOWHERE = "pulumi-gitlab-runners.invalid";

/**
 * How the generators of SDKs name what they make.
 *
 * @param publication - undefined where it is not settled. The names of .NET and Java are then below
 *   Pulumi's own, under which nobody else can publish.
 */
export function language(publication: Publication | undefined): PackageSpec["language"] {
  return {
    nodejs: {
      // Not the name of this package, which a program may use beside it, and no scope that is another's.
      packageName: "pulumi-gitlab-runners-sdk",
      dependencies: { "@pulumi/pulumi": "^3.0.0" },
      readme: readme("Node", publication),
      respectSchemaVersion: true,
    },
    python: {
      packageName: "pulumi_gitlab_runners",
      requires: { pulumi: ">=3.0.0,<4.0.0" },
      pyproject: { enabled: true },
      readme: readme("Python", publication),
      respectSchemaVersion: true,
    },
    go: {
      // Without a repository a program replaces this module by the folder that was generated.
      importBasePath: `${publication?.goPath ?? NOWHERE}/sdk/go/gitlabrunners`,
      generateResourceContainerTypes: true,
      respectSchemaVersion: true,
    },
    csharp: {
      ...(publication && { rootNamespace: publication.rootNamespace }),
      namespaces: { [PACKAGE]: "GitLabRunners" },
      packageReferences: { Pulumi: "3.*" },
      respectSchemaVersion: true,
    },
    java: {
      ...(publication && { basePackage: publication.basePackage }),
      packages: { [PACKAGE]: "gitlabrunners" },
      buildFiles: "gradle",
    },
  };
}

/** What a registry of packages shows of an SDK. */
function readme(language: string, publication: Publication | undefined): string {
  return [
    `# GitLab Runners for Pulumi in ${language}`,
    "Manages GitLab CI runners: creates, registers and adopts them, assigns them to projects, and reads their status and jobs.",
    "This SDK needs the plugin `pulumi-resource-gitlab-runners`, which runs on Node 20.19 or later.",
    ...(publication === undefined ? [] : [`Documentation: <${publication.homepage}>.`]),
  ].join("\n\n");
}
