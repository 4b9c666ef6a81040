import { InvalidArgumentError } from "commander";

/** A whole number from 1. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError("It is a whole number.");
  return Number(text);
}

const UNIT_MS = { h: 3_600_000, d: 86_400_000 } as const;

/** A time in ISO 8601, or so many hours or days before now: `12h`, `7d`; milliseconds since 1970. */
export function timeBefore(text: string): number {
  const [, count, unit] = /^(\d{1,5})([hd])$/.exec(text) ?? [];
  const time =
    count === undefined
      ? Date.parse(text)
      : Date.now() - Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError("It is a time in ISO 8601, or how long ago: 12h or 7d.");
  }
  return time;
}

/** Adds a set of tags, `docker,linux`, to those that came before. */
export function tagSet(text: string, before: string[][] = []): string[][] {
  const tags = text.split(",").map((tag) => tag.trim());
  if (tags.includes("")) throw new InvalidArgumentError("It is tags with commas between them.");
  return [...before, tags];
}
