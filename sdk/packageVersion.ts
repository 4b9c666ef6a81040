/** The version of this package, which is that of its plugin, too. */
export function packageVersion(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be compiled into dist
  const { version } = require("pulumi-gitlab-runners/package.json") as { version: string };
  return version;
}
