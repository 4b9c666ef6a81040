import { redact } from "../../../provider/api/redact";

test.each([
  ["glrt-abcDEF_123-45678901", "a runner authentication token"],
  ["glrtr-abcDEF_123", "a token of a registered runner"],
  ["glrt-payload_payload_payload_payload.01.1a2b3c4d5", "a routable token"],
  ["glrt-t1_abcdefgh", "a token with a partition"],
  ["glpat-abcdefghijklmnopqrst", "an access token"],
  ["GR1348941abcdefghijklmnop", "a registration token"],
])("%s is taken out", (token) => {
  expect(redact(`GitLab says ${token} is wrong`)).toBe("GitLab says [redacted] is wrong");
});

test("a secret without a shape is taken out when it is named, also when it is URL-encoded", () => {
  expect(redact("a s3cr&t b s3cr%26t", ["s3cr&t", ""])).toBe("a [redacted] b [redacted]");
});

test("words that only look alike stay", () => {
  expect(redact("globe glrt runner")).toBe("globe glrt runner");
});
