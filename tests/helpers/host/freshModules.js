"use strict";

/*
 * Preloaded into the host of dynamic providers. The engine starts a process for each operation, which
 * costs more than the operation itself. Here a process serves many, and each gets the package's
 * modules anew, so that nothing that one operation looked up is there for the next.
 */
const { join } = require("node:path");

const DIST = join(__dirname, "../../../dist/");
let current;

globalThis.startOperation = (operation) => {
  if (operation === current) return;
  current = operation;
  for (const file of Object.keys(require.cache))
    if (file.startsWith(DIST)) Reflect.deleteProperty(require.cache, file);
};
