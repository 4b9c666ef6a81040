import { buildPackage } from "../../scripts/build";
import { getEngine } from "../../scripts/engine/getEngine";

/** Builds the package and gets an engine, which the tests then find on PATH. */
export default async function setUp(): Promise<void> {
  await buildPackage();
  const engine = await getEngine((line) => process.stderr.write(`${line}\n`));
  process.env["PATH"] = engine.path;
}
