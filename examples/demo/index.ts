import * as pulumi from "@pulumi/pulumi";
import { Runner } from "pulumi-gitlab-runners";

const config = new pulumi.Config();
const project = config.get("project");

// A project's runner where there is a project, else one for the whole instance.
const runner = new Runner("build", {
  ...(project === undefined
    ? { runnerType: "instance_type" }
    : { runnerType: "project_type", projectId: project }),
  description: "Builds of the demo",
  tagList: ["docker", "linux"],
  maximumTimeout: config.getNumber("maximumTimeout") ?? 3600,
});

// A runner that exists already, taken over by its token.
const authenticationToken = config.getSecret("authenticationToken");
if (authenticationToken !== undefined) new Runner("adopted", { authenticationToken });

export const id = runner.id;
export const token = runner.token;
