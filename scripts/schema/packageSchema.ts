import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deliveryFunctions } from "./delivery";
import { dataFunctions } from "./functions";
import { LANGUAGE } from "./language";
import { configuration, provider } from "./provider";
import { resources } from "./resources";
import { Sources } from "./sources";
import type { PackageSpec } from "./spec";
import { PACKAGE } from "./tokens";
import { TypeReader } from "./typeReader";

type Manifest = Pick<PackageSpec, "version" | "description" | "keywords" | "license"> &
  Partial<Pick<PackageSpec, "homepage">> & { repository?: string | { url: string } };

/**
 * Pulumi's schema of the package, made of the SDK's interfaces and docstrings.
 *
 * @param root - the folder of the package's sources.
 * @throws Error that names the place in the SDK which the schema cannot say.
 */
export function packageSchema(root: string): PackageSpec {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const reader = new TypeReader(new Sources(root));
  const ofProvider = provider(reader);
  const parts = {
    config: { variables: configuration(ofProvider) },
    provider: ofProvider,
    resources: resources(reader),
    functions: { ...dataFunctions(reader), ...deliveryFunctions(reader) },
  };
  reader.checkLists();
  return { ...about(manifest), ...parts, types: reader.types, language: LANGUAGE };
}

function about({
  version,
  description,
  keywords,
  license,
  homepage,
  repository,
}: Manifest): Omit<
  PackageSpec,
  "config" | "types" | "provider" | "resources" | "functions" | "language"
> {
  const address = typeof repository === "object" ? repository.url : repository;
  return {
    name: PACKAGE,
    displayName: "GitLab Runners",
    version,
    description,
    keywords: [...keywords, "category/infrastructure", "kind/native"],
    license,
    ...(homepage !== undefined && { homepage }),
    ...(address !== undefined && { repository: address }),
  };
}
