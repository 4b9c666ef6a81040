import { retryAfterMs } from "../../../provider/api/retryAfter";

const NOW = Date.parse("2026-01-01T00:00:00Z");

test.each([
  [{ "retry-after": "60" }, 60_000],
  [{ "retry-after": "Thu, 01 Jan 2026 00:00:05 GMT" }, 5_000],
  [{ "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" }, 0],
  [{ "ratelimit-reset": String(NOW / 1000 + 7) }, 7_000],
  [{ "retry-after": "1", "ratelimit-reset": String(NOW / 1000 + 7) }, 1_000],
  [{ "retry-after": "soon" }, undefined],
  [{}, undefined],
])("%j asks for a wait of %s ms", (headers, expected) => {
  expect(retryAfterMs(headers, NOW)).toBe(expected);
});
