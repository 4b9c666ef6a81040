import { REDACTED, redact, redactorOf } from "../../../gitlab/text/redact";

test.each([
  ["glrt-abcDEF_123-45678901", "a runner authentication token"],
  ["glrtr-abcDEF_123", "a token of a registered runner"],
  ["glrt-payload_payload_payload_payload.01.1a2b3c4d5", "a routable token"],
  ["glrt-t1_abcdefgh", "a token with a partition"],
  ["glpat-abcdefghijklmnopqrst", "an access token"],
  ["gloas-abcdefghijklmnopqrst", "an OAuth application's secret"],
  ["gldt-abcdefghijklmnopqrst", "a deploy token"],
  ["glcbt-65_abcdefghijklmnopqrst", "a CI job token"],
  ["glcbt-eyJraWQi.eyJ2ZXJz.c2lnbmVk", "a CI job token that is signed"],
  ["glptt-abcdefghijklmnopqrst", "a trigger token"],
  ["glft-abcdefghijklmnopqrst", "a feed token"],
  ["glimt-abcdefghijklmnopqrst", "an incoming mail token"],
  ["glagent-abcdefghijklmnopqrst", "an agent token"],
  ["glwt-abcdefghijklmnopqrst", "a workspace token"],
  ["glsoat-abcdefghijklmnopqrst", "a SCIM token"],
  ["glffct-abcdefghijklmnopqrst", "a feature flags token"],
  ["_gitlab_session=0123456789abcdef", "a session"],
  ["GR1348941abcdefghijklmnop", "a registration token"],
  ["GLPAT-ABCDEFGHIJKLMNOPQRST", "an access token in capitals"],
  ["\\u0067lpat\\u002dabcdefghijklmnopqrst", "an access token in JSON"],
  ["glpat%2Dabcdefghijklmnopqrst", "an access token in a URL"],
  ["&#103;lpat&#x2D;abcdefghijklmnopqrst", "an access token in a page"],
])("%s is taken out", (token) => {
  expect(redact(`GitLab says ${token} is wrong`)).toBe("GitLab says [redacted] is wrong");
});

test("a secret without a shape is taken out when it is named, also when it is URL-encoded", () => {
  expect(redact("a s3cr&t b s3cr%26t", ["s3cr&t", ""])).toBe("a [redacted] b [redacted]");
});

const SECRET = 'cor?p>"~s3cr&t/0ne<G1thub';
const units = (of: string, write: (code: number) => string): string =>
  of
    .split("")
    .map((unit) => write(unit.charCodeAt(0)))
    .join("");
const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, "0");
const unicode = (of: string): string => units(of, (code) => `\\u${hex(code, 4)}`);
const everyOther = (of: string, write: (of: string) => string): string =>
  Array.from(of)
    .map((letter, index) => (index % 2 === 0 ? write(letter) : letter))
    .join("");

const ENCODINGS: readonly [string, (secret: string) => string][] = [
  ["as it is", (secret) => secret],
  ["in capitals", (secret) => secret.toUpperCase()],
  ["in a URL", encodeURIComponent],
  ["in a URL, in lower case", (secret) => units(secret, (code) => `%${hex(code, 2)}`)],
  ["in a URL, every sign", (secret) => units(secret, (code) => `%${hex(code, 2).toUpperCase()}`)],
  ["in a URL in a URL", (secret) => encodeURIComponent(encodeURIComponent(secret))],
  ["in a form", (secret) => new URLSearchParams({ a: secret }).toString()],
  ["in JSON", (secret) => JSON.stringify(secret)],
  ["in JSON as PHP writes it", (secret) => JSON.stringify(secret).replaceAll("/", "\\/")],
  ["in JSON as Ruby writes it", (secret) => secret.replace(/[<>&]/g, unicode)],
  ["in JSON, every sign", unicode],
  ["in JSON, in capitals", (secret) => units(secret, (code) => `\\u${hex(code, 4).toUpperCase()}`)],
  ["in JSON, in part", (secret) => everyOther(secret, unicode)],
  ["in JSON in JSON", (secret) => JSON.stringify(JSON.stringify(secret))],
  ["in JSON in JSON, every sign", (secret) => JSON.stringify(JSON.stringify(unicode(secret)))],
  ["in JSON in a URL", (secret) => encodeURIComponent(unicode(secret))],
  ["in a program", (secret) => units(secret, (code) => `\\x${hex(code, 2)}`)],
  [
    "in a program, octal",
    (secret) => units(secret, (code) => `\\${code.toString(8).padStart(3, "0")}`),
  ],
  ["in a program, braced", (secret) => units(secret, (code) => `\\u{${hex(code, 1)}}`)],
  [
    "in HTML",
    (secret) => secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"),
  ],
  ["in HTML, by numbers", (secret) => units(secret, (code) => `&#${code};`)],
  ["in HTML, hexadecimal", (secret) => units(secret, (code) => `&#x${hex(code, 6)};`)],
  ["in HTML, by names", (secret) => secret.replaceAll("/", "&sol;").replaceAll("?", "&quest;")],
  ["in HTML in JSON", (secret) => JSON.stringify(units(secret, (code) => `&#${code};`))],
  ["in a list", (secret) => JSON.stringify([secret.slice(0, 9), secret.slice(9)])],
  ["in a list of letters", (secret) => Array.from(secret).join(", ")],
  ["in keys of an object", (secret) => JSON.stringify({ [secret.slice(0, 9)]: secret.slice(9) })],
  ["in lines", (secret) => secret.replace(/.{5}/g, "$&\r\n")],
  ["in base64", base64],
  ["in base64 without its end", (secret) => base64(secret).replace(/=+$/, "")],
  ["in base64 behind a user", (secret) => base64(`me:${secret}`)],
  ["in base64 behind a longer user", (secret) => base64(`oauth:${secret}`)],
  ["in base64 amid others", (secret) => base64(`user:${secret}:more`)],
  ["in base64 of a URL's", (secret) => base64(`user:${encodeURIComponent(secret)}`)],
  ["in base64 in lines", (secret) => base64(`user:${secret}`).replace(/.{10}/g, "$&\\n")],
  [
    "in base64 in JSON",
    (secret) => base64(`x${secret}`).replaceAll("/", "\\/").replace("=", unicode),
  ],
  ["in base64 in a URL", (secret) => encodeURIComponent(base64(secret))],
  ["in base64 in base64", (secret) => base64(`Basic ${base64(`user:${secret}`)}`)],
  ["in base64 of URLs", (secret) => Buffer.from(secret).toString("base64url")],
  ["in hex", (secret) => Buffer.from(secret).toString("hex")],
  ["in hex, in capitals", (secret) => Buffer.from(secret).toString("hex").toUpperCase()],
  ["in hex by pairs", (secret) => units(secret, (code) => `${hex(code, 2)}:`)],
  ["without its end", (secret) => secret.slice(0, -4)],
  ["without its beginning", (secret) => secret.slice(4)],
];

test.each(ENCODINGS)("a secret is taken out %s", (_, encode) => {
  const redacted = redact(`GitLab says ${encode(SECRET)} is wrong`, [SECRET]);
  expect(redacted).toMatch(/^GitLab says .*\[redacted\].* is wrong$/s);
  expect(redacted).toContain(REDACTED);
  // Nor does what is left around it give it away.
  for (let start = 0; start + 6 <= SECRET.length; start += 1) {
    const piece = SECRET.slice(start, start + 6);
    expect(redacted.toLowerCase()).not.toContain(piece.toLowerCase());
    expect(redacted).not.toContain(base64(piece));
    expect(redacted.toLowerCase()).not.toContain(Buffer.from(piece).toString("hex"));
  }
});

test.each([
  ["the text says much the same", "GitLab wants cor, secret and one of G1thub"],
  ["escapes are in it", "100%25 of C:\\temp\\x41 &amp; more"],
])("nothing else is taken out, though %s", (_, text) => {
  expect(redact(text, [SECRET])).toBe(text);
});

test("a secret that begins before the end is known by what comes after", () => {
  const redacted = redactorOf([SECRET]);
  expect(redacted(`a ${SECRET} b`, 5)).toBe("a [redacted]");
  expect(redacted(`a ${SECRET} b`, 1)).toBe("a");
});

test.each(["%41", "\\u0041", "&#65;", "&#x", "&#0", "\\", "%", "&a", "[redacted]", "glpat-", "a "])(
  "a long text takes no longer than its length explains: %s",
  (part) => {
    const text = part.repeat(300_000 / part.length);
    const before = performance.now();
    redact(text, [SECRET]);
    expect(performance.now() - before).toBeLessThan(3000);
  },
);

test("what is too short for a secret does not take words apart", () => {
  expect(redact("cannot read runner 1", ["1", "read"])).toBe("cannot read runner 1");
});

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

test("words that only look alike stay", () => {
  expect(redact("globe glrt runner")).toBe("globe glrt runner");
});
