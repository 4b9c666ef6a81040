/*
 * Sets up a machine that creates instances for jobs and removes them. Pulumi.yaml has to name this file: main: autoscaler.ts
 *
 *   pulumi stack init autoscaler
 *   pulumi config set group acme/products
 *   pulumi config set autoScalingGroup ci
 *   pulumi config set sha256 … # of gitlab-runner-linux-arm64
 *   pulumi preview
 *
 * Output, a secret: a script for that machine.
 */
import * as pulumi from "@pulumi/pulumi";
import { Runner, RunnerProcess } from "pulumi-gitlab-runners";

const config = new pulumi.Config();

const builds = new Runner("builds", {
  runnerType: "group_type",
  groupId: config.require("group"),
  description: "Builds on instances",
});

/** A small machine that makes and removes the instances on which jobs run. */
const manager = new RunnerProcess({
  concurrent: 40,
  runners: [
    {
      runner: builds,
      executor: "docker-autoscaler",
      docker: { image: "alpine:3" },
      autoscaler: {
        plugin: "aws:1",
        capacityPerInstance: 2,
        maxInstances: 20,
        maxUseCount: 50,
        // The Auto Scaling group, made by @pulumi/aws for example.
        pluginConfig: { name: config.require("autoScalingGroup"), region: "eu-central-1" },
        connectorConfig: { username: "ubuntu", useExternalAddr: false },
        policy: [
          { idleCount: 0, idleTime: "10m" },
          {
            periods: ["* 7-18 * * mon-fri"],
            timezone: "Europe/Berlin",
            idleCount: 3,
            idleTime: "20m",
          },
        ],
      },
    },
  ],
});

export const installScript = manager.installScript({
  version: "19.3.0",
  sha256: { arm64: config.require("sha256") },
});
