/*
 * Replaces a runner every 30 days by one with a new token, while jobs find a runner all the time. gitlab-runner
 * on this machine reads the config.toml that each up writes, and reads it again when it changes.
 *
 *   pulumi stack init dev
 *   pulumi config set project acme/products/shop
 *   pulumi config set file /etc/gitlab-runner/config.toml
 *   pulumi preview
 *   pulumi up
 *
 * On the day of the rotation, up creates the new runner, writes its token, waits until gitlab-runner uses it,
 * waits for the jobs of the old runner, and deletes the old runner. To rotate today:
 *
 *   pulumi config set reason "the laptop of an administrator was stolen"
 *   pulumi up
 */
import { renameSync, writeFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { Runner, RunnerReady } from "pulumi-gitlab-runners";

const config = new pulumi.Config();
const file = config.require("file");

const runner = new Runner("docker", {
  runnerType: "project_type",
  projectId: config.require("project"),
  description: "Rotated every 30 days",
  tagList: ["docker"],
  rotation: { everyDays: 30, keepers: { reason: config.get("reason") ?? "" } },
  drain: { timeout: config.getNumber("drainTimeout") ?? 3600 },
});

runner.configToml({ executor: "docker", docker: { image: "alpine:3" } }).apply((text) => {
  if (pulumi.runtime.isDryRun()) return;
  // gitlab-runner must not read half a file, and nobody else the token.
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
});

/** The deletion of the old runner comes after everything that the program declares. */
new RunnerReady("docker-ready", { runnerId: runner.id, token: runner.token, timeout: 600 });

/** From when on an up rotates again. */
export const nextRotationAt = runner.nextRotationAt;
