import * as v from "valibot";
import { apiUrl, webUrl } from "../../gitlab/settings/baseUrl";
import { checkArgs, idSchema } from "../arguments";
import { FunctionError } from "../functionError";
import { EXECUTORS, EXECUTOR_TABLES, type ExecutorName, executorOf, readersOf } from "./executors";
import { PROCESS_KEYS, RUNNER_KEYS } from "./keys/keys";
import type { Key } from "./keys/kinds";
import { NOT_KNOWN_YET } from "./keys/notKnownYet";
import { type Note, type TomlTable, isObject, readKeys } from "./keys/readKeys";

/** A process of gitlab-runner, checked: what its config.toml says. */
export interface KnownProcess {
  /** The keys of the global section, by gitlab-runner's names. */
  readonly keys: TomlTable;
  /** At least one. */
  readonly runners: readonly KnownRunner[];
}

/** A runner of a process, with its token, and what its `[[runners]]` says. */
export interface KnownRunner {
  readonly id: number;
  readonly token: string;
  /** GitLab's address, without `/api/v4`. */
  readonly url: string;
  readonly name: string;
  readonly executor: ExecutorName;
  /**
   * The other keys of `[[runners]]`, by gitlab-runner's names, among them each table without which the
   * executor runs no job, if only as an empty one.
   */
  readonly keys: TomlTable;
}

/** An output that may have no value. */
const output = v.nullish(v.string("must be a text"));

/** Outputs of the resource Runner, by their names. */
const OUTPUTS = {
  id: idSchema,
  token: v.nullish(
    v.pipe(
      v.string("must be a text"),
      v.check((text) => text.trim() !== "", "is empty: without one, gitlab-runner runs no job"),
    ),
  ),
  description: output,
};

/** What a process says of a runner that is no option. */
const OUTPUTS_OF_RUNNER: ReadonlySet<string> = new Set(Object.keys(OUTPUTS));

const outputs = v.object(OUTPUTS);
type Outputs = v.InferOutput<typeof outputs>;

/**
 * How a process is given: the options of its global section and `runners`, each of them outputs of a
 * resource Runner and options; or those of its one runner among the others.
 */
export type Form = "process" | "oneRunner";

/**
 * Checks a process without the outputs of its runners, which take them from elsewhere. An option may be
 * NOT_KNOWN_YET.
 *
 * @param name - of what is asked for, or of whose options these are, for messages.
 * @throws FunctionError that names every option that is wrong.
 */
export function checkProcess(name: string, form: Form, process: unknown): void {
  const { runners } = checkArgs(name, SCHEMAS[form], process);
  for (const [index, runner] of runners.entries())
    for (const output of Object.keys(runner.outputs)) {
      const where = form === "process" ? `runners.${index}.${output}` : output;
      const instead = output === "description" ? "; for another name in the file, give name" : "";
      throw new FunctionError(`${name}: ${where} comes from the runner: leave it out${instead}`);
    }
}

/**
 * A process of what a program gives.
 *
 * @param name - of what is asked for, for messages.
 * @param defaultUrl - the address of GitLab for the runner at an index that gives no `url`.
 * @throws FunctionError that names every option that is wrong, or a runner whose token is not known or that is
 *   there twice; ConfigurationError for a wrong url.
 */
export function knownProcess(
  name: string,
  form: Form,
  process: unknown,
  defaultUrl: (index: number) => string,
): KnownProcess {
  const { keys, runners } = checkArgs(name, SCHEMAS[form], process);
  const known = runners.map((runner, index) => {
    const where = form === "process" ? `${name}: runners.${index}` : name;
    const urlName = form === "process" ? `${where}.url` : `${name}: url`;
    const given = checkArgs(where, outputs, runner.outputs);
    return knownRunner(given, runner.keys, urlName, () => defaultUrl(index));
  });
  const repeated = sameRunner(known.map(({ token }) => token));
  if (repeated !== undefined) throw new FunctionError(`${name}: ${repeated}`);
  return { keys, runners: known };
}

/**
 * Why a process is wrong that has the same runner twice; undefined if all of its runners differ.
 *
 * @param identities - one of each runner, in their order, such as the token by which gitlab-runner knows it.
 */
export function sameRunner(identities: readonly unknown[]): string | undefined {
  const index = identities.findIndex((each, place) => identities.indexOf(each) < place);
  if (index === -1) return undefined;
  const first = identities.indexOf(identities[index]);
  return (
    `runners.${index} is the same runner as runners.${first}: gitlab-runner would count the jobs of both ` +
    "together, and renew the token of the first one only. Declare a Runner for each"
  );
}

function knownRunner(
  given: Outputs,
  all: TomlTable,
  urlName: string,
  defaultUrl: () => string,
): KnownRunner {
  const { url, name, executor, ...keys } = all;
  const { id } = given;
  return {
    id: Number(id),
    token: knownToken(given),
    url:
      typeof url === "string"
        ? addressOf(url, urlName)
        : webUrl(apiUrl(defaultUrl(), "the address of GitLab")),
    name: typeof name === "string" ? name : (given.description ?? `runner-${id}`),
    executor: executor as ExecutorName,
    keys,
  };
}

/** As it is given, if gitlab-runner takes it like that: with a slash at its end, too. */
function addressOf(url: string, name: string): string {
  const address = webUrl(apiUrl(url, name));
  return url === `${address}/` ? url : address;
}

function knownToken({ id, token }: Outputs): string {
  if (token != null) return token;
  throw new FunctionError(
    `the token of runner ${id} is not known: GitLab shows it only once. Give it as ` +
      "authenticationToken, or set resetTokenOnAdopt to get a new one",
  );
}

const NAMES_OF_RUNNER = new Set(RUNNER_KEYS.map(({ name }) => name));
/** Of a name that both have, it is the runner's that is meant. */
const KEYS_OF_PROCESS = PROCESS_KEYS.filter(({ name }) => !NAMES_OF_RUNNER.has(name));
const OF_PROCESS: ReadonlySet<string> = new Set(KEYS_OF_PROCESS.map(({ name }) => name));
const ONE_RUNNER_KEYS: readonly Key[] = [...RUNNER_KEYS, ...KEYS_OF_PROCESS];

/** The options of each runner of a process that has been checked. */
export function optionsOfRunners(form: Form, process: object): readonly Options[] {
  return form === "process" ? (process as { runners: Options[] }).runners : [process as Options];
}

/** A process that has been checked, with the outputs of each of its runners. */
export function withOutputs(form: Form, process: object, outputs: readonly object[]): object {
  const runners = optionsOfRunners(form, process).map((runner, index) => ({
    ...runner,
    ...outputs[index],
  }));
  return form === "process" ? { ...process, runners } : { ...runners[0] };
}

interface ReadProcess {
  readonly keys: TomlTable;
  readonly runners: readonly ReadRunner[];
}

interface ReadRunner {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly keys: TomlTable;
}

type Options = Readonly<Record<string, unknown>>;
type Place = readonly (string | number)[];

const SCHEMAS: Readonly<Record<Form, v.GenericSchema<unknown, ReadProcess>>> = {
  process: schemaOf(({ runners, ...options }, note) => ({
    keys: readKeys(PROCESS_KEYS, options, note, [], {
      keys: RUNNER_KEYS,
      message: "is no option of the process; give it to a runner, within runners",
    }),
    runners: readRunners(runners, note),
  })),
  oneRunner: schemaOf((options, note) => {
    const { outputs: given, keys: all } = readRunner(ONE_RUNNER_KEYS, options, note, []);
    const entries = Object.entries(all);
    const isOfProcess = ([name]: [string, unknown]): boolean => OF_PROCESS.has(name);
    return {
      keys: Object.fromEntries(entries.filter(isOfProcess)),
      runners: [
        {
          outputs: given,
          keys: Object.fromEntries(entries.filter((entry) => !isOfProcess(entry))),
        },
      ],
    };
  }),
};

function schemaOf(
  read: (options: Options, note: Note) => ReadProcess,
): v.GenericSchema<unknown, ReadProcess> {
  return v.pipe(
    v.looseObject({}),
    v.rawTransform(({ dataset: { value }, addIssue, NEVER }) => {
      const wrong: Place[] = [];
      const process = read(value, (place, message) => {
        wrong.push(place);
        addIssue({ message, path: pathOf(place) });
      });
      return wrong.length === 0 ? process : NEVER;
    }),
  );
}

type Path = [v.UnknownPathItem, ...v.UnknownPathItem[]];

function pathOf(place: Place): Path {
  const items = place.map((key): v.UnknownPathItem => ({
    type: "unknown",
    origin: "value",
    input: undefined,
    key,
    value: undefined,
  }));
  return items as Path;
}

function readRunners(runners: unknown, note: Note): ReadRunner[] {
  if (!Array.isArray(runners)) {
    note(["runners"], "must be a list of runners, each with the options of its [[runners]]");
    return [];
  }
  if (runners.length === 0) note(["runners"], "must have at least one runner");
  return runners.flatMap((runner: unknown, index) => {
    if (runner === NOT_KNOWN_YET) return [];
    if (isObject(runner)) return readRunner(RUNNER_KEYS, runner, note, ["runners", index]);
    note(["runners", index], "must be an object");
    return [];
  });
}

function readRunner(keys: readonly Key[], given: Options, note: Note, place: Place): ReadRunner {
  const entries = Object.entries(given);
  const isOutput = ([name]: [string, unknown]): boolean => OUTPUTS_OF_RUNNER.has(name);
  const options = Object.fromEntries(entries.filter((entry) => !isOutput(entry)));
  const known = readKeys(keys, options, note, place, {
    keys: PROCESS_KEYS,
    message: "is no option of a runner; give it to the process, beside runners",
  });
  return {
    outputs: Object.fromEntries(entries.filter(isOutput)),
    keys: { ...ofExecutor(options, note, place), ...known },
  };
}

/** What the executor runs no job without, where the options do not say it. */
function ofExecutor(options: Options, note: Note, place: Place): TomlTable {
  const name = options["executor"];
  if (name === undefined) {
    note([...place, "executor"], `is missing; give one of ${Object.keys(EXECUTORS).join(", ")}`);
  }
  const executor = executorOf(name);
  if (executor === undefined) return {};
  const { tables, needs, defaults } = executor;
  for (const table of EXECUTOR_TABLES) {
    if (options[table] === undefined || tables.includes(table)) continue;
    const readers = readersOf(table).join(" or ");
    note(
      [...place, table],
      `is not read by the executor ${String(name)}; leave it out, or give executor: ${readers}`,
    );
  }
  for (const [table, option] of needs) {
    const given = options[table];
    if (given !== undefined && !(isObject(given) && given[option] === undefined)) continue;
    note([...place, table, option], `is missing: the executor ${String(name)} runs no job without`);
  }
  const empty = Object.fromEntries(tables.map((table): [string, TomlTable] => [table, {}]));
  return { ...defaults, ...empty };
}
