import { REDACTED, redact } from "../../../provider/api/redact";

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

test.each([
  ["as it is", (secret: string) => secret],
  ["in a URL", encodeURIComponent],
  ["in a form", (secret: string) => new URLSearchParams({ a: secret }).toString()],
  ["in JSON", (secret: string) => JSON.stringify(secret)],
  ["in base64", base64],
  ["in base64 behind a user", (secret: string) => base64(`me:${secret}`)],
  ["in base64 behind a longer user", (secret: string) => base64(`oauth:${secret}`)],
  ["in base64 amid others", (secret: string) => base64(`user:${secret}:more`)],
  ["in base64 of URLs", (secret: string) => Buffer.from(secret).toString("base64url")],
])("a secret is taken out %s", (_, encode) => {
  const secret = 'cor?p>"~s3cr&t/0ne';
  const redacted = redact(`GitLab says ${encode(secret)} is wrong`, [secret]);
  expect(redacted).toContain(REDACTED);
  // Nor does what is left around it give it away.
  for (let start = 0; start + 6 <= secret.length; start += 1) {
    expect(redacted).not.toContain(secret.slice(start, start + 6));
    expect(redacted).not.toContain(base64(secret.slice(start, start + 6)));
  }
});

test("what is too short for a secret does not take words apart", () => {
  expect(redact("cannot read runner 1", ["1", "read"])).toBe("cannot read runner 1");
});

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

test("words that only look alike stay", () => {
  expect(redact("globe glrt runner")).toBe("globe glrt runner");
});
