import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type PriceList, readPrices } from "../../../../cli/usage/prices";

describe("a list of prices", () => {
  let file: string;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "prices-"));
    file = join(folder, "prices.yml");
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const read = (text: string): Promise<PriceList> => {
    writeFileSync(file, text);
    return readPrices(file);
  };

  const PRICES = {
    currency: "EUR",
    prices: [
      { tag: "gpu", perMinute: "0.12" },
      { runner: "7", perMinute: "0.05" },
      { tag: "7", perMinute: "0.000001" },
      { tag: "docker", perMinute: "0" },
    ],
    default: "0.004",
  };

  test("gives a runner the price of the first entry with its id or one of its tags", async () => {
    const { currency, perMinute } = await read(JSON.stringify(PRICES));
    expect(currency).toBe("EUR");
    const of = (id: number, ...tags: string[]): bigint => perMinute({ id, tags });
    expect(of(7, "docker", "gpu")).toBe(120_000n);
    expect(of(7, "docker")).toBe(50_000n);
    expect(of(8, "docker", "7")).toBe(1n);
    expect(of(8, "docker")).toBe(0n);
    expect(of(8)).toBe(4000n);
    expect(of(8, "GPU")).toBe(4000n);
  });

  test("is the same as YAML, as JSON with numbers, and with an alias", async () => {
    for (const text of [
      "currency: EUR\nprices:\n- { tag: gpu, perMinute: &gpu 0.10 }\n- { runner: 7, perMinute: *gpu }\ndefault: 1",
      '{"currency":"EUR","prices":[{"tag":"gpu","perMinute":0.1},{"runner":7,"perMinute":0.10}],"default":1}',
    ]) {
      const { perMinute } = await read(text);
      expect(perMinute({ id: 7, tags: [] })).toBe(100_000n);
      expect(perMinute({ id: 8, tags: ["gpu"] })).toBe(100_000n);
      expect(perMinute({ id: 8, tags: [] })).toBe(1_000_000n);
    }
  });

  const SOME = "currency: EUR\ndefault: 1\n";
  test.each([
    ["currency: EUR\ndefault: -1", "default: expected a decimal number from 0"],
    ["currency: EUR\ndefault: 0.0000001", "default: expected a decimal number"],
    ["currency: EUR\ndefault: 1e3", "default: expected a decimal number"],
    ["currency: EUR\ndefault: [1]", "default: expected a decimal number"],
    ["currency: euro\ndefault: 1", "currency: expected an ISO 4217 code"],
    ["currency: EUR", "the key default is missing"],
    ["", "expected a mapping with keys among currency, prices, default"],
    [`${SOME}prices: 1`, "prices: expected a list"],
    [`${SOME}price: []`, "there is no key price; did you mean prices?"],
    [`${SOME}rates: []`, "there is no key rates; it has currency, prices, default"],
    [`${SOME}prices: [{ tag: a, runner: 1, perMinute: 1 }]`, "prices.0: expected perMinute"],
    [`${SOME}prices: [{ runner: 0, perMinute: 1 }]`, "prices.0"],
    [`${SOME}prices: [{ tag: "", perMinute: 1 }]`, "prices.0"],
    [
      `${SOME}prices: [{ tag: a, perMinute: 1 }, { tag: a, perMinute: 2 }]`,
      "prices: expected each runner and each tag once",
    ],
    [`${SOME}default: 2`, "line 3 repeats a key"],
    [`${SOME}prices:\n- tag: a\n  perMinute: 1\n  tag: b`, "line 6 repeats a key"],
    ['{"currency":"EUR","default":1,"default":2}', "line 1 repeats a key"],
    ["[", "it is neither YAML nor JSON"],
  ])("of %j is refused", async (text, reason) => {
    await expect(read(text)).rejects.toThrow(`${file} is not a list of prices: ${reason}`);
  });

  test("looks like the one in a refusal", async () => {
    const refusal = await read("").then(String, String);
    const [, example = ""] = /A list of prices looks like this: (.*)$/.exec(refusal) ?? [];
    expect((await read(example)).perMinute({ id: 8, tags: ["gpu"] })).toBe(120_000n);
  });

  test("costs no time and no memory, whatever is in the file", async () => {
    const levels = Array.from({ length: 30 }, (_, level) => {
      const inner = Array.from({ length: 9 }, () => `*a${level}`).join(", ");
      return `a${level + 1}: &a${level + 1} [${inner}]`;
    });
    await expect(read(`a0: &a0 x\n${levels.join("\n")}`)).rejects.toThrow(
      "is not a list of prices",
    );
    await expect(read("[".repeat(1000))).rejects.toThrow("is not a list of prices");
    await expect(read("#".repeat(300_000))).rejects.toThrow("has more than 262144 bytes");
  });

  test("is quoted by no message", async () => {
    const secret = "glpat-notToBeQuoted1234";
    for (const text of [`token: ${secret}`, `"${secret}`, `${secret}: 1\n${secret}: 2`])
      await expect(read(text)).rejects.toThrow(
        expect.objectContaining({
          message: expect.not.stringContaining(secret) as string,
        }) as Error,
      );
  });
});
