"use strict";

/*
 * For processes of Pulumi's engine: what of its SDK only the serialiser of closures needs is loaded
 * when it is first used. Our resources have no closures, and to load it takes a third of the time
 * of an operation. The tests of the packed package and of the demo do without this.
 */
const Module = require("node:module");

/** The heavy modules and the part of the SDK that loads them. */
const DEFERRED = {
  typescript: "typescript-shim.js",
  "@npmcli/arborist": "codePaths.js",
};

const load = Module._load;
Module._load = function (request, parent, ...more) {
  const from = DEFERRED[request];
  if (from === undefined || !parent?.filename.endsWith(from))
    return load.call(this, request, parent, ...more);
  let loaded;
  return new Proxy(
    {},
    {
      get(_, key) {
        // So that it is taken as it is, without a look at what it exports.
        if (key === "__esModule") return true;
        loaded ??= load.call(Module, request, parent, ...more);
        return loaded[key];
      },
    },
  );
};
