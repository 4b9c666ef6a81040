import type * as pulumi from "@pulumi/pulumi";

/** Arguments of which each may be an Input. */
export type InputsOf<Args> = { [Name in keyof Args]: pulumi.Input<Args[Name]> };
