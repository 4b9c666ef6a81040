import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  executeSync,
  parse,
} from "graphql";

import { complexityOf, excesses, isIntrospection, maxComplexity, tooComplex } from "./limits";
import type { Costs } from "./queryResolvers";
import { schemaOf } from "./schema";
import type { Reading } from "./selections";
import { problemsOf } from "./validation";
import { variablesOf } from "./variables";
import type { Viewer } from "./viewer";

/** A query as it was sent. */
export interface Asked {
  query: string;
  variables: Readonly<Record<string, unknown>>;
  operationName: string | undefined;
}

/** What GitLab answers; without data when the query was not run. */
export interface Answered {
  data?: unknown;
  errors?: readonly GraphQLFormattedError[];
}

/**
 * The answer to a query.
 *
 * @throws Error for what is no answer of GitLab's.
 */
export function answerOne(asked: Asked, viewer: Viewer): Answered {
  const ready = prepare(asked, viewer);
  return "errors" in ready ? ready : run(ready, [], viewer);
}

/**
 * The answers to the queries of one request, which may cost no more together than one of them may.
 *
 * @throws Error for what is no answer of GitLab's.
 */
export function answerAll(asked: readonly Asked[], viewer: Viewer): Answered[] {
  const all = asked.map((each) => prepare(each, viewer));
  const most = maxComplexity(viewer.policy?.caller.user, false);
  const total = all.reduce((sum, ready) => sum + ("errors" in ready ? 0 : ready.score), 0);
  const excess = total > most ? [tooComplex(total, most)] : [];
  return all.map((ready) => ("errors" in ready ? ready : run(ready, excess, viewer)));
}

/** Whether a query would change something, which a GET must not. */
export function isMutation({ query, operationName }: Asked): boolean {
  try {
    const operation = operationOf(parse(query), operationName);
    return (
      !(operation instanceof GraphQLError) && operation.operation === OperationTypeNode.MUTATION
    );
  } catch (error) {
    if (error instanceof GraphQLError) return false;
    throw error;
  }
}

/** A valid query and what is too much in it. */
interface Ready extends Costs {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  reading: Reading;
  excesses: string[];
}

function prepare(asked: Asked, viewer: Viewer): Ready | Required<Pick<Answered, "errors">> {
  const { features } = viewer.instance;
  const schema = schemaOf(features);
  // The library says so of a text without any token.
  if (!/[^\s,]/.test(asked.query.replace(/#.*/g, "")))
    return { errors: [{ message: "Unexpected end of document", locations: [] }] };
  let document: DocumentNode;
  try {
    document = parse(asked.query);
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error.toJSON()] };
    throw error;
  }
  const operation = operationOf(document, asked.operationName);
  if (operation instanceof GraphQLError) return { errors: [operation.toJSON()] };
  const root = schema.getRootType(operation.operation);
  if (!root) return { errors: [notServed(operation).toJSON()] };
  const problems = problemsOf(document, schema);
  if (problems.length > 0) return { errors: problems.map((error) => error.toJSON()) };
  const variables = variablesOf(operation, asked.variables, schema);
  if (variables.errors) return { errors: variables.errors.map((error) => error.toJSON()) };

  const fragments = new Map(
    document.definitions
      .filter((each) => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
  const reading = { schema, fragments, variables: variables.values };
  const user = viewer.policy?.caller.user;
  const name = asked.operationName ?? operation.name?.value;
  const limit = maxComplexity(user, isIntrospection(name));
  return {
    document,
    operation,
    reading,
    limit,
    score: complexityOf(operation, root, reading),
    excesses: excesses(operation, root, reading, user, limit),
  };
}

function operationOf(
  document: DocumentNode,
  name: string | undefined,
): OperationDefinitionNode | GraphQLError {
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const [only] = operations;
  if (name === undefined)
    return only && operations.length === 1
      ? only
      : new GraphQLError("An operation name is required");
  const named = operations.find((each) => each.name?.value === name);
  return named ?? new GraphQLError(`No operation named "${name}"`);
}

const notServed = (operation: OperationDefinitionNode): GraphQLError =>
  new GraphQLError(`Schema is not configured for ${operation.operation}s`, { nodes: operation });

function run(ready: Ready, excess: readonly string[], viewer: Viewer): Answered {
  const { document, operation, reading, limit, score } = ready;
  const problems = [...excess, ...ready.excesses];
  if (problems.length > 0) return { errors: problems.map((message) => ({ message })) };
  const { data, errors } = executeSync({
    schema: reading.schema,
    document,
    rootValue: { limit, score } satisfies Costs,
    contextValue: viewer,
    variableValues: reading.variables,
    operationName: operation.name?.value ?? null,
  });
  for (const { originalError } of errors ?? [])
    if (originalError && !(originalError instanceof GraphQLError)) throw originalError;
  return { data, ...(errors ? { errors: errors.map((error) => error.toJSON()) } : {}) };
}
