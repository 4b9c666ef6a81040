import { join } from "node:path";

import { releaseMistakes } from "./releaseMistakes";

/** Says what keeps this clone from being released; the argument is the tag, `v0.2.0`. */
releaseMistakes(join(__dirname, "../.."), process.argv[2]).then(
  (mistakes) => {
    for (const mistake of mistakes) console.error(mistake);
    if (mistakes.length > 0) process.exitCode = 1;
    else console.log("Nothing keeps this clone from being released.");
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
