import * as pulumi from "@pulumi/pulumi";

import { Provider, Runner, getRunner } from "../../../sdk";
import * as plugin from "../../../sdk/plugin";
import { requireKnownKeys, unknownKeys } from "../../../sdk/knownKeys";

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: ({ inputs }) => ({ id: "7", state: inputs as object }),
    call: ({ inputs }) => inputs as object,
  }),
);
afterEach(() => {
  pulumi.runtime.setAllConfig({});
});

describe.each([
  ["a dynamic provider", Provider],
  ["one of the plugin", plugin.Provider],
])("%s of its own", (_, Class) => {
  const make = (args: object): (() => Provider) => {
    return () => new Class("eu", args);
  };

  test.each([
    ["baseURL", "the provider eu has no argument baseURL; did you mean baseUrl?"],
    ["creationMark", "the provider eu has no argument creationMark; did you mean creationMarker?"],
    ["retry", "the provider eu has no argument retry; did you mean retries?"],
    ["constructor", "the provider eu has no argument constructor; it has token, baseUrl, "],
    ["a\u001bb", String.raw`the provider eu has no argument "a\u001bb"; it has token, `],
  ])("refuses the argument %j", (name, message) => {
    expect(make({ [name]: "x" })).toThrow(message);
    expect(make({ [name]: "x" })).toThrow(pulumi.RunError);
  });

  test("takes what it has, and one that is undefined", () => {
    expect(make({ retries: 1, baseURL: undefined })).not.toThrow();
  });
});

describe("the stack's configuration", () => {
  test("has only names of ours in our namespace, and any in others", () => {
    const keys = ["gitlab:baseURL", "gitlab-runners:token", "stack:x", "gitlab-runners:baseURL"];
    expect(unknownKeys([...keys, "gitlab-runners:bogus"])).toEqual(["baseURL", "bogus"]);
  });

  test("may have what the engine reads of a package", () => {
    expect(unknownKeys(["gitlab-runners:version", "gitlab-runners:pluginDownloadURL"])).toEqual([]);
  });

  test("is refused with every key that is unknown", () => {
    pulumi.runtime.setAllConfig({ "gitlab-runners:bogus": "1", "gitlab-runners:baseURL": "x" });
    expect(requireKnownKeys).toThrow(
      /configuration gitlab-runners:bogus; it has token, .*connectTimeout\. .*gitlab-runners:baseURL; did you mean gitlab-runners:baseUrl\? To remove them: pulumi config rm gitlab-runners:bogus; pulumi config rm gitlab-runners:baseURL$/,
    );
  });

  test("is refused by a data function that asks by it, and not by one with a provider", async () => {
    pulumi.runtime.setAllConfig({ "gitlab-runners:bogus": "1" });
    await expect(getRunner({ id: 1 })).rejects.toThrow("gitlab-runners:bogus");
    const provider = new Provider("own", { baseUrl: "http://127.0.0.1:1", token: "x", retries: 0 });
    await expect(getRunner({ id: 1 }, { provider })).rejects.toThrow(/127\.0\.0\.1:1/);
  });

  test("is refused by the first resource, and looked through once", () => {
    pulumi.runtime.setAllConfig({ "gitlab-runners:creationMark": "false" });
    const make = (name: string) => () => new Runner(name, { runnerType: "instance_type" });
    const refusal =
      "gitlab-runners has no configuration gitlab-runners:creationMark; did you mean " +
      "gitlab-runners:creationMarker? To remove it: pulumi config rm gitlab-runners:creationMark";
    expect(make("one")).toThrow(refusal);
    expect(make("two")).toThrow(refusal);
    pulumi.runtime.setAllConfig({ "gitlab-runners:creationMarker": "false" });
    expect(make("three")).not.toThrow();
    const look = jest.spyOn(pulumi.runtime, "allConfig");
    expect(make("four")).not.toThrow();
    expect(look).not.toHaveBeenCalled();
    look.mockRestore();
  });

  test("of a project of the package's name is the program's own", () => {
    jest.isolateModules(() => {
      const own =
        jest.requireActual<typeof import("../../../sdk/knownKeys")>("../../../sdk/knownKeys");
      const sdk = jest.requireActual<typeof pulumi>("@pulumi/pulumi");
      sdk.runtime.setAllConfig({ "gitlab-runners:bogus": "1" });
      const project = jest.spyOn(sdk, "getProject").mockReturnValueOnce("other");
      expect(own.requireKnownKeys).toThrow("gitlab-runners:bogus");
      project.mockReturnValueOnce("gitlab-runners");
      expect(own.requireKnownKeys).not.toThrow();
      project.mockRestore();
    });
  });
});
