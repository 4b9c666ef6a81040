import * as v from "valibot";
import type { YAMLParseError } from "yaml";

import { ConfigurationError } from "../../gitlab";
import { parseYaml } from "../../gitlab/ciConfig/parseYaml";
import { isMapping } from "../../gitlab/ciConfig/yamlMapping";
import { inputName, readInput } from "../readInput";
import { DECIMAL, type Micros, microsOf } from "./money";

/** Room for thousands of prices. The check for repeated keys takes time in the square of their number. */
const LARGEST = 256 * 1024;

const perMinute = v.pipe(
  v.string("a decimal number"),
  v.regex(
    DECIMAL,
    "a decimal number from 0 to below 1000000, with 6 digits after the point at most",
  ),
  v.transform(microsOf),
);
const tag = v.pipe(v.string("a tag"), v.nonEmpty("a tag"));
const runner = v.pipe(
  v.string("a runner's id"),
  v.regex(/^[1-9]\d{0,14}$/, "a runner's id"),
  v.transform(Number),
);

const priceListSchema = v.strictObject(
  {
    currency: v.pipe(
      v.string("an ISO 4217 code, such as EUR"),
      v.regex(/^[A-Z]{3}$/, "an ISO 4217 code, such as EUR"),
    ),
    prices: v.optional(
      v.pipe(
        v.array(
          v.union(
            [v.strictObject({ runner, perMinute }), v.strictObject({ tag, perMinute })],
            "perMinute, a decimal number, with either runner, an id, or tag",
          ),
          "a list",
        ),
        v.check(
          (prices) =>
            new Set(prices.map((price) => ("runner" in price ? price.runner : price.tag))).size ===
            prices.length,
          "each runner and each tag once",
        ),
      ),
      [],
    ),
    default: perMinute,
  },
  ({ expected }) => (expected === "never" ? "no such key" : "a mapping with currency and default"),
);

/** What a minute of a runner costs. */
export interface PriceList {
  /** ISO 4217: `EUR`. */
  readonly currency: string;
  readonly perMinute: (runner: { readonly id: number; readonly tags: readonly string[] }) => Micros;
}

/**
 * Reads a file of prices, in YAML or JSON.
 *
 * @throws ConfigurationError that names what is wrong in it.
 */
export async function readPrices(file: string): Promise<PriceList> {
  const bytes = await readInput(file, { largest: LARGEST, what: "list of prices" });
  const result = v.safeParse(priceListSchema, await parsed(bytes.toString("utf8"), file));
  if (!result.success) {
    const [issue] = result.issues;
    throw noPrices(file, `${v.getDotPath(issue) ?? "its root"}: expected ${issue.message}`);
  }
  const { currency, prices, default: other } = result.output;
  return {
    currency,
    perMinute: ({ id, tags }) =>
      prices.find((price) => ("runner" in price ? price.runner === id : tags.includes(price.tag)))
        ?.perMinute ?? other,
  };
}

async function parsed(text: string, file: string): Promise<unknown> {
  try {
    return plain(await parseYaml(text, { isHandwritten: true }));
  } catch (cause) {
    throw noPrices(file, reasonOf(cause as YAMLParseError, text), cause);
  }
}

/** Without the parser's message, which quotes the text. */
function reasonOf({ code, pos }: Partial<YAMLParseError>, text: string): string {
  if (code !== "DUPLICATE_KEY") return "it is neither YAML nor JSON";
  return `line ${text.slice(0, pos?.[0]).split("\n").length} repeats a key`;
}

/** Mappings as objects; the depth is bounded by the parser. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isMapping(value)) return value;
  return Object.fromEntries(Array.from(value, ([key, inner]) => [String(key), plain(inner)]));
}

/** A whole list in one line, which is YAML as it stands. */
const EXAMPLE =
  "{currency: EUR, prices: [{runner: 7, perMinute: 0.05}, {tag: gpu, perMinute: 0.12}], default: 0.004}";

function noPrices(file: string, reason: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError(
    `${inputName(file)} is no list of prices: ${reason}. A list looks like this: ${EXAMPLE}`,
    { cause },
  );
}
