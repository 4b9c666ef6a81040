/*
 * Adopts runners that another tool created, without a change in GitLab. docs/migrating.md has each step.
 *
 *   pulumi stack init fleet
 *   node collect.js fleet.json # sets the configuration `runners` and `tokens`
 *   pulumi preview
 *
 * The preview shows each runner as created in the state. `pulumi up` sends GitLab no change.
 */
import * as pulumi from "@pulumi/pulumi";
import { Runner } from "pulumi-gitlab-runners";

const config = new pulumi.Config();
const ids = config.getObject<Record<string, number>>("runners");
const tokens = config.getSecretObject<Record<string, string>>("tokens");
if (ids === undefined || tokens === undefined)
  throw new pulumi.RunError(
    "The stack has no runners yet. Set them by: node collect.js fleet.json",
  );

/** Adopted as they are: an argument that is left out is not managed. */
export const runners = Object.entries(ids).map(
  ([name, runnerId]) =>
    new Runner(name, { runnerId, authenticationToken: tokens.apply((all) => all[name] ?? "") }).id,
);
