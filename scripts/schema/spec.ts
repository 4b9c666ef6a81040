/*
 * The part of Pulumi's package schema that is written here.
 * See https://www.pulumi.com/docs/iac/extending-pulumi/schema/
 */

export interface TypeSpec {
  type?: "string" | "boolean" | "integer" | "number" | "array" | "object";
  $ref?: string;
  items?: TypeSpec;
  additionalProperties?: TypeSpec;
  oneOf?: TypeSpec[];
}

export interface PropertySpec extends TypeSpec {
  description?: string;
  deprecationMessage?: string;
  secret?: true;
  willReplaceOnChanges?: true;
}

export interface ObjectSpec {
  type: "object";
  description?: string;
  properties: Record<string, PropertySpec>;
  required?: string[];
}

export interface EnumSpec {
  type: "string";
  description?: string;
  enum: { name: string; value: string }[];
}

export interface ResourceSpec {
  description?: string;
  properties?: Record<string, PropertySpec>;
  required?: string[];
  inputProperties: Record<string, PropertySpec>;
  requiredInputs?: string[];
  stateInputs?: ObjectSpec;
  aliases?: { type: string }[];
}

export interface FunctionSpec {
  description?: string;
  inputs: ObjectSpec;
  outputs: ObjectSpec;
}

export interface PackageSpec {
  name: string;
  displayName: string;
  version: string;
  description: string;
  keywords: string[];
  license: string;
  homepage?: string;
  repository?: string;
  pluginDownloadURL?: string;
  publisher?: string;
  config: { variables: Record<string, PropertySpec> };
  types: Record<string, ObjectSpec | EnumSpec>;
  provider: ResourceSpec;
  resources: Record<string, ResourceSpec>;
  functions: Record<string, FunctionSpec>;
  language: Record<string, unknown>;
}
