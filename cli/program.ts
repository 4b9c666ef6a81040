import { Argument, Command, Help, Option } from "commander";

import { RUNNER_STATUSES } from "../gitlab";
import { LONGEST_DRAIN_S, TIMEOUT_ACTIONS } from "../gitlab/draining/drain";
import { redact } from "../gitlab/text/redact";
import { JOB_STATUSES, RUNNER_TYPES } from "../gitlab/payloads/schemas";
import { access } from "./access/access";
import { audit } from "./audit/audit";
import { gate } from "./audit/gate";
import { destination } from "./audit/output";
import {
  countFromZero,
  fileBeside,
  names,
  seconds,
  secondsUpTo,
  tagSet,
  timeBefore,
  wholeNumber,
  wholeNumbers,
} from "./arguments";
import { packageVersion } from "../sdk/packageVersion";
import { CHECK_FORMATS, check } from "./check/check";
import { LANGUAGES } from "./config/formats/formats";
import { readConfig } from "./config/readConfig";
import { coverage } from "./coverage";
import { OUTPUTS } from "./dataFormats";
import { drain } from "./drain";
import { fleet } from "./fleet";
import { jobs } from "./jobs";
import { pause, resume } from "./pause";
import { prune } from "./prune/prune";
import { pruneManagers } from "./prune/pruneManagers";
import { list, managers, show } from "./runners";
import { COLOURS, note, noteLines, print, setColour, terminalWidth } from "./terminal";
import { usage } from "./usage/usage";
import { verify } from "./verify";
import { wrappedLines } from "./wrapped";

/** Of help that goes to no terminal. */
const HELP_WIDTH = 80;
/** With less room beside its term, a description stands below it. */
const BESIDE = 40;
const BELOW = "      ";

/** A term of the help with its description. */
function helpItem(term: string, termWidth: number, description: string, help: Help): string {
  const width = help.helpWidth ?? HELP_WIDTH;
  if (description === "" || width - termWidth - 4 >= BESIDE)
    return Help.prototype.formatItem.call(help, term, termWidth, description, help);
  const lines = help.boxWrap(description, width - BELOW.length).split("\n");
  return [`  ${term}`, ...lines.map((line) => BELOW + line)].join("\n");
}

/** What `gitlab-runners` takes. */
export const program = new Command("gitlab-runners")
  // Before a command is made, as each takes it over. What is wrong is repeated in an error.
  .configureOutput({
    getOutHelpWidth: () => terminalWidth() ?? HELP_WIDTH,
    getErrHelpWidth: () => terminalWidth("stderr") ?? HELP_WIDTH,
    writeOut: (text) => {
      print(wrappedLines(text.trimEnd(), terminalWidth() ?? HELP_WIDTH));
    },
    writeErr: (text) => {
      noteLines(wrappedLines(text.trimEnd(), terminalWidth("stderr") ?? HELP_WIDTH));
    },
    outputError: (text) => {
      note(redact(text).trim());
    },
  })
  .configureHelp({ formatItem: helpItem, minWidthToWrap: 1 })
  .description(
    "Read the runners of a GitLab, pause and drain them, and delete stale ones. GITLAB_BASE_URL and GITLAB_TOKEN, or --stack, name its address and an access token.",
  )
  .version(packageVersion(), "--version", "print the version of this package")
  .addOption(
    new Option("--color <when>", "whether to emphasise words; auto heeds NO_COLOR")
      .choices(COLOURS)
      .default("auto"),
  )
  .hook("preAction", (main) => {
    setColour(main.opts<{ color: (typeof COLOURS)[number] }>().color);
  })
  .addHelpText(
    "after",
    [
      "",
      "Exit codes:",
      "  0  done",
      "  1  the answer is no: GitLab rejects a token, tags have no runner, a preview has a risk that --fail-on names, a file has what no option writes, a check crosses a threshold, jobs still run when the time of a drain is over, or a question was not answered with yes",
      "  2  the command line or the configuration is wrong, or the input is not a preview",
      "  3  there is no answer: GitLab was unreachable or refused (also if only for some runners), a preview failed, or a check is incomplete",
    ].join("\n"),
  )
  // What commander ends with is thrown: a process that exits at once does not notice a full disk.
  .exitOverride();

const BASE_URL = ["--base-url <url>", "GitLab's address, instead of GITLAB_BASE_URL"] as const;

/** A command with the options that those that read have. */
const command = (usage: string, description: string): Command =>
  program
    .command(usage)
    .description(description)
    .option(...BASE_URL)
    .option(
      "--stack <name>",
      "read the configuration of this stack of the Pulumi project in this folder",
    )
    .option("--json", "print JSON; the same as --output json")
    .addOption(new Option("--output <format>", "how to print").choices(OUTPUTS).conflicts("json"));

/** Has a command write a page of HTML. What says how to print something else has no effect on it. */
const pageOption = (description: string): Option =>
  new Option("--html [file]", description).conflicts([
    ...["json", "output"],
    ...["columns", "sortBy", "descending"],
  ]);

/**
 * Has a command that prints a table print and sort it as its user wants.
 *
 * @param example - names of some of its columns.
 */
const withColumns = (made: Command, example: string): Command =>
  made
    .option("--columns <names>", `which columns to print, such as ${example}`, names)
    .option("--sort-by <column>", "sort the rows by this column")
    .option("--descending", "sort from the largest to the smallest");

/** A command for the runners of a list, with all filters but whether they are paused. */
const filteredCommand = (usage: string, description: string): Command =>
  command(usage, description)
    .addOption(
      new Option("--all", "all runners of the instance (administrators only)").conflicts([
        "project",
        "group",
      ]),
    )
    .addOption(
      new Option("--project <id or path>", "runners that this project may use").conflicts("group"),
    )
    .option("--group <id or path>", "runners of this group")
    .addOption(new Option("--type <type>", "only runners of this type").choices(RUNNER_TYPES))
    .addOption(
      new Option("--status <status>", "only runners with this status").choices(RUNNER_STATUSES),
    )
    .option("--tag <tags...>", "only runners with all of these tags")
    .option(
      "--version-prefix <version>",
      "only runners with a manager of this version, such as 18.7",
    );

/** A command that reads a fleet of runners. */
const fleetCommand = (usage: string, description: string): Command =>
  filteredCommand(usage, description)
    .option("--paused", "only paused runners")
    .option("--no-paused", "only runners that are not paused");

/** Has a command that changes GitLab ask first. */
const withConfirmation = (made: Command): Command =>
  made.option("--yes", "do it without a question");

withColumns(
  fleetCommand(
    "list",
    "list the runners of the token's user, of a project, of a group, or of the instance",
  ),
  "id,status",
)
  .option("--details", "show tags and versions, too")
  .option("--limit <number>", "how many runners to read at most", wholeNumber)
  .action(list);
command("show", "show everything that GitLab reports about a runner")
  .argument("<id>", "id of the runner", wholeNumber)
  .action(show);
withColumns(
  command("managers", "list the gitlab-runner processes of a runner"),
  "system-id,version",
)
  .argument("<id>", "id of the runner", wholeNumber)
  .action(managers);
withColumns(command("jobs", "list the latest jobs of a runner"), "id,job")
  .argument("<id>", "id of the runner", wholeNumber)
  .addOption(
    new Option("--status <statuses...>", "only jobs with these statuses").choices(JOB_STATUSES),
  )
  .option("--system-id <id>", "only jobs of this manager")
  .option(
    "--since <time>",
    "only jobs created since then: ISO 8601, or an age such as 30m, 12h, 7d or 4w",
    timeBefore,
  )
  .addOption(
    new Option("--sort <order>", "the newest job first, or the oldest").choices(["desc", "asc"]),
  )
  .option("--limit <number>", "how many jobs to read at most", wholeNumber, 20)
  .action(jobs);
command(
  "verify",
  "check whether a runner's token is valid; the token comes from standard input or RUNNER_TOKEN",
)
  .addArgument(new Argument("[token]").argOptional())
  .option("--full", "also show the runner of the token; this counts as a contact of the runner")
  .action(verify);
command("coverage", "show which runners take the jobs of a project, by the tags of the jobs")
  .argument("<project>", "id or full path of the project")
  .option(
    "--tags <tags>",
    "a set of tags, such as docker,linux; repeat the option for more sets",
    tagSet,
  )
  .option("--untagged", "also check jobs without tags")
  .addOption(
    new Option(
      "--ci-config <file>",
      "read the jobs from this .gitlab-ci.yml (- for standard input), not from the project's own",
    ).conflicts(["tags", "untagged"]),
  )
  .addOption(
    new Option("--status <statuses...>", "the statuses in which a runner counts")
      .choices(RUNNER_STATUSES)
      .default(["online"]),
  )
  .option("--protected", "accept a runner for protected branches and tags only")
  .action(coverage);
withColumns(
  command("access", "show which projects may use which runners, and why or why not"),
  "project,runner",
)
  .option("--runner <id>", "the projects that may use this runner", wholeNumber)
  .option("--project <id or path>", "the runners that this project may use; with --runner, both")
  .addOption(
    new Option(
      "--group <id or path>",
      "the projects of this group and those below, with their runners",
    ).conflicts(["runner", "project", "all"]),
  )
  .addOption(
    new Option("--all", "all projects and runners of the instance (administrators only)").conflicts(
      ["runner", "project"],
    ),
  )
  .option("--tags <tags>", "only jobs that require these tags, such as docker,linux", tagSet)
  .addOption(new Option("--untagged", "only jobs without tags").conflicts("tags"))
  .option("--protected-ref", "only jobs of protected branches and tags")
  .option("--no-protected-ref", "only jobs of branches and tags that are not protected")
  .option("--since <file>", "also show what changed since this review, which --json has printed")
  .addOption(pageOption("write an HTML page to this file, or to standard output"))
  .action(access);
withColumns(
  fleetCommand("fleet", "show how long jobs wait and run, how many fail, and how busy runners are"),
  "name,jobs",
)
  .addOption(
    new Option(
      "--since <time>",
      "only jobs created since then: ISO 8601, or an age such as 30m, 12h, 7d or 4w",
    )
      .argParser(timeBefore)
      .default(timeBefore("7d"), "7d"),
  )
  .option("--limit <number>", "how many jobs of each runner to read at most", wholeNumber)
  .option("--top <number>", "how many projects to show", wholeNumber, 5)
  .addOption(
    pageOption(
      "write an HTML page with these figures, the figures by day, and who may use which runner; to this file, or to standard output",
    ),
  )
  .action(fleet);
program
  .command("check")
  .description("check the health of a fleet now: jobs that wait, and runners with troubles")
  .option(...BASE_URL)
  .option(
    "--stack <name>",
    "read the configuration of this stack of the Pulumi project in this folder",
  )
  .addOption(
    new Option("--all", "the whole instance (administrators only)").conflicts(["project", "group"]),
  )
  .addOption(new Option("--project <id or path>", "this project").conflicts("group"))
  .option("--group <id or path>", "this group and the projects below it")
  .option("--thresholds <file>", "read thresholds from this YAML or JSON; options come first")
  .option("--max-wait <time>", "how long a job may wait; 10m if left out", seconds)
  .option("--max-stuck <number>", "how many jobs may have no runner; 0 if left out", countFromZero)
  .option("--max-offline <number>", "how many runners may be offline; 0 if left out", countFromZero)
  .option("--max-stale <number>", "how many runners may be stale; 0 if left out", countFromZero)
  .option(
    "--max-never-contacted <number>",
    "how many runners may never have contacted GitLab; 0 if left out",
    countFromZero,
  )
  .option("--max-old <number>", "how many runners may be of an old release; 0", countFromZero)
  .option("--max-offline-machines <number>", "how many machines may be offline", countFromZero)
  .option("--token-expires-within <time>", "a token fails that expires so soon; 14d", seconds)
  .option(
    "--max-quota <percent>",
    "how much of the limit of registered runners may be used (administrators only)",
    wholeNumber,
  )
  .option(
    "--max-requests <number>",
    "how many requests to send at most, repeated ones included",
    wholeNumber,
    500,
  )
  .addOption(new Option("--output <format>", "how to print").choices(CHECK_FORMATS).default("text"))
  .option("--out <file>", "write the report to this file, and print the text", fileBeside)
  .action(check);
withColumns(
  fleetCommand(
    "usage",
    "show how many minutes jobs ran and what they cost, by project, group, runner and tags of the runner",
  ),
  "name,minutes",
)
  .argument("[ids...]", "ids of runners; without them the filters say which", wholeNumbers)
  .addOption(
    new Option(
      "--since <time>",
      "only jobs created since then: ISO 8601, or an age such as 30m, 12h, 7d or 4w",
    )
      .argParser(timeBefore)
      .default(timeBefore("30d"), "30d"),
  )
  .option("--prices <file>", "the price of a minute by runner and tag, as YAML or JSON")
  .addOption(
    new Option(
      "--resume <file>",
      "go on with the runners and the time of an interrupted run, from the file that it wrote",
    ).conflicts("since"),
  )
  .addOption(pageOption("write an HTML page to this file, or to standard output"))
  .action(usage);
command("drain", "pause a runner and wait until its jobs have ended; the runner stays paused")
  .argument("<id>", "id of the runner", wholeNumber)
  .option(
    "--timeout <seconds>",
    `how long to wait at most, up to ${LONGEST_DRAIN_S}, a week`,
    secondsUpTo(LONGEST_DRAIN_S),
    3600,
  )
  .addOption(
    new Option(
      "--on-timeout <action>",
      "if jobs still run then: fail, and let the runner take jobs again, or force, and go on",
    )
      .choices(TIMEOUT_ACTIONS)
      .default("fail"),
  )
  .option("--delete", "delete the runner afterwards")
  .action(drain);
withColumns(
  withConfirmation(
    fleetCommand(
      "prune",
      "list the runners that GitLab has not heard of for long, and delete those of such a list",
    ),
  ),
  "id,days",
)
  .option(
    "--older-than <age>",
    "from which age on a runner is stale: 12h, 30d or 4w, or a time in ISO 8601",
    timeBefore,
  )
  .option("--keep <ids>", "ids of runners that stay, with commas between them", wholeNumbers)
  .option("--out <file>", "write what would be deleted as a plan to this file", fileBeside)
  .addOption(
    new Option(
      "--plan <file>",
      "delete the runners of this plan that are still stale; - for standard input",
    ).conflicts([
      ...["all", "project", "group", "type", "status", "paused", "tag", "versionPrefix"],
      ...["olderThan", "out", "columns", "sortBy", "descending"],
    ]),
  )
  .action(prune);
withConfirmation(
  command(
    "prune-managers",
    "delete the managers of a runner that GitLab has not heard of for long, and keep the runner; the " +
      "runner's token comes from RUNNER_TOKEN or standard input",
  ),
)
  .argument("<id>", "id of the runner", wholeNumber)
  .requiredOption(
    "--older-than <age>",
    "from which age on a manager is stale: 12h, 30d or 4w, or a time in ISO 8601",
    timeBefore,
  )
  .option("--dry-run", "only show which managers would be deleted; needs no runner's token")
  .action(pruneManagers);
for (const [name, description, action] of [
  ["pause", "pause runners, so that they take no new jobs", pause],
  ["resume", "have paused runners take jobs again", resume],
] as const)
  withConfirmation(filteredCommand(name, description))
    .argument("[ids...]", "ids of runners; without them the filters say which", wholeNumbers)
    .option("--dry-run", "only show which runners would change")
    .action(action);
program
  .command("audit")
  .description("show what a preview changes about runners and assignments, and how risky that is")
  .argument("[file]", "the output of pulumi preview --json; - or nothing for standard input")
  .option(...BASE_URL)
  .option(
    "--stack <name>",
    "run the preview of this stack of the Pulumi project in this folder, with its configuration",
  )
  .option(
    "--format <format[=file]>",
    "markdown (the default), html, json, junit or codequality; repeat the option for more formats",
    destination,
  )
  .option(
    "--fail-on <risk|severity>",
    "exit with 1 if the preview has such a risk; repeat the option for more risks",
    gate,
  )
  .option("--check-jobs", "check in GitLab whether the runners to delete are running jobs")
  .option("--post", "post the report to the merge request, or update the earlier note")
  .option("--project <id or path>", "the project of the merge request, instead of CI_PROJECT_ID")
  .option(
    "--merge-request <iid>",
    "the number of the merge request, instead of CI_MERGE_REQUEST_IID",
    wholeNumber,
  )
  .action(audit);
program
  .command("config")
  .description("gitlab-runner's config.toml")
  .command("read")
  .description(
    "print a program that writes an existing config.toml; standard error names what it leaves out",
  )
  .argument("<file>", "config.toml, or - for standard input")
  .addOption(
    new Option("--language <language>", "of the program; json is its options alone")
      .choices(Object.keys(LANGUAGES))
      .default("typescript"),
  )
  .action(readConfig);
