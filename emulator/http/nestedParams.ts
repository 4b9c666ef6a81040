import { malformed } from "./errors";

/**
 * Parameters of a query or a form: `key[]=a&key[]=b` is a list and `key[name]=a` a mapping, as in Rack.
 *
 * @throws ApiError 400 where one name is used as more than one kind.
 */
export function fromPairs(pairs: Iterable<[string, unknown]>): Record<string, unknown> {
  const params = new Map<string, unknown>();
  for (const [name, value] of pairs) {
    const [, key = name, nested] = /^(\w+)\[(\w*)\]$/.exec(name) ?? [];
    if (nested === undefined) params.set(key, value);
    else if (nested === "") listAt(params, key).push(value);
    else mappingAt(params, key).set(nested, value);
  }
  return Object.fromEntries(
    [...params].map(([key, value]) => [
      key,
      value instanceof Map ? Object.fromEntries(value as Map<string, unknown>) : value,
    ]),
  );
}

/**
 * The parameters of a text in the form of a query.
 *
 * @throws ApiError 400 for a `%` without its two digits, and for what is no UTF-8.
 */
export function fromForm(text: string): Record<string, unknown> {
  checkEncoding(text);
  return fromPairs(new URLSearchParams(text));
}

/** @throws ApiError 400 */
export function checkEncoding(text: string): void {
  try {
    decodeURIComponent(text);
  } catch {
    throw malformed();
  }
}

function listAt(params: Map<string, unknown>, key: string): unknown[] {
  const list = params.get(key) ?? [];
  if (!Array.isArray(list)) throw malformed();
  params.set(key, list);
  return list;
}

function mappingAt(params: Map<string, unknown>, key: string): Map<string, unknown> {
  const mapping = params.get(key) ?? new Map<string, unknown>();
  if (!(mapping instanceof Map)) throw malformed();
  params.set(key, mapping);
  return mapping as Map<string, unknown>;
}
