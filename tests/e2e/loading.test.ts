import { execFileSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
/** Prints the packages that are loaded when a module is, and are no part of another one. */
const TELL_LOADED = `
const Module = require("node:module");
const load = Module._load;
const loaded = new Set();
Module._load = function (request, parent, ...rest) {
  const isOurs = parent === module || (parent?.filename ?? "").startsWith(process.argv[1] + "/");
  if (isOurs && !request.startsWith(".") && !Module.isBuiltin(request)) loaded.add(request);
  return load.call(this, request, parent, ...rest);
};
require(process.argv[1] + process.argv[2]);
loaded.delete(process.argv[1] + process.argv[2]);
console.log(JSON.stringify([...loaded].sort()));
`;

/** Each operation of the engine starts processes with these, so what they load is felt. */
test.each([
  ["/provider/index.js", []],
  ["/functions/index.js", ["valibot"]],
  ["/sdk/index.js", ["@pulumi/pulumi", "valibot"]],
])("loading %s loads no package but %j", (entry, packages) => {
  const output = execFileSync(process.execPath, ["-e", TELL_LOADED, join(ROOT, "dist"), entry]);
  expect(JSON.parse(output.toString())).toEqual(packages);
});

/** Says whether a module of Node's own is loaded that got needs, and nothing else of the provider. */
const TELL_GOT = `.then(() => console.log(process.moduleLoadList.includes("NativeModule zlib")))`;

test("loading the provider, one file with all that it needs, runs nothing of got", () => {
  const runsGot = (loading: string): string =>
    execFileSync(process.execPath, ["-e", loading + TELL_GOT], { cwd: ROOT }).toString();
  expect(runsGot('import("got")')).toBe("true\n");
  expect(runsGot('import("./dist/provider/index.js")')).toBe("false\n");
});
