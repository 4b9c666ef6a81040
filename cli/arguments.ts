import { InvalidArgumentError } from "commander";

/** A whole number from 1. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 1.");
  return Number(text);
}

/** Adds whole numbers from 1, with commas between them, to those that came before. */
export function wholeNumbers(text: string, before: number[] = []): number[] {
  return [...before, ...text.split(",").map((number) => wholeNumber(number.trim()))];
}

/** A whole number of seconds, from 1 to a most. */
export function secondsUpTo(most: number): (text: string) => number {
  return (text) => {
    const seconds = wholeNumber(text);
    if (seconds > most) throw new InvalidArgumentError(`Give at most ${most} seconds.`);
    return seconds;
  };
}

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** A count from 0. */
export function countFromZero(text: string): number {
  if (!/^(?:0|[1-9]\d{0,14})$/.test(text))
    throw new InvalidArgumentError("Give a whole number from 0.");
  return Number(text);
}

/** A span of time, `10m`, `12h`, `14d` or `4w`, in seconds; undefined for another text. */
export function spanOf(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,5})([mhdw])$/.exec(text) ?? [];
  if (count === undefined) return undefined;
  return (Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]) / 1000;
}

/** The same of an option. */
export function seconds(text: string): number {
  const span = spanOf(text);
  if (span === undefined)
    throw new InvalidArgumentError(
      "Give a whole number and m, h, d or w for minutes, hours, days or weeks, such as 10m or 14d.",
    );
  return span;
}

/** A time in ISO 8601, or so much time before now: `30m`, `12h`, `7d`, `4w`; milliseconds since 1970. */
export function timeBefore(text: string): number {
  const span = spanOf(text);
  const time = span === undefined ? Date.parse(text) : Date.now() - span * 1000;
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError(
      "Give a time in ISO 8601, such as 2026-11-01, or an age: a whole number and m, h, d or w for " +
        "minutes, hours, days or weeks, such as 12h or 7d.",
    );
  }
  return time;
}

/** A file for what a command writes beside what it prints. */
export function fileBeside(text: string): string {
  if (text === "-")
    throw new InvalidArgumentError("Give a file: standard output has what the command prints.");
  return text;
}

/** Names with commas between them, in one list with those that came before. */
export function names(text: string, before: string[] = []): string[] {
  return [...before, ...commaSeparated(text, "names")];
}

/** Adds a set of tags, `docker,linux`, to those that came before. */
export function tagSet(text: string, before: string[][] = []): string[][] {
  return [...before, commaSeparated(text, "tags")];
}

/** @param things - what the texts are, in the plural. */
function commaSeparated(text: string, things: string): string[] {
  const found = text.split(",").map((part) => part.trim());
  if (found.includes(""))
    throw new InvalidArgumentError(`Give ${things} with commas between them.`);
  return found;
}
