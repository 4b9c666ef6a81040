"use strict";

/**
 * Compiles programs of a user's project, each with options of its own. Node itself runs it, as the compiler
 * takes three times as long within Jest. Standard input is a list of `{ compilerOptions, files }`, with the
 * files in the working directory, standard output the errors of each.
 *
 * Errors are looked for in the programs and in this package's declarations. Those of other packages and of
 * the compiler are read as far as that takes; to check them, too, would be most of the work.
 */
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const ts = require("typescript");

const OTHERS = /[\\/]node_modules[\\/](?!pulumi-gitlab-runners[\\/])/;

const folder = process.cwd();
/** What was read for an earlier program and is the same for this one. */
const parsed = new Map();

function errorsOf({ compilerOptions, files }) {
  const { options, errors } = ts.convertCompilerOptionsFromJson(compilerOptions, folder);
  const host = ts.createCompilerHost(options);
  const parse = host.getSourceFile.bind(host);
  host.getSourceFile = (file, how, ...more) => {
    const key = JSON.stringify([file, how.languageVersion, how.impliedNodeFormat]);
    if (!parsed.has(key)) parsed.set(key, parse(file, how, ...more));
    return parsed.get(key);
  };
  const program = ts.createProgram(
    files.map((file) => join(folder, file)),
    options,
    host,
  );
  const checked = program
    .getSourceFiles()
    .filter((file) => !OTHERS.test(file.fileName) && !program.isSourceFileDefaultLibrary(file));
  const found = [
    ...errors,
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...checked.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ];
  const known = { ...host, getNewLine: () => " " };
  return found.map((error) => ts.formatDiagnostic(error, known).trim());
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(errorsOf)));
