import type { Context, Hono } from "hono";

import type { Asked } from "../graphql/execute";
import { Viewer } from "../graphql/viewer";
import type { AppEnv } from "../http/appEnv";
import { graphqlCaller } from "../http/authentication";
import { ApiError, graphqlError } from "../http/errors";
import { type RawParams, readRailsParams } from "../http/params";
import type { Instance } from "../instance";
import { Policy } from "../rules/policies";

const PATH = "/api/graphql";
/** Of all queries of a request together. */
const MOST_CHARACTERS = 10_000;

/** `/api/graphql`: GitLab's app/controllers/graphql_controller.rb. */
export function addGraphql(app: Hono<AppEnv>, instance: Instance): void {
  app.on(["GET", "POST"], PATH, async (c) => {
    try {
      return c.json(await answer(c, instance));
    } catch (error) {
      if (error instanceof ApiError) throw error;
      process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
      throw graphqlError(500, "Internal server error");
    }
  });
}

/** @throws ApiError */
async function answer(c: Context<AppEnv>, instance: Instance): Promise<object> {
  const params = await readRailsParams(c);
  const caller = graphqlCaller(c, params, instance);
  const policy = caller && new Policy(caller, instance, true);
  const viewer = new Viewer(policy, instance, c.get("behindMs"));
  const list = params["_json"];
  const asked = Array.isArray(list) ? list.map(batched) : single(params);
  const all = Array.isArray(asked) ? asked : [asked];
  const characters = all.reduce((sum, { query }) => sum + Array.from(query).length, 0);
  if (characters > MOST_CHARACTERS) throw graphqlError(422, "Query too large");

  // The library takes longer to load than the whole server, and many tests never ask by GraphQL.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be eager, or not wait
  const graphql = require("../graphql/execute") as typeof import("../graphql/execute");
  if (c.req.method !== "POST" && all.some((each) => graphql.isMutation(each)))
    throw graphqlError(422, `Mutations are forbidden in ${c.req.method} requests`);
  return Array.isArray(asked) ? graphql.answerAll(asked, viewer) : graphql.answerOne(asked, viewer);
}

function single(params: RawParams): Asked {
  return {
    query: textOf(params["query"]) ?? "",
    operationName: textOf(params["operationName"]),
    variables: variablesOf(params["variables"]),
  };
}

/** @throws Error for an entry without a query, which GitLab does not expect either. */
function batched(entry: unknown): Asked {
  const asked = single((entry ?? {}) as RawParams);
  const { query } = (entry ?? {}) as RawParams;
  if (typeof query !== "string") throw new Error("An entry of a batch has no query");
  return asked;
}

function textOf(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

/**
 * GitLab's lib/gitlab/graphql/variables.rb: a mapping, or its text as JSON.
 *
 * @throws ApiError 422
 */
function variablesOf(given: unknown): Asked["variables"] {
  if (given == null || given === "") return {};
  if (typeof given === "string") return variablesOf(parsed(given));
  if (typeof given === "object" && !Array.isArray(given)) return given as Asked["variables"];
  throw graphqlError(422, `Unexpected parameter: ${JSON.stringify(given)}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw graphqlError(422, (error as Error).message);
  }
}
