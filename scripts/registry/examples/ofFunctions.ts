import { programFrom } from "./fromTypeScript";
import type { ObjectValue, Program } from "./program";

/** A call of a function, as one would write it in TypeScript, and which part of its answer is exported. */
interface Call {
  readonly args: string;
  readonly exported: string;
  /** What is made before it. */
  readonly before?: string;
}

const RUNNER = `const docker = new Runner("docker", { runnerType: "project_type", projectId: "acme/app" });`;
const ofRunner = (options: string): Call => ({
  before: RUNNER,
  args: `{ id: docker.id, token: docker.token, ${options} }`,
  exported: "text",
});
const ofProcess = (global: string, options: string): Call => ({
  before: RUNNER,
  args: `{ ${global} runners: [{ id: docker.id, token: docker.token, ${options} }] }`,
  exported: "text",
});

/** For a release of gitlab-runner, with checksums that are none. */
const VERSION = 'version: "19.3.0"';
const HEX = "0123456789abcdef".repeat(4);
const INSTALLED = `options: { ${VERSION}, sha256: { amd64: "${HEX}" } },`;
const IMAGE = `options: { ${VERSION}, digest: "sha256:${HEX}" },`;
const DOCKER = 'executor: "docker", docker: { image: "alpine:3" }';
const KUBERNETES = 'executor: "kubernetes"';

const CALLS: Readonly<Record<string, Call>> = {
  getRunner: { args: "{ id: 42 }", exported: "status" },
  getRunnerManagers: { args: "{ id: 42 }", exported: "managers" },
  getRunnerProjects: { args: "{ id: 42 }", exported: "projects" },
  getRunnerAccess: { args: '{ projectId: "acme/app" }', exported: "access" },
  getRunnerJobs: { args: '{ id: 42, status: "failed", limit: 20 }', exported: "jobs" },
  getRunners: { args: '{ tagList: ["docker"], paused: false }', exported: "runners" },
  getAllRunners: { args: '{ status: "stale" }', exported: "runners" },
  getProjectRunners: { args: '{ projectId: "acme/app" }', exported: "runners" },
  getGroupRunners: { args: '{ groupId: "acme", details: true }', exported: "runners" },
  getFleetFigures: { args: '{ groupId: "acme", limit: 1000 }', exported: "busyShare" },
  getTagCoverage: {
    args: '{ projectId: "acme/app", tags: [["docker"], ["gpu", "linux"]] }',
    exported: "coverage",
  },
  verifyRunnerToken: {
    args: '{ token: config.requireSecret("runnerToken") }',
    exported: "valid",
  },
  configToml: ofProcess("concurrent: 4,", DOCKER),
  helmValues: ofProcess("", `${KUBERNETES}, kubernetes: { namespace: "ci" }`),
  kubernetesSecret: ofProcess('options: { namespace: "gitlab-runner" },', KUBERNETES),
  systemdUnit: ofProcess("options: { stopTimeout: 3600 },", DOCKER),
  installScript: ofProcess(INSTALLED, DOCKER),
  cloudInit: ofProcess(INSTALLED, DOCKER),
  composeFile: ofProcess(IMAGE, DOCKER),
  registerCommand: ofRunner('executor: "shell"'),
};

/**
 * An example of a function.
 *
 * @throws Error for a function that has none.
 */
export function functionExample(name: string): Program {
  const call = CALLS[name];
  if (call === undefined) throw new Error(`scripts/registry has no example of ${name}`);
  const { steps } = programFrom(call.before ?? "");
  const [parsed] = programFrom(`new Call("call", ${call.args})`).steps;
  const args: ObjectValue =
    parsed?.kind === "resource" ? parsed.args : { kind: "object", entries: [] };
  const variable = "found";
  return {
    steps: [
      ...steps,
      { kind: "call", variable, function: name, args },
      {
        kind: "export",
        name: call.exported,
        value: { kind: "output", of: variable, property: call.exported },
      },
    ],
  };
}
