import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";

/** GitLab's limits, so that a wrong setting is found before anything is asked. */
const MINIMUM_MINUTES = 10;
const MAXIMUM_TAGS = 50;
const MAXIMUM_COUNT = 20;

const NAME = "it is no name of lower-case letters, digits and hyphens";

const text = v.pipe(v.string(), v.trim(), v.nonEmpty("it is empty"));
const projectPath = v.pipe(
  text,
  v.regex(/^[^/\s]+(\/[^/\s]+)+$/, "it is no full path of a project, such as acme/app"),
);
const whole = v.pipe(v.number(), v.integer("it is no whole number"));

/** Runners that are alike, `count` of them. */
const kind = v.strictObject({
  count: v.optional(
    v.pipe(
      whole,
      v.minValue(1, "it is less than 1"),
      v.maxValue(MAXIMUM_COUNT, `it is more than ${MAXIMUM_COUNT}`),
    ),
    1,
  ),
  /** A runner takes jobs that ask for these; none without. */
  tags: v.pipe(
    v.array(text),
    v.nonEmpty("it is empty, and a runner of this fleet takes no jobs without tags"),
    v.maxLength(MAXIMUM_TAGS, `it has more than ${MAXIMUM_TAGS} tags`),
  ),
  /** The longest that a job may run. */
  timeoutMinutes: v.pipe(whole, v.minValue(MINIMUM_MINUTES, `it is less than ${MINIMUM_MINUTES}`)),
  /** Whether it runs jobs of protected branches and tags only. */
  protected: v.optional(v.boolean(), false),
  /** Projects that may use it, besides the owner. */
  projects: v.optional(v.array(projectPath), []),
});

const settings = v.strictObject({
  /** The project that the runners belong to. */
  owner: projectPath,
  /** Whom to ask about a runner; its maintenance note. */
  contact: text,
  runners: v.record(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, NAME)), kind),
  /** Names of runners that exist and are taken over by their tokens, which `tokens` has. */
  adopted: v.optional(v.array(text), []),
});

export type RunnerKind = v.InferOutput<typeof kind>;

export interface Settings extends v.InferOutput<typeof settings> {
  /** Tokens of the adopted runners, by name. */
  tokens: pulumi.Output<Record<string, string>>;
}

/**
 * The settings of a stack, from its file `Pulumi.STACK.yaml`.
 *
 * @throws {pulumi.RunError} with every setting that is wrong: the stack, the key, the reason and the
 *   way out.
 */
export function readSettings(config = new pulumi.Config()): Settings {
  const given = {
    owner: config.get("owner"),
    contact: config.get("contact"),
    runners: config.getObject("runners"),
    adopted: config.getObject("adopted"),
  };
  const read = v.safeParse(settings, given);
  if (!read.success) {
    throw new pulumi.RunError(read.issues.map((issue) => wrong(config, issue)).join("\n"));
  }
  const tokens = config.getSecretObject<Record<string, string>>("tokens");
  return { ...read.output, tokens: tokens ?? pulumi.secret<Record<string, string>>({}) };
}

function wrong({ name }: pulumi.Config, issue: v.BaseIssue<unknown>): string {
  const stack = pulumi.getStack();
  const key = `${name}:${v.getDotPath(issue) ?? ""}`;
  return `stack ${stack}: ${key}: ${reasonOf(issue)}. Set it right in Pulumi.${stack}.yaml.`;
}

/** Of a schema's own words those that a reader of YAML understands. */
function reasonOf({ type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (received === "undefined") return "it is missing";
  if (type === "strict_object" && expected === "never") return "there is no such setting";
  if (expected !== null && message.startsWith("Invalid"))
    return `it is ${received}, not ${expected}`;
  return message;
}
