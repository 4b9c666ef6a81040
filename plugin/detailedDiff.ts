import { isDeepStrictEqual } from "node:util";
import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { type Difference, type Properties, plain } from "../provider/values/operation";

/** The names of the arguments that differ between two sets of inputs. */
export function changedInputs(olds: Properties, news: Properties): string[] {
  const [before, after] = [plain(olds), plain(news)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !name.startsWith("__") && !isDeepStrictEqual(before[name], after[name]),
  );
}

/**
 * A difference as the engine shows it, argument by argument.
 *
 * @param oldInputs - those of the last apply.
 */
export function diffResponse(
  { changes, replaces = [] }: Difference,
  oldInputs: Properties,
  news: Properties,
): DiffResponse {
  const changed = changedInputs(oldInputs, news);
  const response = new DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
  const hasChanges = replaces.length > 0 || (changes ?? changed.length > 0);
  response.setChanges(hasChanges ? DIFF_SOME : DIFF_NONE);
  if (!hasChanges) return response;
  response.setReplacesList([...replaces]);
  response.setDiffsList(changed);
  response.setHasdetaileddiff(changed.length > 0);
  const detailed = response.getDetaileddiffMap();
  for (const name of changed)
    detailed.set(name, propertyDiff(name in oldInputs, name in news, replaces.includes(name)));
  return response;
}

function propertyDiff(wasThere: boolean, isThere: boolean, replaces: boolean): PropertyDiff {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
  const diff = new PropertyDiff();
  diff.setInputdiff(true);
  if (!wasThere) diff.setKind(replaces ? ADD_REPLACE : ADD);
  else if (!isThere) diff.setKind(replaces ? DELETE_REPLACE : DELETE);
  else diff.setKind(replaces ? UPDATE_REPLACE : UPDATE);
  return diff;
}
