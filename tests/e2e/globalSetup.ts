import { buildPackage } from "../../scripts/build";
import { getEngine } from "../../scripts/engine/getEngine";
import { getLanguageTools } from "../../scripts/languages/getLanguageTools";
import { getPythonPackages } from "../../scripts/languages/pythonPackages";
import { leaveLanguageTools } from "../helpers/languageTools";
import { Stack } from "../helpers/stack";

/**
 * Builds the package and gets an engine, which the tests then find on PATH, and what programs in
 * other languages need.
 */
export default async function setUp(): Promise<void> {
  const log = (line: string): boolean => process.stderr.write(`${line}\n`);
  await buildPackage();
  const engine = await getEngine(log);
  process.env["PATH"] = engine.path;
  await Stack.empty();
  leaveLanguageTools({
    ...(await getLanguageTools(log)),
    pythonPackages: await getPythonPackages(log),
  });
}
