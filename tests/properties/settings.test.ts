import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";

import { ConfigurationError, GitLabError, createGitLabClient } from "../../gitlab";
import { FULL_KEYS } from "../../gitlab/settings/keys";
import { type Settings, readSettings } from "../../gitlab/settings/settings";
import { expectPresentable } from "./helpers/clear";
import { hostile, hostileText } from "./helpers/hostile";
import { holds } from "./helpers/property";

const TOKEN = "glpat-tokenofroot";
const VARIABLES = [
  "GITLAB_TOKEN",
  "GITLAB_BASE_URL",
  "GITLAB_EARLY_AUTH_CHECK",
  "CI_API_V4_URL",
  "CI_SERVER_TLS_CA_FILE",
];

/** A server that reports which headers came, as one of GitLab's users. */
let server: Server;
let received: IncomingHttpHeaders = {};
let url: string;
/** A file that is no PEM, and one that looks like it. */
let directory: string;

beforeAll(async () => {
  server = createServer((request, reply) => {
    received = request.headers;
    reply.setHeader("content-type", "application/json");
    reply.end(JSON.stringify({ id: 1, username: "root" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  directory = mkdtempSync(join(tmpdir(), "properties-"));
  writeFileSync(join(directory, "text"), "no PEM");
  writeFileSync(
    join(directory, "pem"),
    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
  );
});
afterAll(() => {
  rmSync(directory, { recursive: true });
  server.closeAllConnections();
  server.close();
});

/** A value as Pulumi hands it over: a text, whatever the user wrote. */
const text = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  {
    weight: 1,
    arbitrary: hostile.map((value) => (JSON.stringify(value) as string | undefined) ?? ""),
  },
  { weight: 1, arbitrary: fc.constantFrom("text", "pem", "").map((name) => `file:${name}`) },
);
const header = fc.tuple(
  fc.oneof(
    hostileText,
    fc.constantFrom(
      "X-Name",
      "Host",
      "Authorization",
      "Private-Token",
      "Content-Length",
      "Content-Type",
      "Transfer-Encoding",
      "Connection",
      "Expect",
      "Upgrade",
      "__proto__",
    ),
  ),
  fc.oneof(hostile, fc.constantFrom("a", "", "5", "chunked", "100-continue")),
);
const headers = fc
  .array(header, { maxLength: 2 })
  .map((entries) => JSON.stringify(Object.fromEntries(entries)));
const address = fc.oneof(
  hostileText,
  fc
    .tuple(
      fc.constantFrom("", "https://", "http://", "HTTPS://", "ftp://", "file:///", "javascript:"),
      fc.constantFrom("", "root:hunter2@", "@"),
      fc.constantFrom("gitlab.example.com", "127.0.0.1", "[::1]", "[::", "a b", "a\r\nb", "é.com"),
      fc.constantFrom("", ":8080", ":99999", ":x"),
      fc.constantFrom("", "/", "/gitlab", "/api/v4", "/../..", "/%2e%2e", "?x=1", "#x", "/\0"),
    )
    .map((parts) => parts.join("")),
);
const value = (key: string): fc.Arbitrary<string> => {
  if (/baseUrl|URL/.test(key)) return fc.oneof(address, text);
  return key === "gitlab:headers" ? fc.oneof({ weight: 3, arbitrary: headers }, text) : text;
};
const entry = fc.oneof(
  ...[...FULL_KEYS, ...VARIABLES].map((key) => fc.tuple(fc.constant(key), value(key))),
);

function read(entries: readonly (readonly [string, string])[]): Settings {
  const given = new Map([["gitlab:token", TOKEN] as const, ...entries]);
  const at = (key: string): string | undefined =>
    given.get(key)?.replace(/^file:/, () => `${directory}/`);
  const environment = Object.fromEntries(VARIABLES.map((name) => [name, at(name)]));
  return readSettings({ config: at, environment });
}

test("a setting is refused by its key, or is what it says", async () => {
  await holds(
    fc.array(entry, { minLength: 1, maxLength: 2 }),
    (entries) => {
      try {
        const { transport } = read(entries);
        const parsed = new URL(transport.apiUrl);
        expect(["http:", "https:"]).toContain(parsed.protocol);
        expect([parsed.username, parsed.password, parsed.search, parsed.hash].join("")).toBe("");
        expect(transport.apiUrl).toMatch(/[^/]\/api\/v4$/);
        expect(transport.token).toMatch(/^[\x21-\x7e]{1,4096}$/);
        for (const number of [transport.retries, transport.concurrency, transport.waitBudgetMs])
          expect(Number.isSafeInteger(number)).toBe(true);
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        expectPresentable(error.message, [TOKEN, "hunter2"]);
        expect([...FULL_KEYS, ...VARIABLES].some((key) => error.message.includes(key))).toBe(true);
      }
    },
    { runs: 400 },
  );
});

test("headers are refused, or come as they are with every request", async () => {
  await holds(
    headers,
    async (given) => {
      let settings: Settings;
      try {
        settings = read([
          ["gitlab:baseUrl", url],
          ["gitlab:headers", given],
          ["gitlab:retries", "0"],
          ["gitlab-runners:timeout", "2"],
        ]);
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        expect(error.message).toMatch(/^gitlab:headers /);
        return;
      }
      received = {};
      const client = createGitLabClient({ ...settings.transport, log: () => undefined });
      await client.getCurrentUser().catch((error: unknown) => {
        if (!(error instanceof GitLabError)) throw error;
        throw new Error(`was accepted and then: ${error.message}`);
      });
      const sent = JSON.parse(given) as Record<string, string>;
      const lower = Object.fromEntries(
        Object.entries(sent).map(([name, text]) => [name.toLowerCase(), text.trim()]),
      );
      expect(received).toMatchObject(lower);
      expect(received.authorization).toBe(`Bearer ${TOKEN}`);
    },
    { runs: 60 },
  );
});
