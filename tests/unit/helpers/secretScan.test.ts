import { findSecrets } from "../../helpers/secretScan";

const TOKEN = "glrt-t3_aB.9-x_Yz~0123456789/+=";
const OTHER = "glpat-Zyxwvutsrqponmlkjihg";
const tokens = new Map([
  [TOKEN, "token of a runner"],
  [OTHER, "access token"],
]);

const percent = (text: string): string =>
  Buffer.from(text).toString("hex").toUpperCase().replace(/../g, "%$&");
const escaped = (text: string): string =>
  text.replace(/./g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A token that is not alone: what is beside it decides how base64 writes its ends. */
const around = [0, 1, 2, 3].flatMap((before) =>
  [0, 1, 2].map((after) => "<".repeat(before) + TOKEN + ">".repeat(after)),
);

describe("the search for tokens", () => {
  test.each<readonly [string, string]>([
    ["plain", `--token ${TOKEN}!`],
    ["half of it", `begins "${TOKEN.slice(0, 17)}`],
    ["half of it", `…${TOKEN.slice(14)}"`],
    ["hex", Buffer.from(TOKEN).toString("hex")],
    ["hex", Buffer.from(TOKEN).toString("hex").toUpperCase()],
    ["URL encoding", encodeURIComponent(TOKEN)],
    ["URL encoding", percent(TOKEN)],
    ["URL encoding", percent(TOKEN).toLowerCase()],
    ["JSON escapes", escaped(TOKEN)],
    ...around.map((text) => ["base64", Buffer.from(text).toString("base64")] as const),
    ...around.map((text) => ["base64url", Buffer.from(text).toString("base64url")] as const),
  ])("finds one in %s", (encoding, text) => {
    const found = findSecrets({ clean: "nothing", log: `before ${text} after` }, tokens);
    expect(found).toContainEqual({ where: "log", kind: "token of a runner", encoding });
    expect(found.every(({ where, kind }) => where === "log" && kind === "token of a runner")).toBe(
      true,
    );
  });

  test("names each token and each text, and no token", () => {
    const found = findSecrets({ one: `${TOKEN} ${TOKEN}`, two: OTHER }, tokens);
    expect(found.filter(({ encoding }) => encoding === "plain")).toEqual([
      { where: "one", kind: "token of a runner", encoding: "plain" },
      { where: "two", kind: "access token", encoding: "plain" },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/glrt|glpat/);
  });

  test("finds nothing where nothing is", () => {
    const text = "glrt- glrt-[redacted] glpat-<secret> GR1348941 Zyxwv";
    expect(findSecrets({ text, empty: "" }, tokens)).toEqual([]);
  });
});
