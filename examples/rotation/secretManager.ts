/*
 * Replaces a runner every 30 days by one with a new token, and keeps the config.toml of its machines in a secret
 * manager: here Scaleway's, another cloud's likewise. Pulumi.yaml has to name this file: main: secretManager.ts
 *
 *   npm install @pulumiverse/scaleway
 *   pulumi stack init secret-manager
 *   pulumi config set project acme/products/shop
 *   pulumi config set scaleway:region fr-par
 *   pulumi preview
 *   pulumi up
 *
 * A timer on each machine writes the latest version to /etc/gitlab-runner/config.toml, which gitlab-runner reads
 * again when it changes. On the day of the rotation, up creates the new runner, adds a version with its token, waits
 * until a machine uses the new runner, waits for the jobs of the old runner, and deletes the old version and runner.
 */
import * as pulumi from "@pulumi/pulumi";
import { Secret, Version } from "@pulumiverse/scaleway/secrets";
import { Runner, RunnerReady } from "pulumi-gitlab-runners";

const config = new pulumi.Config();

const runner = new Runner("docker", {
  runnerType: "project_type",
  projectId: config.require("project"),
  description: "Rotated every 30 days",
  tagList: ["docker"],
  rotation: { everyDays: 30 },
  drain: { timeout: 3600 },
});

const secret = new Secret("docker", { name: "gitlab-runner-docker" });

/** A version never changes: with a new token comes a new version. */
const version = new Version("docker", {
  secretId: secret.id,
  data: runner.configToml({ executor: "docker", docker: { image: "alpine:3" } }),
});

/** The deletion of the old runner and of the old version comes after this. */
new RunnerReady(
  "docker-ready",
  // As long as two runs of the timer take, and more.
  { runnerId: runner.id, token: runner.token, timeout: 1800 },
  { dependsOn: version },
);

/** What the timer reads the latest version of. */
export const secretId = secret.id;
