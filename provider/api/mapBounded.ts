/** Maps a list in its order, with at most so many under way at once. */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  map: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  // An ES module, like got: loaded when first needed.
  const { default: pLimit } = await import("p-limit");
  return pLimit(concurrency).map(items, map);
}
