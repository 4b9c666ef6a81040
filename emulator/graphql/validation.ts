import {
  type ASTNode,
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  FieldsOnCorrectTypeRule,
  type GraphQLArgument,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  KnownArgumentNamesRule,
  Kind,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  type SelectionNode,
  type ValidationContext,
  type ValidationRule,
  type ValueNode,
  ValuesOfCorrectTypeRule,
  getNamedType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isScalarType,
  print,
  specifiedRules,
  validate,
} from "graphql";

/** GitLab's `validate_max_errors`. */
const MOST_ERRORS = 5;

/**
 * What is wrong with a query, as GitLab's library says it where clients look at that: unknown
 * fields and arguments, missing arguments, selections, values. Other rules have the words of ours.
 */
export function problemsOf(document: DocumentNode, schema: GraphQLSchema): GraphQLError[] {
  return [...validate(schema, document, RULES)].slice(0, MOST_ERRORS);
}

const knownFields: ValidationRule = (context) => ({
  Field(node, _key, _parent, _path, ancestors) {
    const type = context.getParentType();
    if (!type || context.getFieldDef()) return;
    const fieldName = node.name.value;
    report(
      context,
      `Field '${fieldName}' doesn't exist on type '${type.name}'`,
      { node, path: pathTo(node, ancestors) },
      { code: "undefinedField", typeName: type.name, fieldName },
    );
  },
});

const selections: ValidationRule = (context) => ({
  Field(node, _key, _parent, _path, ancestors) {
    const type = context.getType();
    if (!type) return;
    const named = getNamedType(type);
    const set = node.selectionSet?.selections;
    if (isLeafType(named) === (set === undefined)) return;
    const { value: name } = node.name;
    const nodeName = `field '${name}'`;
    const message =
      set === undefined
        ? `Field must have selections (${nodeName} returns ${named.name} but has no selections. Did you mean '${name} { ... }'?)`
        : `Selections can't be made on ${isEnumType(named) ? "enum" : "scalar"}s (${nodeName} returns ${named.name} but has selections [${set.map(selectionName).join(", ")}])`;
    const at = { node, path: pathTo(node, ancestors) };
    report(context, message, at, { code: "selectionMismatch", nodeName, typeName: named.name });
  },
});

function selectionName(node: SelectionNode): string {
  return node.kind === Kind.INLINE_FRAGMENT
    ? `"... on ${node.typeCondition?.name.value ?? ""} { ... }"`
    : `"${node.name.value}"`;
}

const argumentsOf: ValidationRule = (context) => ({
  Field(node, _key, _parent, _path, ancestors) {
    const known = context.getFieldDef()?.args;
    if (known) checkArguments(context, node, known, pathTo(node, ancestors));
  },
  Directive(node, _key, _parent, _path, ancestors) {
    const known = context.getDirective()?.args;
    if (known) checkArguments(context, node, known, pathTo(node, ancestors));
  },
});

type Owner = FieldNode | DirectiveNode;

function checkArguments(
  context: ValidationContext,
  owner: Owner,
  known: readonly GraphQLArgument[],
  path: string[],
): void {
  const given = owner.arguments ?? [];
  for (const argument of given) checkArgument(context, owner, argument, known, path);
  const missing = known
    .filter((each) => isRequiredArgument(each))
    .map(({ name }) => name)
    .filter((each) => !given.some(({ name }) => name.value === each));
  if (missing.length === 0) return;
  const name = owner.name.value;
  const names = missing.join(", ");
  report(
    context,
    `${owner.kind} '${name}' is missing required arguments: ${names}`,
    { node: owner, path },
    { code: "missingRequiredArguments", className: owner.kind, name, arguments: names },
  );
}

function checkArgument(
  context: ValidationContext,
  owner: Owner,
  argument: ArgumentNode,
  known: readonly GraphQLArgument[],
  path: string[],
): void {
  const argumentName = argument.name.value;
  const typeName = owner.kind;
  const alias = owner.kind === Kind.FIELD ? owner.alias : undefined;
  const name = (alias ?? owner.name).value;
  const definition = known.find((each) => each.name === argumentName);
  if (!definition) {
    report(
      context,
      `${typeName} '${name}' doesn't accept argument '${argumentName}'`,
      { node: argument, path: [...path, argumentName] },
      { code: "argumentNotAccepted", name, typeName, argumentName },
    );
    return;
  }
  const problem = problemOf(argument.value, definition.type);
  if (!problem) return;
  const code = "argumentLiteralsIncompatible";
  const at = { node: owner, path: [...path, argumentName] };
  if (problem.message !== undefined) {
    report(context, problem.message, at, { code, typeName: "CoercionError" });
    return;
  }
  report(
    context,
    `Argument '${argumentName}' on ${typeName} '${name}' has an invalid value (${print(argument.value)}). Expected type '${String(definition.type)}'.`,
    at,
    { code, typeName, argumentName },
  );
}

const REPLACED = [
  FieldsOnCorrectTypeRule,
  KnownArgumentNamesRule,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  ValuesOfCorrectTypeRule,
];
const RULES = [
  knownFields,
  selections,
  argumentsOf,
  ...specifiedRules.filter((rule) => !REPLACED.includes(rule)),
];

type Ancestors = readonly (ASTNode | readonly ASTNode[])[];

function report(
  context: ValidationContext,
  message: string,
  at: { node: ASTNode; path: string[] },
  extensions: Record<string, string>,
): void {
  context.reportError(new GraphQLError(message, { nodes: at.node, path: at.path, extensions }));
}

/** Where in the query a node is. */
function pathTo(node: ASTNode, ancestors: Ancestors): string[] {
  return [...ancestors, node].flatMap((each) => ("kind" in each ? stepOf(each) : []));
}

function stepOf(node: ASTNode): string[] {
  switch (node.kind) {
    case Kind.OPERATION_DEFINITION:
      return [node.name ? `${node.operation} ${node.name.value}` : node.operation];
    case Kind.FRAGMENT_DEFINITION:
      return [`fragment ${node.name.value}`];
    case Kind.INLINE_FRAGMENT:
      return [node.typeCondition ? `... on ${node.typeCondition.name.value}` : "..."];
    case Kind.FIELD:
      return [node.alias?.value ?? node.name.value];
    case Kind.DIRECTIVE:
      return [node.name.value];
    default:
      return [];
  }
}

/** What is wrong with a value in the query; a scalar of ours says so in its own words. */
function problemOf(
  value: ValueNode,
  type: GraphQLInputType,
): { message: string | undefined } | undefined {
  const mismatch = { message: undefined };
  if (value.kind === Kind.VARIABLE) return undefined;
  if (isNonNullType(type))
    return value.kind === Kind.NULL ? mismatch : problemOf(value, type.ofType);
  if (value.kind === Kind.NULL) return undefined;
  if (isListType(type)) {
    const values = value.kind === Kind.LIST ? value.values : [value];
    return values.map((each) => problemOf(each, type.ofType)).find((each) => each !== undefined);
  }
  if (isEnumType(type))
    return value.kind === Kind.ENUM && type.getValue(value.value) ? undefined : mismatch;
  if (!isScalarType(type)) return mismatch;
  try {
    type.parseLiteral(value);
    return undefined;
  } catch (error) {
    // Only ours are made of an error of their own.
    const own = error instanceof GraphQLError && error.originalError !== undefined;
    return own ? { message: error.message } : mismatch;
  }
}
