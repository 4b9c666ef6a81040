import {
  type GraphQLNamedType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  getArgumentValues,
  getNamedType,
} from "graphql";

import type { User } from "../store/records";
import { MAX_PAGE_SIZE } from "./connections";
import { type Reading, type SelectedField, fieldsOf } from "./selections";

/** GitLab's app/graphql/gitlab_schema.rb. */
const MAX_COMPLEXITY = { admin: 300, user: 250, introspection: 217, nobody: 200 } as const;
const MAX_DEPTH = { user: 20, nobody: 15 } as const;
const MAX_RECURSION = 2;
const NOT_RECURSIVE = ["node", "edges", "nodes", "ofType"];

/** The fields that GitLab has a resolver for. They cost by their arguments; other fields cost one. */
const RESOLVED = new Set([
  "Query.group",
  "Query.metadata",
  "Query.project",
  "Query.runner",
  "Query.runners",
  "CurrentUser.runners",
  "Group.runners",
  "Project.runners",
  "CiRunner.groups",
  "CiRunner.jobCount",
  "CiRunner.managers",
  "CiRunner.ownerProject",
  "CiRunner.projects",
]);

/** What an operation may cost. */
export function maxComplexity(user: User | undefined, isIntrospection: boolean): number {
  if (user) return user.admin ? MAX_COMPLEXITY.admin : MAX_COMPLEXITY.user;
  return isIntrospection ? MAX_COMPLEXITY.introspection : MAX_COMPLEXITY.nobody;
}

/** Whether GitLab takes an operation for the one that reads the schema. */
export function isIntrospection(operationName: string | undefined): boolean {
  return operationName === "IntrospectionQuery";
}

/** What is too much in a valid operation, in the words of GitLab and of its library. */
export function excesses(
  operation: OperationDefinitionNode,
  root: GraphQLNamedType,
  reading: Reading,
  user: User | undefined,
  most: number,
): string[] {
  const problems: string[] = [];
  const recursive = recursionsOf(operation, root, reading);
  if (recursive.size > 0) {
    const counts = [...recursive].map(([name, count]) => `"${name}"=>${count}`).join(", ");
    problems.push(
      `Recursive query - too many of fields '{${counts}}' detected\nin single branch of the query")\n`,
    );
  }
  const depth = depthOf(operation, root, reading);
  const deepest = user ? MAX_DEPTH.user : MAX_DEPTH.nobody;
  if (depth > deepest)
    problems.push(`Query has depth of ${depth}, which exceeds max depth of ${deepest}`);
  const complexity = complexityOf(operation, root, reading);
  if (complexity > most) problems.push(tooComplex(complexity, most));
  return problems;
}

export function tooComplex(complexity: number, most: number): string {
  return `Query has complexity of ${complexity}, which exceeds max complexity of ${most}`;
}

/**
 * What an operation costs: GitLab's app/graphql/types/base_field.rb. A field asked for twice under one
 * name counts once.
 */
export function complexityOf(
  { selectionSet }: OperationDefinitionNode,
  root: GraphQLNamedType,
  reading: Reading,
): number {
  return costOf([{ type: root, selection: selectionSet }], reading);
}

/** Selections of fields that count as one. */
interface Selected {
  type: GraphQLNamedType;
  selection: SelectionSetNode | undefined;
}

function costOf(selected: readonly Selected[], reading: Reading): number {
  const byName = new Map<string, [SelectedField, ...SelectedField[]]>();
  for (const { type, selection } of selected) {
    for (const field of selection ? fieldsOf(type, selection, reading) : []) {
      const name = (field.node.alias ?? field.node.name).value;
      const same = byName.get(name);
      if (same) same.push(field);
      else byName.set(name, [field]);
    }
  }
  let cost = 0;
  for (const fields of byName.values()) {
    const below = fields.map(({ definition, node }) => ({
      type: getNamedType(definition.type),
      selection: node.selectionSet,
    }));
    cost += ownCost(fields[0], costOf(below, reading), reading);
  }
  return cost;
}

function ownCost(field: SelectedField, children: number, { variables }: Reading): number {
  const { parent, node, definition } = field;
  if (!RESOLVED.has(`${parent.name}.${definition.name}`)) return children + 1;
  const { sort, search, first, last } = getArgumentValues(definition, node, variables);
  // app/graphql/resolvers/base_resolver.rb
  const cost = children + 1 + (sort == null ? 0 : 1) + (search == null ? 0 : 5);
  if (!getNamedType(definition.type).name.endsWith("Connection")) return cost;
  const sizes = [first, last, MAX_PAGE_SIZE].filter((size) => typeof size === "number");
  return Math.trunc(cost + cost * (Math.min(...sizes) * 0.01));
}

function depthOf(
  { selectionSet }: OperationDefinitionNode,
  root: GraphQLNamedType,
  reading: Reading,
): number {
  const below = (type: GraphQLNamedType, set: SelectionSetNode | undefined): number =>
    set === undefined
      ? 0
      : Math.max(
          0,
          ...fieldsOf(type, set, reading).map(
            ({ definition, node }) => 1 + below(getNamedType(definition.type), node.selectionSet),
          ),
        );
  return below(root, selectionSet);
}

/** The fields that come too often in one branch, and how often. */
function recursionsOf(
  { selectionSet }: OperationDefinitionNode,
  root: GraphQLNamedType,
  reading: Reading,
): Map<string, number> {
  const found = new Map<string, number>();
  const visit = (
    type: GraphQLNamedType,
    set: SelectionSetNode,
    above: ReadonlyMap<string, number>,
  ): void => {
    for (const { definition, node } of fieldsOf(type, set, reading)) {
      if (node.selectionSet === undefined) continue;
      const { name } = definition;
      const count = (above.get(name) ?? 0) + 1;
      if (count > MAX_RECURSION && !NOT_RECURSIVE.includes(name)) found.set(name, count);
      visit(getNamedType(definition.type), node.selectionSet, new Map([...above, [name, count]]));
    }
  };
  visit(root, selectionSet, new Map());
  return found;
}
