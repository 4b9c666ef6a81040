import { OPTIONAL, type Part, REQUIRED, type Surface } from "./surface";

/** What of a surface another one has not, or has in another way. */
export interface Difference {
  /** Where the thing is: `command gitlab-runners`. */
  readonly part: string;
  readonly name: string;
  /** Undefined where there was no such thing, or is none any more. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Whether what worked before may work no longer. A change of a shape counts as such. */
  readonly isBreaking: boolean;
}

/** What changed from one surface to another. */
export function differences(before: Surface, after: Surface): Difference[] {
  const parts = new Set([...Object.keys(before.parts), ...Object.keys(after.parts)]);
  return [...parts].flatMap((part) =>
    differencesOf(part, before.parts[part] ?? {}, after.parts[part] ?? {}),
  );
}

function differencesOf(part: string, before: Part, after: Part): Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => before[name] !== after[name])
    .map((name) => ({
      part,
      name,
      before: before[name],
      after: after[name],
      isBreaking: isBreaking(name, before, after),
    }));
}

function isBreaking(name: string, before: Part, after: Part): boolean {
  const [was, is] = [before[name], after[name]];
  if (is === undefined) return true;
  if (was === undefined) return is.startsWith(REQUIRED) && before[ownerOf(name)] !== undefined;
  const mayBeLeftOut = was.startsWith(REQUIRED) && !is.startsWith(REQUIRED);
  return !(mayBeLeftOut && withoutNeed(was) === withoutNeed(is));
}

/** The thing to which a thing belongs: `jobs` of `jobs <id>`, `getRunner` of `getRunner(1)`. */
function ownerOf(name: string): string {
  const [, owner = ""] =
    /^(.*?)(?:\[\])?(?:\(\d+\)|\.[^.]+| takes \S+| <[^>]+>| --\S+| [^. ]+)$/.exec(name) ?? [];
  return owner;
}

function withoutNeed(shape: string): string {
  return shape.replace(new RegExp(`^(?:${REQUIRED}|${OPTIONAL})`), "");
}

/** A difference in a line for a person. */
export function shownDifference({ part, name, before, after, isBreaking }: Difference): string {
  const kind = isBreaking ? "breaking" : "compatible";
  const change =
    before === undefined
      ? `${name} is new: ${after ?? ""}`
      : after === undefined
        ? `${name} is gone: ${before}`
        : `${name} was: ${before}; and is: ${after}`;
  return `${kind}, ${part}: ${change}`;
}
