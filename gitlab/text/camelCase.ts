/** GitLab's names in camelCase: `tag_list` is `tagList`. */
type CamelCaseName<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCaseName<Tail>>}`
  : Name;

/** A payload of GitLab's with its names in camelCase, and undefined where GitLab has null. */
export type CamelCased<Payload> = Payload extends readonly (infer Item)[]
  ? CamelCased<Item>[]
  : Payload extends object
    ? {
        [Name in keyof Payload as CamelCaseName<Name & string>]: CamelCased<
          Exclude<Payload[Name], null>
        >;
      }
    : Payload;

export function camelCased<Payload>(payload: Payload): CamelCased<Payload> {
  return convert(payload) as CamelCased<Payload>;
}

function convert(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      convert(item),
    ]),
  );
}
