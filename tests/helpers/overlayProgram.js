"use strict";

/**
 * Compiles files of this repository with edits that are written nowhere. Node itself runs it, as the
 * compiler takes three times as long within Jest. Standard input is a list of trials as
 * `overlayCompiler.ts` has them, standard output the errors of each.
 */
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const ts = require("typescript");

const ROOT = join(__dirname, "../..");
/** The packages whose types matter here: others would be most of the work. */
const RESOLVED = /^(\.|node:|valibot$|@pulumi\/pulumi)/;

const { options } = ts.getParsedCommandLineOfConfigFile(
  join(ROOT, "tsconfig.json"),
  { types: ["node"] },
  { ...ts.sys, onUnRecoverableConfigFileDiagnostic: console.error },
);
const parsed = new Map();
const resolutions = ts.createModuleResolutionCache(ROOT, (name) => name, options);
/** What a trial has in the place of a file. */
let overlay = new Map();
const host = ts.createCompilerHost(options);
const parse = host.getSourceFile.bind(host);
host.getSourceFile = (file, ...more) => {
  const text = overlay.get(file);
  if (text !== undefined) return ts.createSourceFile(file, text, ...more);
  if (!parsed.has(file)) parsed.set(file, parse(file, ...more));
  return parsed.get(file);
};
host.resolveModuleNameLiterals = (literals, importer, _redirected, settings, source) =>
  literals.map((literal) =>
    RESOLVED.test(literal.text)
      ? ts.resolveModuleName(
          literal.text,
          importer,
          settings,
          host,
          resolutions,
          undefined,
          ts.getModeForUsageLocation(source, literal, settings),
        )
      : { resolvedModule: undefined },
  );

const trials = JSON.parse(readFileSync(0, "utf8"));
const roots = [...new Set(trials.flatMap(({ files }) => files))].map((file) => join(ROOT, file));

let program;
function errorsOf({ edits, files }) {
  overlay = new Map();
  for (const { file, text, becomes } of edits) {
    const path = join(ROOT, file);
    const [before, after, ...more] = (overlay.get(path) ?? readFileSync(path, "utf8")).split(text);
    if (after === undefined || more.length > 0) throw new Error(`${file} holds not once: ${text}`);
    overlay.set(path, `${before}${becomes}${after}`);
  }
  // Of the program before, what did not change is not read again.
  program = ts.createProgram(roots, options, host, program);
  return files.flatMap((file) => {
    const source = program.getSourceFile(join(ROOT, file));
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return found.map(({ start, messageText }) => {
      const { line } = source.getLineAndCharacterOfPosition(start);
      const said = ts.flattenDiagnosticMessageText(messageText, " ");
      return `${file}: ${source.text.split("\n")[line].trim()}: ${said}`;
    });
  });
}

process.stdout.write(JSON.stringify(trials.map(errorsOf)));
