import {
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  coerceInputValue,
  isInputType,
  isNonNullType,
  typeFromAST,
  valueFromAST,
} from "graphql";

/** The values of an operation's variables, or what is wrong with them in the words of GitLab's library. */
export type Variables =
  { values: Record<string, unknown>; errors?: never } | { errors: GraphQLError[] };

export function variablesOf(
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
): Variables {
  const values: Record<string, unknown> = {};
  const errors: GraphQLError[] = [];
  for (const definition of variableDefinitions) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) throw new Error(`A valid query has no variable of ${String(type)}`);
    const value = given[name];
    if (value === undefined && definition.defaultValue) {
      values[name] = valueFromAST(definition.defaultValue, type);
      continue;
    }
    if (value === undefined && !isNonNullType(type)) continue;
    const problems: { path: (string | number)[]; explanation: string }[] = [];
    values[name] =
      value == null && isNonNullType(type)
        ? problems.push({ path: [], explanation: "Expected value to not be null" })
        : coerceInputValue(value, type, (path, _, { message }) => {
            problems.push({ path: [...path], explanation: message });
          });
    if (problems.length === 0) continue;
    const nested = problems
      .filter(({ path }) => path.length > 0)
      .map(({ path, explanation }) => `${path.join(".")} (${explanation})`);
    const places = nested.length > 0 ? ` for ${nested.join(", ")}` : "";
    errors.push(
      new GraphQLError(
        `Variable $${name} of type ${String(type)} was provided invalid value${places}`,
        { nodes: definition, extensions: { value: value ?? null, problems } },
      ),
    );
  }
  return errors.length > 0 ? { errors } : { values };
}
