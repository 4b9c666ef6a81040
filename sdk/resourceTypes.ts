/** The package that dynamic resources are of for the engine. */
export const DYNAMIC_PACKAGE = "pulumi-nodejs";
/** The package that the plugin serves. */
export const PLUGIN_PACKAGE = "gitlab-runners";

const DYNAMIC = `${DYNAMIC_PACKAGE}:dynamic/${PLUGIN_PACKAGE}:`;
const PLUGIN = `${PLUGIN_PACKAGE}:index:`;

/** The types of a runner, one for each form of resources. */
export const TYPES_OF_RUNNERS = [`${PLUGIN}Runner`, `${DYNAMIC}Runner`] as const;

/** Whether the plugin serves resources of a type; a dynamic provider does the others. */
export function isOfPlugin(type: string): boolean {
  return type.startsWith(PLUGIN);
}

/** The type of the same kind in the other form: of a dynamic resource that of the plugin, and back. */
export function otherTypeOf(type: string): string {
  const kind = type.slice(type.lastIndexOf(":") + 1);
  return (isOfPlugin(type) ? DYNAMIC : PLUGIN) + kind;
}

/** Whether a value is a resource of a type in either form, also one of another copy of this package. */
export function isOfKind(value: unknown, type: string): boolean {
  const { __pulumiType: own } = (value ?? {}) as { __pulumiType?: unknown };
  return own === type || own === otherTypeOf(type);
}
