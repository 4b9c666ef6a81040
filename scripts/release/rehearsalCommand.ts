import type { Column } from "../../cli/columns";
import { printRows } from "../../cli/output";
import { type Artefact, type Rehearsal, rehearseRelease } from "./rehearsal";

const COLUMNS: readonly Column<Artefact>[] = [
  { heading: "ARTEFACT", text: ({ name }) => name, fills: true },
  { heading: "SIZE", text: ({ bytes }) => `${Math.ceil(bytes / 1024)} KiB` },
  { heading: "GOES TO", text: ({ goesTo }) => goesTo },
];

/** Shows what a release of this clone would be, and what is left to a person. */
function show({ version, artefacts, withoutSdks, mistakes }: Rehearsal): void {
  printRows(artefacts, COLUMNS, {});
  if (withoutSdks !== undefined) console.log(`\nThere are no SDKs: ${withoutSdks}`);
  const steps = [
    ...mistakes,
    `commit this, and push a signed tag v${version}: its pipeline publishes all of the above`,
    `after the release, keep what is public in it: git show v${version}:api/surface.json > api/released.json`,
  ];
  console.log(
    `\nNothing was published. What is left to a person (docs/releasing.md has the reasons):`,
  );
  for (const [index, step] of steps.entries()) console.log(`  ${index + 1}. ${step}`);
}

rehearseRelease((line) => process.stderr.write(`${line}\n`)).then(show, (error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
