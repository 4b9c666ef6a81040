import { retryAfterMs } from "../../../gitlab/transport/retryAfter";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const RESET = String(NOW / 1000 + 7);

test.each([
  [429, { "retry-after": "60" }, 60_000],
  [503, { "retry-after": "60" }, 60_000],
  [429, { "retry-after": "Thu, 01 Jan 2026 00:00:05 GMT" }, 5_000],
  [429, { "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" }, 0],
  [429, { "ratelimit-reset": RESET }, 7_000],
  [429, { "ratelimit-resettime": "Thu, 01 Jan 2026 00:00:05 GMT" }, 5_000],
  [429, { "retry-after": "1", "ratelimit-reset": RESET }, 1_000],
  [429, { "retry-after": "soon" }, undefined],
  [429, { "retry-after": "soon", "ratelimit-reset": RESET }, 7_000],
  [429, {}, undefined],
  [503, { "ratelimit-reset": RESET }, undefined],
  [500, { "retry-after": "60" }, undefined],
])("%s with %j asks for a wait of %s ms", (status, headers, expected) => {
  expect(retryAfterMs(status, headers, NOW)).toBe(expected);
});

test("a time is by the server's clock, however wrong this machine's is", () => {
  const headers = { date: "Thu, 01 Jan 2026 00:00:00 GMT", "ratelimit-reset": RESET };
  expect(retryAfterMs(429, headers, NOW - 3_600_000)).toBe(7_000);
});
