import { DELIVERIES } from "../../../functions";
import { RESULT_NAMES } from "../../../plugin/functionResults";
import type { FunctionSpec, PackageSpec } from "../../schema/spec";
import { parted } from "../descriptions";
import { exampleInLanguages } from "../examples/inLanguages";
import { functionExample } from "../examples/ofFunctions";
import { typescriptExample } from "../examples/typescript";
import { page } from "../markdown";
import { shortName } from "../names";
import { propertyTables } from "../propertyTables";
import { calls, isDelivery } from "../signatures";

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
    calls(name, spec, schema),
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
  if (isDelivery(name)) {
    return DELIVERIES[name].form === "process"
      ? `In TypeScript, this is the method \`${name}\` of a RunnerProcess. It returns the text.`
      : `In TypeScript, this is the method \`${name}\` of a Runner. It takes only the options and returns the text.`;
  }
  return name in RESULT_NAMES
    ? "In TypeScript, the function returns the list itself, without an object around it."
    : "";
}
