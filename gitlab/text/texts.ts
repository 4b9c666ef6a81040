import * as v from "valibot";
import { shown } from "./shown";

const MOST_TAGS = 50;
const LONGEST_TAG = 255;

/** Characters as GitLab counts them: one that takes two places in JavaScript is one. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** Whether it holds nothing for which GitLab refuses the whole request. */
export function isWhole(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text);
}

const tagSchema = v.pipe(
  v.string("must hold texts only"),
  v.trim(),
  v.nonEmpty("holds an empty tag"),
  v.check(isWhole, "holds a tag with a NUL or half a surrogate pair, which GitLab refuses"),
  v.check(
    (text) => lengthOf(text) <= LONGEST_TAG,
    `holds a tag of more than ${LONGEST_TAG} characters`,
  ),
  v.excludes(
    ",",
    ({ input }) => `holds the tag ${shown(input)}: GitLab splits tags at commas; give two tags`,
  ),
  v.regex(
    /^(?!["'])/,
    ({ input }) => `holds the tag ${shown(input)}: GitLab takes quotes off tags; leave them out`,
  ),
);

/** How to write tags that are given as one text, as GitLab's REST API takes them. */
function listOf(input: unknown): string {
  if (typeof input !== "string" || lengthOf(input) > LONGEST_TAG) return "";
  const tags = input.split(",").map((tag) => tag.trim());
  return `: [${tags.map((tag) => shown(tag)).join(", ")}]`;
}

/** The tags of a runner, as a set. */
export const tagListSchema = v.pipe(
  v.array(tagSchema, ({ input }) => `must be a list of texts${listOf(input)}`),
  v.transform((tags) => [...new Set(tags)]),
  v.maxLength(
    MOST_TAGS,
    ({ received }) => `has ${received} different tags; GitLab allows ${MOST_TAGS}`,
  ),
);
