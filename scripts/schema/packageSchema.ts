import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deliveryFunctions } from "./delivery";
import { dataFunctions } from "./functions";
import { language } from "./language";
import { configuration, provider } from "./provider";
import { type PublishedManifest, publicationOf } from "./publication";
import { resources } from "./resources";
import { Sources } from "./sources";
import type { PackageSpec } from "./spec";
import { PACKAGE } from "./tokens";
import { TypeReader } from "./typeReader";

type Manifest = Pick<PackageSpec, "version" | "description" | "keywords" | "license"> &
  PublishedManifest;

/** What package.json says, by the folder of a package's sources. */
export function manifestOf(root: string): Manifest {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
}

/**
 * Pulumi's schema of the package, made of the SDK's interfaces and docstrings.
 *
 * @param root - the folder of the package's sources.
 * @throws Error that names the place in the SDK which the schema cannot say.
 */
export function packageSchema(root: string, manifest = manifestOf(root)): PackageSpec {
  const reader = new TypeReader(new Sources(root));
  const ofProvider = provider(reader);
  const parts = {
    config: { variables: configuration(ofProvider) },
    provider: ofProvider,
    resources: resources(reader),
    functions: { ...dataFunctions(reader), ...deliveryFunctions(reader) },
  };
  reader.checkLists();
  return { ...about(manifest), ...parts, types: reader.types };
}

function about(
  manifest: Manifest,
): Omit<PackageSpec, "config" | "types" | "provider" | "resources" | "functions"> {
  const { version, description, keywords, license } = manifest;
  const publication = publicationOf(manifest);
  return {
    name: PACKAGE,
    displayName: "GitLab Runners",
    version,
    description,
    keywords: [...keywords, "category/infrastructure", "kind/native"],
    license,
    ...(publication && {
      homepage: publication.homepage,
      repository: publication.repository,
      pluginDownloadURL: publication.pluginDownloadURL,
      ...(publication.publisher !== undefined && { publisher: publication.publisher }),
    }),
    language: language(publication),
  };
}
