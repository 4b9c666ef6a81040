import * as pulumi from "@pulumi/pulumi";

const references = new Map<string, Promise<string | undefined>>();

/**
 * The reference of the provider that the engine has built in, which answers what the state holds.
 *
 * The engine sets it up when it is first asked for, as a step like those of resources. Creations that
 * wait for its answer can occupy all that the engine does at once, and it would never be set up. So the
 * program has it set up before the first of them, and the provider names it when it asks.
 *
 * @param engine - where the engine listens: a process can run several programs.
 * @returns undefined where the engine does not say; it is set up then with the provider's question.
 */
export function builtinProvider(engine: string): Promise<string | undefined> {
  const known = references.get(engine);
  if (known) return known;
  const reference = askForReference();
  references.set(engine, reference);
  return reference;
}

async function askForReference(): Promise<string | undefined> {
  const urn = `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::pulumi:providers:pulumi::default`;
  try {
    const found = (await pulumi.runtime.invoke("pulumi:pulumi:getResource", { urn })) as {
      id?: unknown;
    };
    return typeof found.id === "string" ? `${urn}::${found.id}` : undefined;
  } catch (error) {
    await pulumi.log.debug(`the engine's own provider is not known: ${String(error)}`);
    return undefined;
  }
}
