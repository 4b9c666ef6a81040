import { EngineLog } from "../../../plugin/engineLog";
import { PluginProcess } from "../../../plugin/pluginProcess";
import { markOf } from "../../../stack/mark";

const URN = "urn:pulumi:dev::stack::tests:Fleet$gitlab-runners:index:Runner::build";
const engine = { address: "127.0.0.1:1", stack: "acme/stack/dev", retains: true };

describe("which resource the plugin is asked of", () => {
  const started = (): PluginProcess => new PluginProcess(new EngineLog());

  test("the class for TypeScript says, with an organization that the engine does not tell", () => {
    const process = started();
    process.noteChecked(URN, { __mark: "of the class", __engine: engine }, false);
    const told = { urn: URN, mark: "of the class", isRetained: true };
    expect(process.resourceOf(URN)).toEqual(told);
    expect(process.resourceOf(URN, { __mark: "of the state" })).toEqual(told);
  });

  test("the state says where no program is run, and else the URN", () => {
    const process = started();
    expect(process.resourceOf(URN, { __mark: "of the state" }).mark).toBe("of the state");
    const { mark } = process.resourceOf(URN);
    expect(mark).toMatch(/^[0-9a-f]{16}$/);
    process.noteChecked(URN, {}, false);
    expect(process.resourceOf(URN)).toEqual({ urn: URN, mark, isRetained: undefined });
  });
});

test("a resource has the same mark in both forms, and another below another parent", () => {
  const markFor = (types: string): string =>
    markOf({ backend: "b", organization: "o", urn: `urn:pulumi:dev::stack::${types}::build` });
  const dynamic = "pulumi-nodejs:dynamic/gitlab-runners:Runner";
  const plugin = "gitlab-runners:index:Runner";
  expect(markFor(plugin)).toBe(markFor(dynamic));
  expect(markFor(`${plugin}$${plugin}`)).toBe(markFor(`${dynamic}$${dynamic}`));
  expect(markFor(`${plugin}$${plugin}`)).not.toBe(markFor(plugin));
});
