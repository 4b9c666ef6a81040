import { readFileSync } from "node:fs";
import { join } from "node:path";

import Ajv, { type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

import { type Emulator, companySeed, startEmulator } from "../../emulator";
import { ask } from "../helpers/gitlab";
import { ADDITIONS, CONTRADICTIONS } from "./openapi/contradictions";

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: boolean;
  [keyword: string]: unknown;
}

const { schemas } = JSON.parse(
  readFileSync(join(__dirname, "openapi", "entities.json"), "utf8"),
) as { schemas: Record<string, Schema> };

/**
 * The description is silent on null, so every value may be one; and an attribute that an entity does
 * not have must not be answered.
 */
function strict(schema: Schema): Schema {
  const { properties, items, ...rest } = schema;
  if (properties === undefined && items === undefined) return orNull(rest);
  return orNull({
    ...rest,
    ...(items && { items: strict(items) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, strict(property)]),
      ),
      additionalProperties: false,
    }),
  });
}

function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: "null" }] };
}

/** The entities as described, with the truth where the description is wrong. */
function corrected(): Record<string, Schema> {
  const all = structuredClone(schemas);
  for (const { entity, attribute, truth } of CONTRADICTIONS) {
    const properties = all[entity]?.properties;
    if (properties?.[attribute] === undefined) throw new Error(`no ${entity}.${attribute}`);
    properties[attribute] = truth as Schema;
  }
  for (const { entity, attribute, truth } of ADDITIONS)
    all[entity] = {
      ...all[entity],
      properties: { ...all[entity]?.properties, [attribute]: truth as Schema },
    };
  return Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, strict(schema)]));
}

describe("answers as GitLab's own description of its API has them", () => {
  let gitlab: Emulator;
  const ajv = addFormats(new Ajv({ allErrors: true, strict: false }));
  ajv.addSchema({ $id: "gitlab", schemas: corrected() });
  const validators = new Map<string, ValidateFunction>();

  beforeAll(async () => {
    gitlab = await startEmulator({ seed: companySeed() });
    gitlab.seed({ settings: { allow_registration_token: true } });
  });
  afterAll(() => gitlab.close());

  /** All that is wrong with an answer, or an empty list. */
  function problems(entity: string, body: unknown): unknown[] {
    const validate = validators.get(entity) ?? ajv.compile({ $ref: `gitlab#/schemas/${entity}` });
    validators.set(entity, validate);
    return validate(body) ? [] : (validate.errors ?? []);
  }

  test.each<[method: string, path: string, entity: string, body: object | undefined]>([
    ["GET", "/runners", "Runner", undefined],
    ["GET", "/runners/all?per_page=100", "Runner", undefined],
    ["GET", "/projects/1/runners?per_page=100", "Runner", undefined],
    ["GET", "/groups/1/runners?per_page=100", "Runner", undefined],
    ["GET", "/runners/1", "RunnerDetails", undefined],
    ["GET", "/runners/7", "RunnerDetails", undefined],
    ["GET", "/runners/17", "RunnerDetails", undefined],
    ["PUT", "/runners/17", "RunnerDetails", { description: "x", maximum_timeout: 600 }],
    ["GET", "/runners/1/managers", "RunnerManager", undefined],
    ["GET", "/runners/1/jobs?per_page=100", "JobBasicWithProject", undefined],
    ["GET", "/runners/17/projects", "BasicProjectDetails", undefined],
    ["POST", "/user/runners", "RunnerRegistrationDetails", { runner_type: "instance_type" }],
    ["POST", "/runners/1/reset_authentication_token", "ResetTokenResult", undefined],
    ["POST", "/runners/reset_registration_token", "ResetTokenResult", undefined],
    ["POST", "/groups/1/runners/reset_registration_token", "ResetTokenResult", undefined],
    ["POST", "/projects/1/runners/reset_registration_token", "ResetTokenResult", undefined],
    ["POST", "/projects/1/runners", "Runner", { runner_id: 17 }],
  ])("%s %s", async (method, path, entity, sent) => {
    const { status, body } = await ask(gitlab, method, path, sent);
    expect([200, 201]).toContain(status);
    const rows = Array.isArray(body) ? (body as unknown[]) : [body];
    expect(rows.flatMap((row) => problems(entity, row))).toEqual([]);
    // An empty list would prove nothing.
    if (path !== "/runners") expect(rows.length).toBeGreaterThan(0);
  });

  test("registration and verification", async () => {
    const { body } = await ask(gitlab, "POST", "/groups/1/runners/reset_registration_token");
    const registered = await ask(gitlab, "POST", "/runners", body as object);
    expect(problems("RunnerRegistrationDetails", registered.body)).toEqual([]);
    const { token } = registered.body as { token: string };
    const verified = await ask(gitlab, "POST", "/runners/verify", { token });
    expect(verified.status).toBe(200);
    expect(problems("RunnerRegistrationDetails", verified.body)).toEqual([]);
  });

  test("a wrong answer would be found", () => {
    expect(problems("Runner", { id: "7" })).not.toEqual([]);
    expect(problems("Runner", { id: 7, surprise: true })).not.toEqual([]);
    expect(problems("Runner", { id: 7, created_at: "yesterday" })).not.toEqual([]);
  });

  test.each(CONTRADICTIONS)("$attribute of $entity is still described wrongly", (entry) => {
    const described = schemas[entry.entity]?.properties?.[entry.attribute];
    expect(described).toBeDefined();
    expect(described).not.toEqual(entry.truth);
  });

  test.each(ADDITIONS)("$attribute of $entity is still not described", (entry) => {
    const entity = schemas[entry.entity]?.properties;
    expect(entity).toBeDefined();
    expect(entity).not.toHaveProperty(entry.attribute);
  });
});
