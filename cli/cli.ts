#!/usr/bin/env node
import { Command, Option } from "commander";

import { RUNNER_STATUSES } from "../gitlab";
import { redact } from "../gitlab/text/redact";
import { JOB_STATUSES, RUNNER_TYPES } from "../gitlab/payloads/schemas";
import { audit } from "./audit/audit";
import { gate } from "./audit/gate";
import { destination } from "./audit/output";
import { tagSet, timeBefore, wholeNumber } from "./arguments";
import { coverage } from "./coverage";
import { EXIT, exitCodeOf, shownError } from "./endings";
import { fleet } from "./fleet";
import { jobs } from "./jobs";
import { list, managers, show } from "./runners";
import { note, noteLines, outliveClosedOutput, print } from "./terminal";
import { verify } from "./verify";

const program = new Command("gitlab-runners")
  // Before a command is made, as each takes it over. What is wrong is repeated in an error.
  .configureOutput({
    writeOut: (text) => {
      print(text.trimEnd());
    },
    writeErr: (text) => {
      noteLines(text.trimEnd());
    },
    outputError: (text) => {
      note(redact(text).trim());
    },
  })
  .description(
    "Reads GitLab's runners. GITLAB_TOKEN and GITLAB_BASE_URL, or the configuration of a stack, say whose and where.",
  )
  .addHelpText(
    "after",
    "\nExit codes: 0 done; 1 the answer is no: a token is rejected, tags have no runner, " +
      "a preview has a risk; 2 the command " +
      "line or the configuration is wrong; 3 there is no answer: GitLab could not be asked, or " +
      "refused, or a preview failed, or not all tags could be checked.",
  )
  // What commander itself ends with is help that was asked for, or a command line that is wrong.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT.misused));

const BASE_URL = ["--base-url <url>", "GitLab's address, instead of GITLAB_BASE_URL"] as const;

/** A command with the options that those that read have. */
const command = (usage: string, description: string): Command =>
  program
    .command(usage)
    .description(description)
    .option(...BASE_URL)
    .option("--stack <name>", "take the configuration of this stack of the Pulumi project here")
    .option("--json", "print JSON");

/** A command that reads a fleet of runners. */
const fleetCommand = (usage: string, description: string): Command =>
  command(usage, description)
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
    .option("--version-prefix <version>", "only those with a manager of this version, 18.7");

fleetCommand("list", "the runners of the token's user, of a project or group, or all")
  .option("--details", "with tags and versions, by one more request a runner")
  .option("--limit <number>", "the most to read", wholeNumber)
  .action(list);
command("show", "all that GitLab reports of a runner")
  .argument("<id>", "id of the runner", wholeNumber)
  .action(show);
command("managers", "the gitlab-runner processes of a runner")
  .argument("<id>", "id of the runner", wholeNumber)
  .action(managers);
command("jobs", "the latest jobs of a runner")
  .argument("<id>", "id of the runner", wholeNumber)
  .addOption(new Option("--status <statuses...>", "only in these").choices(JOB_STATUSES))
  .option("--system-id <id>", "only those of this manager")
  .option("--since <time>", "created since: ISO 8601, or how long ago, 12h or 7d", timeBefore)
  .addOption(new Option("--sort <order>", "newest first, or oldest").choices(["desc", "asc"]))
  .option("--limit <number>", "the most to read", wholeNumber, 20)
  .action(jobs);
command(
  "verify",
  "whether a runner's token is good; it is read from standard input or RUNNER_TOKEN",
)
  .option("--full", "also whose it is; GitLab takes this for a contact of the runner")
  .action(verify);
command("coverage", "which runners take the jobs of a project, by the tags that they ask for")
  .argument("<project>", "id or full path of the project")
  .option("--tags <tags>", "a set of tags, docker,linux; can be repeated", tagSet)
  .option("--untagged", "also jobs without tags")
  .addOption(
    new Option(
      "--ci-config <file>",
      "the jobs of this .gitlab-ci.yml, - for standard input; the project's own if left out",
    ).conflicts(["tags", "untagged"]),
  )
  .addOption(
    new Option("--status <statuses...>", "in which a runner counts")
      .choices(RUNNER_STATUSES)
      .default(["online"]),
  )
  .option("--protected", "a runner for protected branches and tags suffices")
  .action(coverage);
fleetCommand("fleet", "how long jobs wait and run, how many fail, how busy runners are")
  .addOption(
    new Option("--since <time>", "jobs created since: ISO 8601, or how long ago, 12h or 7d")
      .argParser(timeBefore)
      .default(timeBefore("7d"), "7d"),
  )
  .option("--limit <number>", "the most jobs to read of each runner", wholeNumber)
  .option("--top <number>", "how many projects to show", wholeNumber, 5)
  .addOption(
    new Option(
      "--html [file]",
      "one page of HTML with all of it, who may use which, and figures by day; to this file, else to standard output",
    ).conflicts("json"),
  )
  .action(fleet);
program
  .command("audit")
  .description("what a preview does to runners and assignments, and how risky it is")
  .argument("[file]", "of pulumi preview --json; standard input if left out, or -")
  .option(...BASE_URL)
  .option(
    "--stack <name>",
    "preview this stack of the Pulumi project here; its configuration counts",
  )
  .option(
    "--format <format[=file]>",
    "markdown (if left out), html, json, junit or codequality; can be repeated",
    destination,
  )
  .option(
    "--fail-on <risk|severity>",
    "exit with 1 where there is such a risk; can be repeated",
    gate,
  )
  .option("--check-jobs", "ask GitLab whether runners that are deleted run jobs")
  .option("--post", "post the report to the merge request, or update the note posted before")
  .option("--project <id or path>", "of the merge request, instead of CI_PROJECT_ID")
  .option("--merge-request <iid>", "its number, instead of CI_MERGE_REQUEST_IID", wholeNumber)
  .action(audit);

function fail(error: unknown): void {
  note(redact(shownError(error)));
  process.exitCode = exitCodeOf(error);
}

outliveClosedOutput();
process.on("uncaughtException", (error) => {
  fail(error);
  process.exit();
});
program.parseAsync().catch(fail);
