import * as v from "valibot";

/** GitLab's releases of gitlab-runner, each in a folder of its tag. */
const RELEASES = "https://s3.dualstack.us-east-1.amazonaws.com/gitlab-runner-downloads";

/** Architectures of GitLab's binaries for Linux, with what `uname -m` calls them. */
export const ARCHITECTURES = {
  amd64: ["x86_64", "amd64"],
  arm64: ["aarch64", "arm64"],
  arm: ["armv6l", "armv7l", "armv8l"],
  "386": ["i386", "i686"],
  ppc64le: ["ppc64le"],
  s390x: ["s390x"],
  riscv64: ["riscv64"],
  loong64: ["loongarch64"],
} as const;

/** An architecture by gitlab-runner's name. */
export type Architecture = keyof typeof ARCHITECTURES;

const ofRelease = (version: string): string => `${RELEASES}/v${version}/release.sha256`;

/** A release of gitlab-runner. */
export const version = v.pipe(
  v.string("must be a text"),
  v.regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, "must be a version of gitlab-runner, such as 19.3.0"),
);

const checksum = v.pipe(
  v.string("must be a text"),
  v.regex(
    /^[0-9a-f]{64}$/,
    `must be a SHA-256 in 64 hexadecimal digits; ${ofRelease("<version>")} has those of a release`,
  ),
);

const architectures = Object.keys(ARCHITECTURES) as Architecture[];

/** Which gitlab-runner is installed. */
export const release = {
  version,
  sha256: v.pipe(
    v.record(
      v.picklist(architectures, `must be of an architecture of these: ${architectures.join(", ")}`),
      checksum,
      "must be an object of checksums by architecture",
    ),
    v.check(
      (checksums) => Object.keys(checksums).length > 0,
      "must have the checksum of one architecture, such as amd64",
    ),
  ),
  downloadUrl: v.optional(
    v.pipe(
      v.string("must be a text"),
      v.check(
        (url) => /^https?:\/\/[^\s'"\\]+$/.test(url) && URL.canParse(url),
        "must be an address that begins with https:// or http://",
      ),
    ),
    RELEASES,
  ),
};
