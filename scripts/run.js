"use strict";

/*
 * The way in of `npm test`, `npm run demo`, `npm run bench`, `npm run simulate`, `npm run campaign`,
 * `npm run build`, which makes the schema by it, too, `npm run archives` and a part of `npm run docs`:
 * installs what is missing and hands over.
 * It must run on any Node, however old, to be able to say that it is too old.
 */

var fs = require("fs");
var path = require("path");
var spawnSync = require("child_process").spawnSync;

var NEEDED = [20, 19];
var root = path.join(__dirname, "..");

function main(command, args) {
  var found = process.versions.node.split(".").map(Number);
  if (found[0] < NEEDED[0] || (found[0] === NEEDED[0] && found[1] < NEEDED[1])) {
    console.error(
      "Node " + process.versions.node + " is too old: " + NEEDED.join(".") + " or later is needed.",
    );
    console.error("Install one from https://nodejs.org, or by your version manager.");
    return 1;
  }
  if (!isInstalled()) {
    console.log("Installing the dependencies ...");
    var npm = run("npm", ["ci", "--no-audit", "--no-fund"], process.platform === "win32");
    if (npm !== 0) return npm;
  }
  if (command === "test") return run(process.execPath, [local("jest/bin/jest.js")].concat(args));
  if (command === "build")
    return run(process.execPath, typescript("scripts/buildCommand.ts", args));
  if (command === "archives")
    return run(process.execPath, typescript("scripts/archivesCommand.ts", args));
  if (command === "demo") return run(process.execPath, typescript("scripts/demo/demo.ts", args));
  if (command === "bench") return run(process.execPath, typescript("bench/bench.ts", args));
  if (command === "simulate") return run(process.execPath, typescript("bench/simulate.ts", args));
  if (command === "campaign")
    return run(process.execPath, typescript("tests/campaign/cli.ts", args));
  if (command === "schema")
    return run(process.execPath, typescript("scripts/schema/writeSchema.ts", args));
  if (command === "registry")
    return run(process.execPath, typescript("scripts/registry/writeRegistry.ts", args));
  if (command === "release-check")
    return run(process.execPath, typescript("scripts/release/checkCommand.ts", args));
  if (command === "release-page")
    return run(process.execPath, typescript("scripts/release/releasePageCommand.ts", args));
  console.error(
    "usage: node scripts/run.js build|archives|release-check|release-page|schema|registry|test|demo|bench|simulate|campaign",
  );
  return 2;
}

/** npm writes this file last, so a half-done install is not taken for a whole one. */
function isInstalled() {
  try {
    var installed = fs.statSync(path.join(root, "node_modules", ".package-lock.json")).mtime;
    return installed >= fs.statSync(path.join(root, "package-lock.json")).mtime;
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}

function local(file) {
  return path.join(root, "node_modules", file);
}

/** The arguments by which Node runs a program of ours. */
function typescript(file, args) {
  return ["-r", local("ts-node/register/transpile-only"), path.join(root, file)].concat(args);
}

function run(command, args, shell) {
  var result = spawnSync(command, args, { cwd: root, stdio: "inherit", shell: Boolean(shell) });
  if (result.error) throw result.error;
  return result.status === null ? 1 : result.status;
}

process.exit(main(process.argv[2], process.argv.slice(3)));
