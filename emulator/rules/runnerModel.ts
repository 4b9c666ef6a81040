import type { AccessLevel, Runner } from "../store/records";

// The validations of GitLab's app/models/ci/runner.rb, in the order of its declarations.
const MAX_TAGS = 50;
const MIN_TIMEOUT_SECONDS = 600;
const MAX_TEXT = 1024;

/** What callers may set on a runner. */
export interface RunnerAttributes {
  description: string | null;
  maintenance_note: string | null;
  active: boolean;
  locked: boolean;
  run_untagged: boolean;
  access_level: AccessLevel;
  maximum_timeout: number | null;
  tag_list: readonly string[];
}

export const NEW_RUNNER: RunnerAttributes = {
  description: null,
  maintenance_note: null,
  active: true,
  locked: false,
  run_untagged: true,
  access_level: "not_protected",
  maximum_timeout: null,
  tag_list: [],
};

/** Messages by attribute. */
export type ModelErrors = Record<string, string[]>;

/**
 * What is wrong with a runner, or undefined.
 *
 * @param before - The runner as it is, when it is being changed: the number of tags is looked at
 * only when they change.
 */
export function runnerErrors(
  attributes: RunnerAttributes,
  before?: Pick<Runner, "tag_list">,
): ModelErrors | undefined {
  const errors: ModelErrors = {};
  const add = (attribute: string, message: string): void => {
    (errors[attribute] ??= []).push(message);
  };
  if (tooLong(attributes.description)) add("description", TOO_LONG);
  if (tooLong(attributes.maintenance_note)) add("maintenance_note", TOO_LONG);
  if (!attributes.run_untagged && attributes.tag_list.length === 0)
    add("tags_list", "can not be empty when runner is not allowed to pick untagged jobs");
  const tagsChange = !before || !sameSet(before.tag_list, attributes.tag_list);
  if (tagsChange && attributes.tag_list.length > MAX_TAGS)
    add("tags_list", `Too many tags specified. Please limit the number of tags to ${MAX_TAGS}`);
  if (attributes.maximum_timeout !== null && attributes.maximum_timeout < MIN_TIMEOUT_SECONDS)
    add("maximum_timeout", "needs to be at least 10 minutes");
  return Object.keys(errors).length > 0 ? errors : undefined;
}

const TOO_LONG = `is too long (maximum is ${MAX_TEXT} characters)`;

function tooLong(text: string | null): boolean {
  return text !== null && Array.from(text).length > MAX_TEXT;
}

function sameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((tag) => others.includes(tag));
}

/** All messages in one sentence, each with its attribute's name in front. */
export function sentence(errors: ModelErrors): string {
  const messages = Object.entries(errors).flatMap(([attribute, texts]) =>
    texts.map((text) => `${humanised(attribute)} ${text}`),
  );
  if (messages.length < 3) return messages.join(" and ");
  return `${messages.slice(0, -1).join(", ")}, and ${messages.at(-1) ?? ""}`;
}

function humanised(attribute: string): string {
  const words = attribute.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
