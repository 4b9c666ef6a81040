"use strict";

/*
 * The way in of the scripts of package.json: installs what is missing and hands over.
 * It must run on any Node, however old, to be able to say that it is too old.
 */

var fs = require("fs");
var path = require("path");
var spawnSync = require("child_process").spawnSync;

var NEEDED = [20, 19];
var root = path.join(__dirname, "..");

/** The programs in TypeScript, each by its command. */
var PROGRAMS = {
  build: "scripts/buildCommand.ts",
  archives: "scripts/archivesCommand.ts",
  sdks: "scripts/languages/sdksCommand.ts",
  schema: "scripts/schema/writeSchema.ts",
  keys: "scripts/runnerKeys/writeOptionTypes.ts",
  registry: "scripts/registry/writeRegistry.ts",
  surface: "scripts/surface/writeSurface.ts",
  "release-check": "scripts/release/checkCommand.ts",
  "release-page": "scripts/release/releasePageCommand.ts",
  "release-dry-run": "scripts/release/rehearsalCommand.ts",
  "npm-package": "scripts/release/npmPackageCommand.ts",
  demo: "scripts/demo/demo.ts",
  bench: "bench/bench.ts",
  simulate: "bench/simulate.ts",
  campaign: "tests/campaign/cli.ts",
};

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
  if (Object.prototype.hasOwnProperty.call(PROGRAMS, command))
    return run(process.execPath, typescript(PROGRAMS[command], args));
  console.error("usage: node scripts/run.js test|" + Object.keys(PROGRAMS).join("|"));
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
