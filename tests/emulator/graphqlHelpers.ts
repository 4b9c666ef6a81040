import type { Emulator } from "../../emulator";

export interface GraphqlError {
  message: string;
  path?: (string | number)[];
  extensions?: Record<string, unknown>;
}

export interface GraphqlAnswer {
  status: number;
  /** What the test asked for, which it knows the shape of. */
  data: Record<string, unknown> | null | undefined;
  errors: GraphqlError[] | undefined;
  headers: Headers;
}

/** Asks by GraphQL as the user of a token; without a name, as nobody. */
export async function query(
  gitlab: Emulator,
  as: string | undefined,
  text: string,
  variables?: object,
): Promise<GraphqlAnswer> {
  const body = JSON.stringify({ query: text, ...(variables && { variables }) });
  return answerOf(await send(gitlab, as, { body }));
}

/** The answer's data, where there must be no error. */
export async function dataOf(
  gitlab: Emulator,
  as: string | undefined,
  text: string,
  variables?: object,
): Promise<Record<string, unknown>> {
  const { data, errors } = await query(gitlab, as, text, variables);
  expect(errors).toBeUndefined();
  if (!data) throw new Error("There is no data");
  return data;
}

/** Sends a request to GraphQL's address; a POST of JSON, unless it says otherwise. */
export async function send(
  gitlab: Emulator,
  as: string | undefined,
  { search = "", ...init }: RequestInit & { search?: string },
): Promise<Response> {
  return fetch(`${gitlab.url}/api/graphql${search}`, {
    method: "POST",
    ...init,
    headers: {
      ...(as === undefined ? {} : { "private-token": gitlab.tokens[as] ?? as }),
      "content-type": "application/json",
      ...(init.headers as Record<string, string> | undefined),
    },
  });
}

export async function answerOf(response: Response): Promise<GraphqlAnswer> {
  const { data, errors } = (await response.json()) as Pick<GraphqlAnswer, "data" | "errors">;
  return { status: response.status, data, errors, headers: response.headers };
}

export const runnerId = (id: number): string => `gid://gitlab/Ci::Runner/${id}`;
