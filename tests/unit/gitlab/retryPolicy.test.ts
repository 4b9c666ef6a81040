import {
  type FailedAttempt,
  isSurelyUndone,
  retryDelayMs,
} from "../../../gitlab/transport/retryPolicy";

const failure = (more: Partial<FailedAttempt>): FailedAttempt => ({
  attempt: 1,
  repeatable: true,
  budgetMs: 60_000,
  retries: 10,
  random: 1,
  ...more,
});

test.each([
  ["a read after 503", { status: 503 }],
  ["a read after a reset connection", { code: "ECONNRESET" }],
  ["a create that the throttle refused", { repeatable: false, status: 429 }],
  ["a create that was never sent", { repeatable: false, code: "ECONNREFUSED" }],
  ["a create without a connection in time", { repeatable: false, code: "TIMEOUT_CONNECT" }],
  ["a read without an answer in time", { code: "TIMEOUT_RESPONSE" }],
  ["a read asked to wait for no time at all", { status: 429, retryAfterMs: 0 }],
])("%s is repeated", (_, more) => {
  expect(retryDelayMs(failure(more))).toBe(250);
});

test.each([
  ["a create after 500, which may have worked", { repeatable: false, status: 500 }],
  ["a create after a reset connection", { repeatable: false, code: "ECONNRESET" }],
  ["a create without an answer in time", { repeatable: false, code: "TIMEOUT_RESPONSE" }],
  ["a create without a whole answer in time", { repeatable: false, code: "TIMEOUT_REQUEST" }],
  ["a create that is sent on to its result", { repeatable: false, status: 303 }],
  ["a refusal", { status: 403 }],
  ["what has been repeated often enough", { status: 503, attempt: 11 }],
  ["a host that can't be reached, after 8 s", { code: "ECONNREFUSED", attempt: 6 }],
  ["a wait beyond the budget", { status: 429, retryAfterMs: 61_000 }],
  ["a certificate that is not trusted", { code: "SELF_SIGNED_CERT_IN_CHAIN" }],
])("%s is not repeated", (_, more) => {
  expect(retryDelayMs(failure(more))).toBeUndefined();
});

test("a wait is what GitLab asks for, else it doubles and is spread", () => {
  expect(retryDelayMs(failure({ status: 429, retryAfterMs: 3_000 }))).toBe(3_000);
  expect(retryDelayMs(failure({ status: 503, attempt: 4 }))).toBe(2_000);
  expect(retryDelayMs(failure({ status: 503, attempt: 4, random: 0 }))).toBe(1_000);
});

test("waits that the throttle names are bounded by the budget alone", () => {
  const often = { status: 429, attempt: 99, retryAfterMs: 60_000 };
  expect(retryDelayMs(failure(often))).toBe(60_000);
  expect(retryDelayMs(failure({ ...often, budgetMs: 59_999 }))).toBeUndefined();
  expect(retryDelayMs(failure({ ...often, retryAfterMs: 0 }))).toBeUndefined();
  expect(retryDelayMs(failure({ ...often, status: 503 }))).toBeUndefined();
});

test.each([
  ["a refusal", { status: 403 }, true],
  ["a redirect", { status: 307 }, true],
  ["a host that can't be reached", { code: "ECONNREFUSED" }, true],
  ["a success whose body was cut short", { status: 201, code: "ECONNRESET" }, false],
  ["a failure of GitLab", { status: 500 }, false],
  ["a connection that ended", { code: "ECONNRESET" }, false],
])("after %s it is known whether nothing was done: %j gives %s", (_, attempt, undone) => {
  expect(isSurelyUndone(attempt)).toBe(undone);
});
