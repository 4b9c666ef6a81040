import type { Context } from "hono";

import { parseTags } from "../rules/tagList";
import { readBody, readRailsBody } from "./body";
import { invalidParams, malformed } from "./errors";
import { checkEncoding, fromForm } from "./nestedParams";

/** Parameters as they came, from the path, the query and the body. */
export type RawParams = Record<string, unknown>;

type ParamType = "string" | "integer" | "boolean" | "strings" | "list" | "tags" | "datetime";

/** A declared parameter, checked as Grape checks it. */
export interface ParamRule {
  type: ParamType;
  required?: boolean;
  values?: readonly string[];
  pattern?: RegExp;
}

export type ParamRules = Readonly<Record<string, ParamRule>>;

type ValueOf<Rule extends ParamRule> = Rule extends { values: readonly (infer Value)[] }
  ? Rule extends { type: "list" }
    ? Value[]
    : Value
  : {
      string: string;
      integer: number;
      boolean: boolean;
      strings: string[];
      list: string[];
      tags: string[];
      datetime: string;
    }[Rule["type"]];

/** What is left when the rules have been applied; a key that was not sent is absent. */
export type Params<Rules extends ParamRules> = {
  [Key in keyof Rules as Rules[Key]["required"] extends true ? Key : never]: ValueOf<Rules[Key]>;
} & {
  [Key in keyof Rules as Rules[Key]["required"] extends true ? never : Key]?:
    ValueOf<Rules[Key]> | null | undefined;
};

/**
 * All parameters of a request: GitLab takes them from anywhere.
 *
 * @param plainText - Whether the endpoint takes a body of text.
 * @throws ApiError 400 or 415 for a body that GitLab does not read.
 */
export async function readParams(c: Context, plainText = false): Promise<RawParams> {
  return paramsWith(c, () => readBody(c, plainText));
}

/**
 * All parameters of a request that is none of REST's.
 *
 * @throws ApiError 400 for a body that is not of its type.
 */
export async function readRailsParams(c: Context): Promise<RawParams> {
  return paramsWith(c, () => readRailsBody(c));
}

async function paramsWith(c: Context, body: () => Promise<RawParams>): Promise<RawParams> {
  const { pathname, search } = new URL(c.req.url);
  checkEncoding(pathname);
  const query = fromForm(search.slice(1));
  const params = { ...query, ...(await body()), ...c.req.param() };
  if (Object.values(params).some((value) => isMalformed(value))) throw malformed();
  return params;
}

/** A NUL, or what is no Unicode: GitLab's lib/gitlab/middleware/handle_malformed_strings.rb. */
function isMalformed(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return /[\0\p{Surrogate}]/u.test(value);
  if (typeof value !== "object" || value === null || depth > 2) return false;
  return Object.values(value).some((item) => isMalformed(item, depth + 1));
}

/**
 * Applies the rules.
 *
 * @throws ApiError 400 that names every parameter that is wrong.
 */
export function applyRules<Rules extends ParamRules>(raw: RawParams, rules: Rules): Params<Rules> {
  const problems: string[] = [];
  const params: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries(rules)) {
    const sent = raw[name];
    if (sent === undefined || (rule.required === true && sent === null)) {
      if (rule.required !== true) continue;
      problems.push(`${name} is missing`);
      // Grape checks the values of a parameter that is missing, too.
      if (rule.values) problems.push(`${name} does not have a valid value`);
      continue;
    }
    const value = coerce(sent, rule.type);
    if (value === undefined) problems.push(`${name} is invalid`);
    else if (typeof value === "string" && rule.pattern?.test(value) === false)
      problems.push(`${name} is invalid`);
    else if (value !== null && !hasValues(value, rule.values))
      problems.push(`${name} does not have a valid value`);
    params[name] = value;
  }
  if (problems.length > 0) throw invalidParams(problems);
  return params as Params<Rules>;
}

function hasValues(value: unknown, allowed: readonly string[] | undefined): boolean {
  const each: readonly unknown[] = Array.isArray(value) ? value : [value];
  return allowed === undefined || each.every((one) => allowed.includes(one as string));
}

/** Undefined when the value cannot be one of the type. */
function coerce(value: unknown, type: ParamType): unknown {
  if (type === "tags") return tags(value);
  if (type === "strings") return strings(value);
  // A text is its only member.
  if (type === "list") return strings(typeof value === "string" ? [value] : value);
  if (value === null) return null;
  switch (type) {
    case "string":
      return isScalar(value) ? String(value) : undefined;
    case "integer":
      if (value === "") return null;
      return typeof value === "number"
        ? Number.isInteger(value)
          ? value
          : undefined
        : typeof value === "string" && /^[+-]?\d+$/.test(value)
          ? Number(value)
          : undefined;
    case "boolean":
      if (value === "") return null;
      return isScalar(value) ? BOOLEANS.get(String(value).toLowerCase()) : undefined;
    case "datetime": {
      if (value === "") return null;
      const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
      return Number.isNaN(time) ? undefined : new Date(time).toISOString();
    }
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

const BOOLEANS = new Map([
  ...["true", "t", "1", "on", "yes", "y"].map((text) => [text, true] as const),
  ...["false", "f", "0", "off", "no", "n"].map((text) => [text, false] as const),
]);

/** A list; null is an empty one. */
function strings(value: unknown): string[] | undefined {
  if (value === null) return [];
  return Array.isArray(value) && value.every(isScalar) ? value.map(String) : undefined;
}

/** A list, or a text with commas; null is an empty list. */
function tags(value: unknown): string[] | undefined {
  if (value === null) return [];
  const parts: unknown[] | undefined = Array.isArray(value)
    ? value
    : typeof value === "string"
      ? value.split(",")
      : undefined;
  if (parts?.some((part) => typeof part === "object") !== false) return undefined;
  return parseTags(parts.map(String));
}
