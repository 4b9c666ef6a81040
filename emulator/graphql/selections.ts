import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  Kind,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  getDirectiveValues,
  isInterfaceType,
  isObjectType,
} from "graphql";

/** What a valid query is read with. */
export interface Reading {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
}

export type FieldDefinition = GraphQLField<unknown, unknown>;

/** A field that is asked for, in a type or in one of its fragments. */
export interface SelectedField {
  parent: GraphQLNamedType;
  node: FieldNode;
  definition: FieldDefinition;
}

/** The fields of a selection, with those of fragments and without those that are skipped. */
export function fieldsOf(
  parent: GraphQLNamedType,
  { selections }: SelectionSetNode,
  reading: Reading,
): SelectedField[] {
  return selections
    .filter((node) => !isSkipped(node, reading))
    .flatMap((node) => {
      if (node.kind === Kind.FIELD)
        return [{ parent, node, definition: definitionOf(parent, node.name.value) }];
      const fragment =
        node.kind === Kind.INLINE_FRAGMENT ? node : reading.fragments.get(node.name.value);
      if (!fragment) throw new Error("A valid query has all its fragments");
      const name = fragment.typeCondition?.name.value;
      const type = name === undefined ? parent : (reading.schema.getType(name) ?? parent);
      return fieldsOf(type, fragment.selectionSet, reading);
    });
}

function isSkipped(node: SelectionNode, { variables }: Reading): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.["if"] === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.["if"] === false
  );
}

function definitionOf(parent: GraphQLNamedType, name: string): FieldDefinition {
  const meta = [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].find(
    (each) => each.name === name,
  );
  const fields = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {};
  const definition = fields[name] ?? meta;
  if (!definition) throw new Error(`A valid query has no field ${name} of ${parent.name}`);
  return definition;
}
