import { describedWithExamples, docsOf } from "./docs";
import { membersOfExported, outputsOf } from "./members";
import { argsProse } from "./prose";
import { withSecrets } from "./secrets";
import type { ObjectSpec, PackageSpec, ResourceSpec } from "./spec";
import { tokenOf } from "./tokens";
import type { TypeReader } from "./typeReader";

/** The classes of the SDK that are resources, with the file of each. */
const RESOURCES = {
  Runner: "sdk/runner.ts",
  ProjectRunnerAssignment: "sdk/projectRunnerAssignment.ts",
  RunnerAssignments: "sdk/runnerAssignments.ts",
  RunnerReady: "sdk/runnerReady.ts",
  RunnerTokenLifetimes: "sdk/runnerTokenLifetimes.ts",
  StaleRunnerCleanup: "sdk/staleRunnerCleanup.ts",
} as const;

export function resources(reader: TypeReader): PackageSpec["resources"] {
  const secrets = runnerSecrets(reader);
  return Object.fromEntries(
    Object.entries(RESOURCES).map(([name, file]) => {
      const spec = resource(reader, name, file, secrets);
      const isRunner = name === "Runner";
      return [
        tokenOf(name),
        isRunner ? { ...spec, stateInputs: runnerState(reader, secrets) } : spec,
      ];
    }),
  );
}

/** The names of what is secret of a runner, which the SDK marks for the engine. */
export function runnerSecrets({ sources }: TypeReader): string[] {
  return sources.texts(RESOURCES.Runner, "SECRETS");
}

function resource(
  reader: TypeReader,
  name: string,
  file: string,
  secrets: readonly string[],
): ResourceSpec {
  const { sources } = reader;
  const declaration = sources.class(name);
  const docs = docsOf(declaration);
  const argsDocs = docsOf(sources.type(`${name}Args`));
  const outputs = reader.object(outputsOf(declaration), "output");
  const inputs = reader.object(membersOfExported(sources, `${name}Args`), "input");
  return {
    description: describedWithExamples({
      prose: [...docs.prose, ...argsProse(argsDocs)],
      examples: [...docs.examples, ...argsDocs.examples],
      see: docs.see,
    }),
    properties: withSecrets(outputs.properties, secrets),
    ...(outputs.required && { required: outputs.required }),
    inputProperties: withSecrets(inputs.properties, secrets),
    ...(inputs.required && { requiredInputs: inputs.required }),
    // The dynamic type, whose resources a stack takes over without a replacement.
    aliases: sources.texts(file, "TYPE").map((type) => ({ type })),
  };
}

/** What a runner that is only read may be given, since GitLab does not show its token. */
function runnerState(reader: TypeReader, secrets: readonly string[]): ObjectSpec {
  const docs = docsOf(reader.sources.type("RunnerState"));
  const members = membersOfExported(reader.sources, "RunnerState");
  const spec = reader.object(members, "input", docs.prose.join("\n\n"));
  return { ...spec, properties: withSecrets(spec.properties, secrets) };
}
