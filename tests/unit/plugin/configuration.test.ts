import { configurationFailures, configurationOf, namedAlike } from "../../../plugin/configuration";

const STACK = {
  PULUMI_CONFIG: JSON.stringify({ baseUrl: "https://stack", token: "of-the-stack" }),
};
const OWN = { baseUrl: "https://own", token: "of-its-own" };
const urn = (name: string): string =>
  `urn:pulumi:dev::stack::pulumi:providers:gitlab-runners::${name}`;

const read = (name: string, given = OWN, environment: NodeJS.ProcessEnv = STACK): unknown => {
  const { config } = configurationOf(given, urn(name), environment);
  return { baseUrl: config("gitlab:baseUrl"), token: config("gitlab:token") };
};

test.each(["default", "default_0_1_0", "default_0_1_0_alpha_1", "default_0_1_0_https_//a/b"])(
  "a provider that the engine made follows the stack as it is now: %s",
  (name) => {
    expect(read(name)).toEqual({ baseUrl: "https://stack", token: "of-the-stack" });
    expect(read(name, OWN, {})).toEqual(OWN);
  },
);

test.each(["default_eu", "defaults", "default_1", "my-default", "eu::default"])(
  "one of the program's own keeps to what it is given: %s",
  (name) => {
    expect(read(name)).toEqual(OWN);
  },
);

test("only a provider of the program's own is called by its name", () => {
  const nameOf = (of: string): string | undefined => configurationOf(OWN, of, STACK).provider;
  expect(nameOf(urn("eu"))).toBe("eu");
  expect(nameOf(urn("eu::west"))).toBe("eu::west");
  expect(nameOf(urn("default_0_1_0"))).toBeUndefined();
  expect(nameOf("")).toBeUndefined();
});

test("the name that the class for TypeScript adds is no unknown key, and no difference", () => {
  expect(configurationFailures({ "gitlab-runners:__name": "eu" })).toEqual([]);
  expect(namedAlike({ ...OWN, "gitlab-runners:__name": "eu" })).toEqual(OWN);
});

test("a token never goes with an address that it was not set with", () => {
  const environment = { PULUMI_CONFIG: JSON.stringify({ baseUrl: "https://stack" }) };
  expect(read("default", OWN, environment)).toEqual({ baseUrl: "https://stack", token: undefined });
});

test.each([["baseURL"], ["gitlab:baseURL"], ["gitlab-runners:baseURL"]])(
  "a key that it does not have is named once: %s",
  (key) => {
    const [failure, ...more] = configurationFailures({ [key]: "https://a" });
    expect(failure?.reason).toMatch(
      /^gitlab-runners has no configuration gitlab-runners:baseURL; /,
    );
    expect(more).toEqual([]);
  },
);
