type Rule = (value: unknown) => string | undefined;

const LABEL_NAME = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{2,64}$/;
const LABEL_VALUE = /^[a-zA-Z0-9._-]{1,256}$/;
const MOST_LABELS = 32;

function labels(value: unknown): string | undefined {
  const entries = Object.entries(value as object) as [string, unknown][];
  if (entries.length > MOST_LABELS) {
    return `has ${entries.length} labels; gitlab-runner allows ${MOST_LABELS}`;
  }
  if (entries.some(([name]) => !LABEL_NAME.test(name))) {
    return "has a name that gitlab-runner refuses: it takes 3 to 65 of a-z, A-Z, 0-9, _, . and -, and none of the last two first";
  }
  return entries.some(([, text]) => typeof text === "string" && !LABEL_VALUE.test(text))
    ? "has a value that gitlab-runner refuses: it takes 1 to 256 of a-z, A-Z, 0-9, ., _ and -"
    : undefined;
}

/** For what gitlab-runner does not load a file or runs no job, besides a value of another kind, by path. */
export const RULES: Readonly<Partial<Record<string, Rule>>> = {
  concurrent: (value) =>
    (value as number) < 1 ? "must be 1 or more: with fewer, gitlab-runner runs no job" : undefined,
  labels,
  "runners.labels": labels,
  "runners.machine.MachineOptionsWithName": (value) =>
    (value as unknown[]).some((option) => typeof option === "string" && !option.includes("%s"))
      ? "must have %s in each of its texts, where the name of the machine goes"
      : undefined,
};
