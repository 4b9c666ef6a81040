/*
 * Sets up gitlab-runner in a cluster, by the Helm chart. Pulumi.yaml has to name this file: main: kubernetes.ts
 *
 *   pulumi stack init kubernetes
 *   pulumi config set group acme/products
 *   pulumi preview
 *
 * Outputs, both secret: a Secret's manifest, and values for the chart.
 */
import * as pulumi from "@pulumi/pulumi";
import { Runner, RunnerProcess } from "pulumi-gitlab-runners";

const config = new pulumi.Config();

const builds = new Runner("builds", {
  runnerType: "group_type",
  groupId: config.require("group"),
  description: "Builds in the cluster",
});

const release = new RunnerProcess({
  concurrent: 20,
  runners: [
    {
      runner: builds,
      executor: "kubernetes",
      kubernetes: {
        image: "alpine:3",
        cpuRequest: "500m",
        memoryRequest: "512Mi",
        memoryLimit: "2Gi",
      },
    },
  ],
});

/** The manifest of the Secret with the token. */
export const secret = release.kubernetesSecret({ namespace: "ci" });

/** Values for the Helm chart gitlab/gitlab-runner, without the token. */
export const values = release.helmValues();
