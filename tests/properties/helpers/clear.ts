import type { dynamic } from "@pulumi/pulumi";

import { GitLabError } from "../../../gitlab";

/** A message for a person: some hundred characters, however large the value is that it is about. */
const LONGEST = 600;
/** What the engine prints beside a failure that names its property. */
const LONGEST_VALUE = 210;
const MOST_FAILURES = 25;

/** Whether a text can be shown: short, of one line, without any of the secrets. */
export function expectPresentable(text: string, secrets: readonly string[] = []): void {
  expect(text.length).toBeLessThanOrEqual(LONGEST);

  expect(text).not.toMatch(/[\0-\x08\x0b-\x1f\x7f]/);
  for (const secret of secrets.filter(({ length }) => length >= 4))
    expect(text).not.toContain(secret);
}

/** Failures of `check` that name what they are about, and are few. */
export function expectClearFailures(
  failures: readonly dynamic.CheckFailure[],
  given: Readonly<Record<string, unknown>>,
  { names, secrets = [] }: { names: readonly string[]; secrets?: readonly string[] },
): void {
  expect(failures.length).toBeLessThanOrEqual(MOST_FAILURES);
  for (const { property, reason } of failures) {
    expectPresentable(reason, secrets);
    if (property === "") {
      expect(
        [...names, ...Object.keys(given), "argument", "token"].some((name) =>
          reason.includes(name.slice(0, 40)),
        ),
      ).toBe(true);
      continue;
    }
    expect(names).toContain(property);
    const value = JSON.stringify(given[property]) as string | undefined;
    expect((value ?? "").length).toBeLessThanOrEqual(LONGEST_VALUE);
    for (const secret of secrets) expect(value ?? "").not.toContain(secret);
  }
}

/** An error that this package explains, whatever the value was. */
export function expectExplained(error: unknown, secrets: readonly string[] = []): void {
  if (!(error instanceof GitLabError)) throw error;
  expectPresentable(error.message, secrets);
}
