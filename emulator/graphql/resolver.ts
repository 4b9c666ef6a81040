import type { Viewer } from "./viewer";

/** What the fields of a type return of a record, by the names of the fields. */
export type Resolvers<Source> = Readonly<
  Record<string, (source: Source, args: never, viewer: Viewer) => unknown>
>;

/** GitLab's app/graphql/types/time_type.rb: a time to the second. */
export function seconds(time: string | null): string | null {
  return time === null ? null : time.replace(/\.\d+Z$/, "Z");
}
