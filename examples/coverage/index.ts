/*
 * Creates a runner, and stops a preview that would leave jobs of the project without a runner.
 *
 *   pulumi stack init dev
 *   pulumi config set project acme/research/vision # an id or a full path
 *   pulumi config set tags '["docker"]' # leave it out at first
 *   pulumi preview
 *
 * Output `stuck` lists the jobs that no runner takes now, `planned` what a new pipeline would need. With
 * the tags above the preview fails: jobs with the tags arm64 and docker would wait for ever.
 */
import * as pulumi from "@pulumi/pulumi";
import { Runner, getTagCoverage, requireTagCoverage } from "pulumi-gitlab-runners";

const config = new pulumi.Config();
const projectId = config.require("project");

/** The jobs of the project that no runner takes now, by the tags that they ask for. */
export const stuck = getTagCoverage({ projectId }).then((sets) =>
  sets.filter(({ coverage }) => coverage === "none").map(({ tags, jobs }) => ({ tags, jobs })),
);

const runner = new Runner("builds", {
  runnerType: "project_type",
  projectId,
  tagList: config.getObject<string[]>("tags") ?? ["docker", "arm64"],
});

/** A change of the runner that leaves these without one fails its preview. */
requireTagCoverage({ projectId, tags: [["docker"], ["docker", "arm64"]], runners: [runner] });

/** What a change of the project's pipeline would ask for. */
export const planned = getTagCoverage({
  projectId,
  ciConfig: `
default:
  tags: [docker]
build:
  script: make
release:
  script: make release
  tags: [docker, deploy]
`,
}).then((sets) => sets.map(({ jobs, coverage }) => ({ jobs, coverage })));
