import * as v from "valibot";
import { parseReply } from "../payloads/schemas";
import { GitLabError } from "../transport/errors";
import type { Operation } from "../transport/errors";
import type { Transport } from "../transport/transport";

/** GraphQL stands beside the root of the REST API, `/api/v4`. */
const PATH = "../graphql";

/** GraphQL did not answer as needed: it refused the query, or a part of the answer is missing. */
export class GraphqlRefusedError extends GitLabError {
  override name = "GraphqlRefusedError";
}

const answerSchema = v.object({
  data: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
  errors: v.optional(v.array(v.object({ message: v.string() }))),
});

/** What a query came to. A part that GitLab refuses is null in the data and has an error. */
export interface GraphqlAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly string[];
}

/**
 * `POST /api/graphql` with a query, which changes nothing. REST is the other way to all that it reads.
 * @see https://docs.gitlab.com/api/graphql/
 * @throws {GraphqlRefusedError} where GitLab did not run the query.
 */
export async function askGraphql(
  send: Transport,
  operation: Operation,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<GraphqlAnswer> {
  const { body } = await send({
    operation,
    method: "POST",
    path: PATH,
    json: { query, variables },
    isOptional: true,
  });
  const { data, errors = [] } = parseReply(answerSchema, body, operation);
  const messages = errors.map(({ message }) => message);
  if (!data) throw new GraphqlRefusedError(`cannot ${operation}: ${messages[0] ?? "no data came"}`);
  return { data, errors: messages };
}
