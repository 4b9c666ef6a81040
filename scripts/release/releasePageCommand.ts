import { join } from "node:path";

import { releasePage } from "./releasePage";

/** Prints the release for GitLab's API; the argument is where the archives were uploaded. */
try {
  const [files] = process.argv.slice(2);
  if (files === undefined)
    throw new Error("usage: npm run release:page -- ADDRESS-OF-THE-ARCHIVES");
  console.log(JSON.stringify(releasePage(join(__dirname, "../.."), files), null, 2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
