import * as pulumi from "@pulumi/pulumi";
import { Runner } from "pulumi-gitlab-runners";

const config = new pulumi.Config();
const ids = config.requireObject<Record<string, number>>("runners");
const tokens = config.requireSecretObject<Record<string, string>>("tokens");

/** Adopted as they are: an argument that is left out is not managed. */
export const runners = Object.entries(ids).map(
  ([name, runnerId]) =>
    new Runner(name, { runnerId, authenticationToken: tokens.apply((all) => all[name] ?? "") }).id,
);
