import { RESULT_NAMES } from "../../../plugin/functionResults";
import { DELIVERY_NAMES } from "../../schema/delivery";
import type { FunctionSpec, PackageSpec } from "../../schema/spec";
import { parted } from "../descriptions";
import { exampleInLanguages } from "../examples/inLanguages";
import { functionExample } from "../examples/ofFunctions";
import { typescriptExample } from "../examples/typescript";
import { page } from "../markdown";
import { shortName } from "../names";
import { propertyTables } from "../propertyTables";
import { calls } from "../signatures";

const TYPES = "../types.md";

/** The page of a function. */
export function functionPage(token: string, spec: FunctionSpec, schema: PackageSpec): string {
  const name = shortName(token);
  const program = functionExample(name);
  return page(
    `# ${name}`,
    parted(spec.description).text,
    "## Example",
    exampleInLanguages(program, typescriptExample(program), schema),
    "## Calling it",
    calls(name, schema),
    inTypeScript(name),
    "## Arguments",
    propertyTables({
      properties: spec.inputs.properties,
      required: spec.inputs.required,
      requiredTitle: "required",
      types: TYPES,
    }),
    "## Result",
    propertyTables({
      properties: spec.outputs.properties,
      required: spec.outputs.required,
      requiredTitle: "always there",
      types: TYPES,
    }),
  );
}

function inTypeScript(name: string): string {
  if ((DELIVERY_NAMES as readonly string[]).includes(name)) {
    return `In TypeScript it is the method \`${name}\` of a Runner, which takes the options alone and gives the text.`;
  }
  return name in RESULT_NAMES
    ? "In TypeScript the list is the result itself, without an object around it."
    : "";
}
