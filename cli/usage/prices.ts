import * as v from "valibot";

import { type HandwrittenKind, mapping, readHandwritten } from "../readHandwritten";
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

const PRICE_LIST = {
  what: "list of prices",
  largest: LARGEST,
  example:
    "{currency: EUR, prices: [{runner: 7, perMinute: 0.05}, {tag: gpu, perMinute: 0.12}], default: 0.004}",
  schema: mapping({
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
  }),
} satisfies HandwrittenKind<unknown>;

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
  const { currency, prices, default: other } = await readHandwritten(file, PRICE_LIST);
  return {
    currency,
    perMinute: ({ id, tags }) =>
      prices.find((price) => ("runner" in price ? price.runner === id : tags.includes(price.tag)))
        ?.perMinute ?? other,
  };
}
