import { loadModule } from "./transport/loadModule";

/** Maps a list in its order, with at most so many under way at once. */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  map: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  // An ES module, like got: loaded when first needed.
  const { default: pLimit } = await loadModule("p-limit", () => import("p-limit"));
  const limit = pLimit(concurrency);
  return Promise.all(items.map((item) => limit(() => map(item))));
}
