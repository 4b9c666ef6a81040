/*
 * The program of `npm run demo`: a runner of one project. To run it yourself, in the clone's root,
 * after `npm run demo` has compiled the package:
 *
 *   pulumi stack init dev
 *   pulumi config set project acme/app # an id or a full path
 *   pulumi preview
 */
import * as pulumi from "@pulumi/pulumi";
import { Runner } from "pulumi-gitlab-runners";

const config = new pulumi.Config();

const runner = new Runner("build", {
  runnerType: "project_type",
  projectId: config.require("project"), // an id or a full path
  description: "Builds of the demo",
  tagList: ["docker", "linux"],
  maximumTimeout: 3600, // seconds
});

export const id = runner.id;
export const token = runner.token;
