import type { PackageSpec, PropertySpec } from "../../schema/spec";
import { PACKAGE } from "../../schema/tokens";
import { yamlType } from "../languages";
import { cell, codeBlock, codeCell, page, table } from "../markdown";
import { frontMatter } from "./frontMatter";

/** How to get and configure the package. */
export function installationPage(schema: PackageSpec): string {
  const { version, displayName } = schema;
  return page(
    frontMatter(
      `${displayName}: installation and configuration`,
      `How to install and configure the package ${displayName}.`,
    ),
    `# ${displayName}: installation and configuration`,
    "## Installation",
    table(["", "package", "and"], packages(schema)),
    "The plugin `pulumi-resource-gitlab-runners` needs Node 20.19 or later on PATH. [The plugin](../plugin.md) shows how to get it, and what it does that dynamic resources cannot do. To install it from an archive:",
    codeBlock(
      "sh",
      `pulumi plugin install resource ${PACKAGE} ${version} --file pulumi-resource-${PACKAGE}-v${version}-linux-amd64.tar.gz`,
    ),
    "## Configuration",
    codeBlock(
      "sh",
      [
        `pulumi config set ${PACKAGE}:baseUrl https://gitlab.example.com`,
        `pulumi config set --secret ${PACKAGE}:token`,
      ].join("\n"),
    ),
    "The plugin reads these keys. Keys of the namespace `gitlab` do not reach it. The dynamic resources of `pulumi-gitlab-runners` also read keys of [the namespace `gitlab`](../configuration.md), such as `gitlab:token`, so one configuration serves `@pulumi/gitlab`, too. The package refuses keys that it does not know.",
    table(["key", "type", ""], Object.entries(schema.config.variables).map(row)),
    "Each key except `enableAutoCiSupport` is also an argument of the [Provider](resources/Provider.md), for several GitLab instances in one stack.",
  );
}

function row([name, spec]: [string, PropertySpec]): string[] {
  const secret = spec.secret === true ? "**Secret.** " : "";
  return [
    codeCell(`${PACKAGE}:${name}`),
    yamlType(spec, (type) => type),
    // Its own name is in the first column.
    `${secret}${cell((spec.description ?? "").replace(` Key: \`${PACKAGE}:${name}\`.`, ""))}`,
  ];
}

function packages({ language }: PackageSpec): string[][] {
  const { packageName: python } = language["python"] as { packageName: string };
  const { importBasePath: go } = language["go"] as { importBasePath: string };
  return [
    [
      "TypeScript, JavaScript",
      "`npm install pulumi-gitlab-runners`",
      "no plugin; for `pulumi-gitlab-runners/plugin`, the plugin that the package contains",
    ],
    ["YAML", "", "the plugin"],
    ["Python", codeCell(python), "the plugin"],
    ["Go", codeCell(go), "the plugin"],
    ["C#, Java", "no SDK generated yet", "the plugin"],
  ];
}
