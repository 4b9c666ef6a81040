/*
 * Replaces a runner every 30 days by one with a new token, and gitlab-runner in a cluster with it: the token goes
 * into a Kubernetes Secret, and the Helm chart gitlab/gitlab-runner reads it there. Pulumi.yaml has to name this
 * file: main: kubernetes.ts
 *
 *   npm install @pulumi/kubernetes
 *   pulumi stack init kubernetes
 *   pulumi config set group acme/products
 *   pulumi config set namespace ci
 *   pulumi preview
 *   pulumi up
 *
 * On the day of the rotation, up creates the new runner, writes its token into the Secret, replaces the pods, waits
 * until a new pod uses the new runner, waits for the jobs of the old runner, and deletes the old runner.
 */
import { Secret } from "@pulumi/kubernetes/core/v1";
import { Chart } from "@pulumi/kubernetes/helm/v4";
import * as pulumi from "@pulumi/pulumi";
import { Runner, RunnerProcess, RunnerReady } from "pulumi-gitlab-runners";

const config = new pulumi.Config();
const namespace = config.require("namespace");
const secretName = "gitlab-runner-builds";

const runner = new Runner("builds", {
  runnerType: "group_type",
  groupId: config.require("group"),
  description: "Builds in the cluster",
  rotation: { everyDays: 30 },
  drain: { timeout: 3600 },
});

const release = new RunnerProcess({
  runners: [{ runner, executor: "kubernetes", kubernetes: { image: "alpine:3" } }],
});

/** The chart mounts both keys, so the second has to be there, and empty. */
const secret = new Secret("builds", {
  metadata: { name: secretName, namespace },
  stringData: { "runner-token": runner.token, "runner-registration-token": "" },
});

/** The values contain a checksum of the token as an annotation of the pods: with a new token come new pods. */
const values = release
  .helmValues({ secretName })
  .apply((text) => new pulumi.asset.StringAsset(text));

const chart = new Chart(
  "builds",
  {
    chart: "gitlab-runner",
    version: "0.86.0",
    repositoryOpts: { repo: "https://charts.gitlab.io" },
    namespace,
    valueYamlFiles: [values],
  },
  { dependsOn: secret },
);

/** The deletion of the old runner comes after this, so a pod uses the new runner by then. */
new RunnerReady(
  "builds-ready",
  { runnerId: runner.id, token: runner.token, timeout: 600 },
  { dependsOn: chart },
);
