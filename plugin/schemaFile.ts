import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What this server reads of the package's schema; the rest is for the generators of SDKs. */
export interface PackageSchema {
  readonly version: string;
  readonly resources: Readonly<Record<string, ResourceSchema>>;
}

export interface ResourceSchema {
  readonly inputProperties: Readonly<Record<string, PropertySchema>>;
  readonly properties: Readonly<Record<string, PropertySchema>>;
}

export interface PropertySchema {
  readonly secret?: boolean;
  readonly type?: string;
  /** Of a list. */
  readonly items?: PropertySchema;
}

let text: string | undefined;
let schema: PackageSchema | undefined;

/** The schema as the build made it, beside this program. */
export function schemaText(): string {
  text ??= readFileSync(join(__dirname, "schema.json"), "utf8");
  return text;
}

export function packageSchema(): PackageSchema {
  schema ??= JSON.parse(schemaText()) as PackageSchema;
  return schema;
}

/** The names of properties that are always secrets. */
export function secretsOf(properties: Readonly<Record<string, PropertySchema>>): string[] {
  return Object.entries(properties)
    .filter(([, { secret }]) => secret === true)
    .map(([name]) => name);
}
