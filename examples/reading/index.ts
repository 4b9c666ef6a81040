/*
 * Reads runners from every list that GitLab has. It creates nothing.
 *
 *   pulumi stack init dev
 *   pulumi config set group acme/platform # an id or a full path
 *   pulumi config set project acme/products/shop
 *   pulumi config set runner 3 # an id
 *   pulumi config set administrator true # if your token is an administrator's
 *   pulumi preview
 *
 * Outputs: how many runners you manage, which ones a project may use, which ones run an old gitlab-runner,
 * and one runner with its managers and projects.
 */
import * as pulumi from "@pulumi/pulumi";
import {
  getAllRunners,
  getGroupRunners,
  getProjectRunners,
  getRunner,
  getRunnerManagers,
  getRunnerProjects,
  getRunners,
} from "pulumi-gitlab-runners";

const config = new pulumi.Config();
const groupId = config.require("group");
const projectId = config.require("project");

/** What the token's user may change: runners of its groups and projects. */
export const ours = getRunners({ paused: false }).then((runners) => runners.length);

/** All of the instance need an administrator's token. */
export const all = config.getBoolean("administrator")
  ? getAllRunners().then((runners) => runners.length)
  : undefined;

/** Those that a project may use and that take jobs now, by the tags that its jobs ask for. */
export const docker = getProjectRunners({
  projectId,
  tagList: ["docker"],
  status: "online",
  paused: false,
}).then((runners) => runners.map(({ id }) => id));

/** A list does not have tags and versions; details do, by one more request a runner. */
export const outdated = getGroupRunners({ groupId, type: "group_type", details: true }).then(
  (runners) =>
    runners
      .filter(({ version }) => version !== undefined && Number.parseInt(version, 10) < 19)
      .map(({ id, version, tagList }) => ({ id, version, tagList })),
);

/** One runner, its gitlab-runner processes, and its projects. */
const id = config.require("runner");
export const runner = pulumi.output({
  details: getRunner({ id }),
  managers: getRunnerManagers({ id }),
  projects: getRunnerProjects({ id }),
});
