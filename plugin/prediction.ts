import { UNKNOWN_ON_WIRE } from "../provider/engine/wire";
import type { Properties } from "../provider/values/operation";
import type { PropertySchema } from "./schemaFile";

type Schemas = Readonly<Record<string, PropertySchema>>;

/** Outputs that an apply makes of inputs, where both are known. */
const DERIVED: Readonly<Record<string, (inputs: Properties) => unknown>> = {
  active: ({ paused }) => (typeof paused === "boolean" ? !paused : UNKNOWN_ON_WIRE),
};
/** Outputs that are something else than the input of their name: what GitLab has by now. */
const OF_GITLAB = ["tokenExpiresAt"];

/** The outputs of a resource that is to be created, as far as they are known before. */
export function predictCreation(schemas: Schemas, inputs: Properties): Properties {
  const known = Object.entries(schemas).map(([name, schema]): [string, unknown] => [
    name,
    DERIVED[name]?.(inputs) ?? predicted(schema, inputs[name]) ?? UNKNOWN_ON_WIRE,
  ]);
  // The state keeps inputs, too, that are no outputs for programs.
  return { ...inputs, ...Object.fromEntries(known) };
}

/**
 * The outputs of a resource after an update, of which all stay that nothing changes.
 *
 * @param renewed - outputs that the update gets in another way than the inputs say.
 * @param removed - the inputs that it no longer has.
 */
export function predictUpdate(
  schemas: Schemas,
  olds: Properties,
  news: Properties,
  { renewed, removed }: { renewed: readonly string[]; removed: readonly string[] },
): Properties {
  const given = Object.entries(news).filter(([name]) => !OF_GITLAB.includes(name));
  const derived = Object.entries(DERIVED).filter(([name]) => name in olds);
  return {
    ...olds,
    ...Object.fromEntries<unknown>(
      given.map(([name, value]) => [name, predicted(schemas[name], value)]),
    ),
    ...Object.fromEntries<unknown>(
      derived.map(([name, derive]) => [name, derive({ ...olds, ...news })]),
    ),
    ...Object.fromEntries(
      [...renewed, ...removed.filter((name) => name in olds)].map((name) => [
        name,
        UNKNOWN_ON_WIRE,
      ]),
    ),
  };
}

/** An input as the output of its name will be: a path that stands for an id becomes that id. */
function predicted(schema: PropertySchema | undefined, value: unknown): unknown {
  if (schema?.type === "integer" && typeof value === "string") return UNKNOWN_ON_WIRE;
  if (schema?.items && Array.isArray(value))
    return value.map((item: unknown) => predicted(schema.items, item));
  return value;
}
