/*
 * Sets up gitlab-runner as a container, by Docker Compose. Pulumi.yaml has to name this file: main: container.ts
 *
 *   pulumi stack init container
 *   pulumi config set project acme/products/shop
 *   pulumi config set digest sha256:… # of gitlab/gitlab-runner:alpine-v19.3.0
 *   pulumi preview
 *
 * Output, a secret: the file for Docker Compose.
 */
import * as pulumi from "@pulumi/pulumi";
import { Runner, RunnerProcess } from "pulumi-gitlab-runners";

const config = new pulumi.Config();

const builds = new Runner("builds", {
  runnerType: "project_type",
  projectId: config.require("project"),
  description: "Builds",
});

/** gitlab-runner in a container asks the Docker of its host for the containers of jobs. */
const container = new RunnerProcess({
  concurrent: 4,
  runners: [{ runner: builds, executor: "docker", docker: { image: "alpine:3" } }],
});

export const composeFile = container.composeFile({
  version: "19.3.0",
  digest: config.require("digest"),
});
