import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { readGrowth } from "./figures";
import { withBlocks } from "./page";
import { drawGrowth } from "./picture";
import { blocksOf } from "./tables";

const PAGE = "performance.md";

/**
 * Draws the figures of a file into a picture beside it, and writes them into the page there.
 *
 * @param file - JSON, as `growth` writes it; the picture's name ends in `.svg` instead of `.json`.
 * @throws Error when the file holds no figures, or the page has no places for them.
 */
export async function writePicture(file: string): Promise<void> {
  const growth = readGrowth(file);
  const page = join(dirname(file), PAGE);
  const text = await withBlocks(readFileSync(page, "utf8"), blocksOf(growth));
  writeFileSync(file.replace(/\.json$/, ".svg"), await drawGrowth(growth));
  writeFileSync(page, text);
}
