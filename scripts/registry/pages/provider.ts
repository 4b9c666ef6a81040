import type { PackageSpec } from "../../schema/spec";
import { parted } from "../descriptions";
import { page } from "../markdown";
import { propertyTables } from "../propertyTables";
import { constructors } from "../signatures";

/** The page of the provider, for stacks with several instances of GitLab. */
export function providerPage({ provider }: PackageSpec): string {
  return page(
    "# Provider",
    parted(provider.description).text,
    "## Constructor",
    constructors("Provider", provider),
    "## Inputs",
    propertyTables({
      properties: provider.inputProperties,
      required: provider.requiredInputs,
      requiredTitle: "required",
      types: "../types.md",
    }),
  );
}
