import type { PackageSpec } from "../schema/spec";
import { shortName } from "./names";
import { functionPage } from "./pages/function";
import { installationPage } from "./pages/installation";
import { overviewPage } from "./pages/overview";
import { providerPage } from "./pages/provider";
import { resourcePage } from "./pages/resource";
import { typesPage } from "./pages/types";

/**
 * The reference for every language, in the form of Pulumi's registry: the text of each page by its file.
 *
 * @throws Error for what the schema has and no page can say: an example that only TypeScript can, a
 *   resource without a way to import it.
 */
export function registryPages(schema: PackageSpec): ReadonlyMap<string, string> {
  return new Map([
    ["_index.md", overviewPage(schema)],
    ["installation-configuration.md", installationPage(schema)],
    ["types.md", typesPage(schema)],
    ["resources/Provider.md", providerPage(schema)],
    ...Object.entries(schema.resources).map(
      ([token, spec]) =>
        [`resources/${shortName(token)}.md`, resourcePage(token, spec, schema)] as const,
    ),
    ...Object.entries(schema.functions).map(
      ([token, spec]) =>
        [`functions/${shortName(token)}.md`, functionPage(token, spec, schema)] as const,
    ),
  ]);
}
