import { runInThisContext } from "node:vm";

/**
 * Loads a package when it is first needed, an ES module, too.
 *
 * A test runner such as Jest runs modules in a context of its own, where Node refuses an `import()`
 * without a flag. There Node's own `require` loads the package, outside of that context.
 *
 * @param name - the package, one of our own dependencies.
 * @param load - its `import()`, spelled out, so that types and bundlers know the package.
 */
export async function loadModule<Module>(
  name: string,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (!isRefusedHere(error)) throw error;
    // Test runners replace node:module and what leads to it inside of their context.
    const createRequire = runInThisContext(
      '(file) => process.getBuiltinModule("node:module").createRequire(file)',
    ) as (file: string) => NodeJS.Require;
    return createRequire(__filename)(name) as Module;
  }
}

/** Node's refusal of an `import()` in a context that has no loader. */
function isRefusedHere(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && code.startsWith("ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING");
}
