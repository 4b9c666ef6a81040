import { parse } from "yaml";
import { parseYaml } from "../../../gitlab/ciConfig/parseYaml";

test.each([
  "",
  "---\nbuild:\n  script:\n  - printf '\\e[0K[[['\n  tags: []\n",
  `a: "${"[".repeat(300)}"\nb: |\n${"  {{{{{{{{{{\n".repeat(100)}`,
  `a: ${"[".repeat(100)}${"]".repeat(100)}`,
  `${Array.from({ length: 100 }, (_, level) => `${"  ".repeat(level)}a:`).join("\n")} b`,
  `a: [${"[], ".repeat(300)}]`,
])("text %# is read", async (text) => {
  const read = await parseYaml(text);
  expect(read).toEqual(parse(text, { schema: "failsafe", mapAsMap: true }));
});

test.each([
  ["lists in lists", "[".repeat(100_000)],
  ["maps in maps", "{a: ".repeat(100_000)],
  ["items in items", "- ".repeat(100_000)],
  ["keys in keys", "? ".repeat(100_000)],
  [
    "a map under a map",
    Array.from({ length: 300 }, (_, level) => `${" ".repeat(level)}a:`).join("\n"),
  ],
  ["a long text", " ".repeat(5_000_000)],
])("%s without end are refused", async (_, text) => {
  await expect(parseYaml(text)).rejects.toThrow(/is too long|has too many levels/);
});

test.each([
  ["anchors", "&a ".repeat(20_000)],
  ["ends of maps", "}".repeat(20_000)],
  ["wrong lines", "a: }\n".repeat(5_000)],
  ["keys", Array.from({ length: 20_000 }, (_, index) => `key${index}: 1`).join("\n")],
])("%s take no time in the square of their number", async (_, text) => {
  const before = performance.now();
  await parseYaml(text).catch(() => undefined);
  expect(performance.now() - before).toBeLessThan(5000);
});
