import { runCommand } from "../../scripts/setUp/commands";

/** Where Go keeps and gets what it needs, which it finds by HOME else. */
const SETTINGS = ["GOCACHE", "GOMODCACHE", "GOPROXY", "GONOPROXY", "GOSUMDB", "GONOSUMDB"];

/**
 * The environment in which Go builds a project with what this user's builds have left.
 *
 * With the flags of the tools' builds, modules that both need are compiled once, wherever the project
 * lies; without symbols it is linked in half the time.
 */
export async function goEnvironment(): Promise<Record<string, string>> {
  const { stdout } = await runCommand("go", ["env", "-json", ...SETTINGS, "GOFLAGS"]);
  const { GOFLAGS = "", ...settings } = JSON.parse(stdout) as Record<string, string>;
  return { ...settings, GOFLAGS: `${GOFLAGS} -trimpath -ldflags=-s`.trim(), CGO_ENABLED: "0" };
}
