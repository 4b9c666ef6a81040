import type * as pulumi from "@pulumi/pulumi";

/** The names of a resource's outputs, besides those that every resource has. */
export type OutputName<Resource extends pulumi.CustomResource> = Exclude<
  {
    [Name in keyof Resource]: Resource[Name] extends pulumi.Output<unknown> ? Name : never;
  }[keyof Resource],
  keyof pulumi.CustomResource
>;
