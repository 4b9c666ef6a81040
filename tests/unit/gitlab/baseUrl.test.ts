import { apiUrl } from "../../../gitlab/settings/baseUrl";
import { ConfigurationError } from "../../../gitlab/transport/errors";

test.each([
  ["gitlab.example.com", "https://gitlab.example.com/api/v4"],
  ["https://gitlab.example.com", "https://gitlab.example.com/api/v4"],
  ["https://gitlab.example.com/", "https://gitlab.example.com/api/v4"],
  ["https://gitlab.example.com/api/v4", "https://gitlab.example.com/api/v4"],
  [" https://gitlab.example.com/api/v4/ ", "https://gitlab.example.com/api/v4"],
  ["http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v4"],
  ["https://example.com/gitlab/", "https://example.com/gitlab/api/v4"],
])("%s is the API at %s", (given, expected) => {
  expect(apiUrl(given, "gitlab:baseUrl")).toBe(expected);
});

test.each([
  ["", "is empty"],
  ["  ", "is empty"],
  ["https://", "is not a URL"],
  ["git lab.example.com", "is not a URL"],
  // A URL is parsed without them, so it would name another host than it seems to.
  ["https://gitlab.example.com\t.evil.example", "control characters"],
  ["https://gitlab.example.com\n.evil.example", "control characters"],
  ["ftp://gitlab.example.com", "scheme ftp"],
  ["https://user:pass@gitlab.example.com", "user name or password"],
  ["https://hunter2-token@gitlab.example.com", "user name or password"],
  ["user:hunter2@gitlab.example.com", "user name or password"],
  ["https://gitlab.example.com/?a=b", "a query"],
  ["https://gitlab.example.com/?private_token=hunter2", "a query"],
  ["https://gitlab.example.com/#hunter2", "fragment"],
])("%j is refused by its source's name", (given, reason) => {
  const refused = (): string => apiUrl(given, "GITLAB_BASE_URL");
  expect(refused).toThrow(ConfigurationError);
  expect(refused).toThrow(/^GITLAB_BASE_URL /);
  expect(refused).toThrow(reason);
  expect(refused).not.toThrow(/hunter2|pass@/);
});

test("an address is refused by its length before anything searches it", () => {
  expect(() => apiUrl(`gitlab.example.com${"/".repeat(300_000)}x`, "GITLAB_BASE_URL")).toThrow(
    "GITLAB_BASE_URL is longer than 2048 characters",
  );
});
