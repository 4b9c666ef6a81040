import { checkArgs } from "../../../functions/arguments";
import { installOptions } from "../../../functions/delivery/installScript";

const SHA256 = "0a".repeat(32);
const LEFT_OUT = Symbol("left out");

const check = (given: object): void => {
  const all = { version: "19.3.0", sha256: { amd64: SHA256 }, ...given };
  const entries = Object.entries(all).filter(([, value]: [string, unknown]) => value !== LEFT_OUT);
  checkArgs("installScript", installOptions, Object.fromEntries(entries));
};

test.each<[string, object]>([
  ["version is missing", { version: LEFT_OUT }],
  ["version must be a version of gitlab-runner, such as 19.3.0", { version: "latest" }],
  ["sha256 is missing", { sha256: LEFT_OUT }],
  ["sha256 must have the checksum of one architecture", { sha256: {} }],
  [
    "sha256.x86_64 must be of an architecture of these: 386, amd64, arm64, arm, ",
    { sha256: { x86_64: SHA256 } },
  ],
  [
    "sha256.amd64 must be a SHA-256 in 64 hexadecimal digits; https://s3.dualstack.us-east-1." +
      "amazonaws.com/gitlab-runner-downloads/v<version>/release.sha256 has those of a release",
    { sha256: { amd64: "abc" } },
  ],
  ["downloadUrl must be an address", { downloadUrl: "file:///etc" }],
  ["downloadUrl must be an address", { downloadUrl: "https://a/'$(id)'" }],
  ["stopTimeout must be 1 or more, seconds", { stopTimeout: 0 }],
  ["configCommand must have at least one word", { configCommand: [] }],
  ["must have names of environment variables", { environment: { "A B": "c" } }],
  ["must have no control character", { environment: { A: "\0" } }],
  ["it has no argument colour", { colour: "red" }],
])("%s", (message, options) => {
  expect(() => {
    check(options);
  }).toThrow(message);
});
