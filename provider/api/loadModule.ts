import { pathToFileURL } from "node:url";
import { constants, runInThisContext } from "node:vm";

/**
 * Loads a package when it is first needed, an ES module, too.
 *
 * A test runner such as Jest runs modules in a context of its own, where Node refuses an `import()`
 * without a flag. There the package is loaded as outside of that context.
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
    const importOutside = runInThisContext("(url) => import(url)", {
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }) as (url: string) => Promise<Module>;
    return importOutside(pathToFileURL(require.resolve(name)).href);
  }
}

/** Node's refusal of an `import()` in a context that has no loader. */
function isRefusedHere(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && code.startsWith("ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING");
}
