/*
 * A company's rules about who may use which runners, as one stack.
 *
 *   pulumi stack init dev
 *   pulumi config set owner acme/platform/infrastructure/images # the project that owns the runner of deployments
 *   pulumi config set groups '["acme/platform", "acme/products"]'
 *   pulumi config set except '["acme/products/mobile/ios"]'
 *   pulumi config set administrator true # leave it out if the token is not an administrator's
 *   pulumi preview --diff
 *   pulumi up
 *
 * The preview names the projects that gain or lose a runner. If a project comes to a group, moves or is
 * archived, the next preview shows it. Output `deployers` lists who may deploy.
 */
import * as pulumi from "@pulumi/pulumi";
import {
  Runner,
  RunnerAssignments,
  RunnerTokenLifetimes,
  getRunnerAccessOutput,
} from "pulumi-gitlab-runners";

const config = new pulumi.Config();
const DAY = 24 * 60 * 60;

/** No token lives longer than 30 days, and gitlab-runner rotates its own before. */
if (config.getBoolean("administrator") === true)
  new RunnerTokenLifetimes("tokens", {
    runnerTokenExpirationInterval: 30 * DAY,
    groupRunnerTokenExpirationInterval: 30 * DAY,
    projectRunnerTokenExpirationInterval: 30 * DAY,
  });

/** Deployments run from protected branches and tags only, and never beside other jobs. */
const deployments = new Runner("deployments", {
  runnerType: "project_type",
  projectId: config.require("owner"),
  description: "Deployments",
  tagList: ["deploy"],
  runUntagged: false,
  accessLevel: "ref_protected",
});

/** Every project of these groups may deploy, but for a few. Whoever else got the runner by hand loses it. */
const assignments = new RunnerAssignments("deployments", {
  runnerId: deployments.id,
  groupIds: config.requireObject<string[]>("groups"),
  exceptProjectIds: config.getObject<string[]>("except") ?? [],
  authoritative: true,
  // A moved group may not change more at once without anybody's word.
  maxChanges: 20,
  drain: { timeout: 3600 },
});

/** Of each project whether it may deploy, or the reason why not. */
export const deployers = getRunnerAccessOutput({
  // As it is once the projects are assigned.
  runnerId: assignments.runnerId,
}).apply(({ access, projects }): Record<string, string> => {
  const paths = new Map(projects.map(({ id, path }) => [id, path]));
  return Object.fromEntries(
    access.map(({ projectId, access: answer, reason }) => [
      paths.get(projectId) ?? String(projectId),
      answer === "yes" ? answer : reason,
    ]),
  );
});
