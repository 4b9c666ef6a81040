import * as v from "valibot";

import { StateFileError, reasonOf } from "./stateFileError";
import type { StoreDump } from "./store";

/** The file is all that there is. */
const WHOLE = 1;
/** The file goes on in a journal, which it names. */
const CONTINUED = 2;

interface State {
  store: StoreDump;
  /** The id of the journal; undefined when there is none. */
  journal?: string;
}

/** The content of a state file. */
export function stateText({ store, journal }: State): string {
  return JSON.stringify(
    journal === undefined ? { format: WHOLE, store } : { format: CONTINUED, journal, store },
  );
}

const rows = v.looseObject({ last: v.number(), rows: v.array(v.looseObject({ id: v.number() })) });
const store = v.objectWithRest({ settings: v.looseObject({}) }, rows);
const state = v.variant("format", [
  v.object({ format: v.literal(WHOLE), store }),
  v.object({ format: v.literal(CONTINUED), store, journal: v.pipe(v.string(), v.hexadecimal()) }),
]);

/** @throws StateFileError when a file is not one of ours. */
export function parseState(path: string, bytes: Buffer): State {
  let content: unknown;
  try {
    content = JSON.parse(bytes.toString());
  } catch (error) {
    const message = `${path} is no state file: it cannot be read as JSON: ${reasonOf(error)}`;
    throw new StateFileError(message, { cause: error });
  }
  const result = v.safeParse(state, content);
  if (result.success) return content as State;
  const [issue] = result.issues;
  throw new StateFileError(
    `${path} is no state file of this version: ${v.getDotPath(issue) ?? "content"}: ` +
      `${issue.message}. Move it away, with the files beside it, to start anew.`,
  );
}
