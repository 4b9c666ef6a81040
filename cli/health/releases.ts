/** GitLab has had twelve minor releases in each major one since 16: 18.11 comes before 19.0. */
const MINORS = 12;

/** GitLab repairs its current minor release and the two before. */
const MAINTAINED = 3;

/**
 * Whether a version of gitlab-runner is of a release that GitLab no longer repairs. What is no version
 * is not judged.
 *
 * @param gitlab - the version of GitLab, `19.4.0-ee`.
 * @see https://docs.gitlab.com/policy/maintenance/
 */
export function isOld(version: string, gitlab: string): boolean {
  const [runner, server] = [releaseOf(version), releaseOf(gitlab)];
  return runner !== undefined && server !== undefined && server - runner >= MAINTAINED;
}

/** Minor releases are numbered through: `19.4.0` is release 232. */
function releaseOf(version: string): number | undefined {
  const [, major, minor] = /^v?(\d{1,4})\.(\d{1,4})\b/.exec(version) ?? [];
  return major === undefined ? undefined : Number(major) * MINORS + Number(minor);
}
