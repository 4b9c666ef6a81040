#!/usr/bin/env node
import { text as readAll } from "node:stream/consumers";

import { Command, InvalidArgumentError, Option } from "commander";

import { GitLabError, RUNNER_STATUSES, type RunnerListOwner } from "../provider/api";
import { camelCased } from "../provider/api/camelCase";
import { JOB_STATUSES, RUNNER_TYPES } from "../provider/api/schemas";
import type { JobStatus, RunnerPayload, RunnerType } from "../provider/api/schemas";
import { verifyToken } from "../provider/api/tokenVerification";
import { type ConnectionOptions, connect } from "./connection";
import { type Column, printRows, printThing } from "./output";

/** What a script can rely on. */
const EXIT = { rejected: 1, failed: 3 } as const;

interface CommonOptions extends ConnectionOptions {
  json?: boolean;
}

interface ListOptions extends CommonOptions {
  all?: boolean;
  project?: string;
  group?: string;
  type?: RunnerType;
  status?: (typeof RUNNER_STATUSES)[number];
  paused?: boolean;
  tag?: string[];
  limit?: number;
}

interface JobsOptions extends CommonOptions {
  status?: JobStatus;
  limit: number;
}

const RUNNER_COLUMNS: readonly Column<RunnerPayload>[] = [
  { heading: "ID", text: ({ id }) => id },
  { heading: "TYPE", text: ({ runner_type: type }) => type.replace("_type", "") },
  { heading: "STATUS", text: ({ status }) => status },
  { heading: "PAUSED", text: ({ paused }) => (paused ? "yes" : "") },
  { heading: "DESCRIPTION", text: ({ description }) => description ?? "", fills: true },
];

async function list(options: ListOptions): Promise<void> {
  const { type, status, paused, tag, limit } = options;
  const filter = { type, status, paused, tagList: tag };
  const runners = await connect(options).listRunners(ownerOf(options), filter, { limit });
  printRows(runners, RUNNER_COLUMNS, options);
}

function ownerOf({ all, project, group }: ListOptions): RunnerListOwner {
  if (project !== undefined) return { of: "project", id: project };
  if (group !== undefined) return { of: "group", id: group };
  return { of: all === true ? "instance" : "caller" };
}

async function show(id: number, options: CommonOptions): Promise<void> {
  printThing(camelCased(await connect(options).getRunner(id)), options);
}

async function managers(id: number, options: CommonOptions): Promise<void> {
  printRows(
    await connect(options).listRunnerManagers(id),
    [
      { heading: "SYSTEM ID", text: ({ system_id: system }) => system, fills: true },
      { heading: "STATUS", text: ({ status }) => status },
      { heading: "VERSION", text: ({ version }) => version ?? "" },
      { heading: "PLATFORM", text: ({ platform }) => platform ?? "" },
      { heading: "CONTACTED", text: ({ contacted_at: contacted }) => contacted ?? "" },
    ],
    options,
  );
}

async function jobs(id: number, options: JobsOptions): Promise<void> {
  const { status, limit } = options;
  const found = [];
  for await (const job of connect(options).iterateRunnerJobs(id, { status }, { limit }))
    found.push(job);
  printRows(
    found,
    [
      { heading: "ID", text: (job) => job.id },
      { heading: "STATUS", text: (job) => job.status },
      { heading: "STARTED", text: (job) => job.started_at ?? "" },
      { heading: "SECONDS", text: (job) => job.duration?.toFixed(0) },
      { heading: "JOB", text: (job) => job.name },
      { heading: "PROJECT", text: (job) => job.project?.path_with_namespace, fills: true },
    ],
    options,
  );
}

/** The token comes by standard input or the environment: an argument would show in process lists. */
async function verify(options: CommonOptions & { full?: boolean }): Promise<void> {
  const given = process.env["RUNNER_TOKEN"] ?? (await readAll(process.stdin));
  const token = given.trim();
  if (token === "") throw new Error("no token: give it on standard input, or as RUNNER_TOKEN");
  const mode = options.full === true ? "full" : "quiet";
  const verdict = await verifyToken(connect(options), token, mode, (line) =>
    process.stderr.write(`${line}\n`),
  );
  printThing({ ...verdict }, options);
  if (verdict.state === "rejected") process.exitCode = EXIT.rejected;
  if (verdict.state === "unverified") process.exitCode = EXIT.failed;
}

function id(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError("It is a whole number.");
  return Number(text);
}

const program = new Command("gitlab-runners")
  .description("Reads GitLab's runners. GITLAB_TOKEN and GITLAB_BASE_URL say whose and where.")
  .addHelpText(
    "after",
    "\nExit codes: 0 done, 1 a token is rejected or the command line is wrong, 3 GitLab could not be asked.",
  );

/** A command with the options that all have. */
const command = (usage: string, description: string): Command =>
  program
    .command(usage)
    .description(description)
    .option("--base-url <url>", "GitLab's address, instead of GITLAB_BASE_URL")
    .option("--json", "print JSON");

command("list", "the runners of the token's user, of a project or group, or all")
  .addOption(
    new Option("--all", "all of the instance (administrators)").conflicts(["project", "group"]),
  )
  .addOption(
    new Option("--project <id or path>", "those that a project may use").conflicts("group"),
  )
  .option("--group <id or path>", "those of a group")
  .addOption(new Option("--type <type>", "only of this type").choices(RUNNER_TYPES))
  .addOption(new Option("--status <status>", "only in this status").choices(RUNNER_STATUSES))
  .option("--paused", "only paused ones")
  .option("--no-paused", "only those that are not paused")
  .option("--tag <tags...>", "only those with all of these tags")
  .option("--limit <number>", "the most to read", id)
  .action((options: ListOptions) => list(options));
command("show", "all that GitLab tells of a runner")
  .argument("<id>", "id of the runner", id)
  .action(show);
command("managers", "the gitlab-runner processes of a runner")
  .argument("<id>", "id of the runner", id)
  .action(managers);
command("jobs", "the latest jobs of a runner")
  .argument("<id>", "id of the runner", id)
  .addOption(new Option("--status <status>", "only in this status").choices(JOB_STATUSES))
  .option("--limit <number>", "the most to read", id, 20)
  .action(jobs);
command(
  "verify",
  "whether a runner's token is good; it is read from standard input or RUNNER_TOKEN",
)
  .option("--full", "also whose it is; GitLab takes this for a contact of the runner")
  .action(verify);

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof GitLabError ? EXIT.failed : 1;
});
