/*
 * Sets up a Linux machine with two runners: one for builds in containers, one for deployments.
 *
 *   pulumi stack init machine
 *   pulumi config set project acme/products/shop
 *   pulumi config set sha256 … # of gitlab-runner-linux-amd64
 *   pulumi preview
 *
 * Outputs, both secret: user data for a new machine, and a script for a machine that runs.
 */
import * as pulumi from "@pulumi/pulumi";
import { Runner, RunnerProcess } from "pulumi-gitlab-runners";

const config = new pulumi.Config();

const builds = new Runner("builds", {
  runnerType: "project_type",
  projectId: config.require("project"),
  description: "Builds",
});
const deployments = new Runner("deployments", {
  runnerType: "project_type",
  projectId: config.require("project"),
  description: "Deployments",
  accessLevel: "ref_protected",
  runUntagged: false,
  tagList: ["deploy"],
});

/** One process with both runners: builds in containers, deployments in the shell of the machine. */
const machine = new RunnerProcess({
  concurrent: 4,
  listenAddress: ":9252",
  runners: [
    { runner: builds, executor: "docker", docker: { image: "alpine:3" } },
    { runner: deployments, executor: "shell", limit: 1 },
  ],
});

const release = { version: "19.3.0", sha256: { amd64: config.require("sha256") } };

/** For a machine that a cloud is to make. */
export const userData = machine.cloudInit({ ...release, packages: ["docker.io", "git"] });

/** For a machine that is there; it may run again and again. */
export const installScript = machine.installScript(release);
