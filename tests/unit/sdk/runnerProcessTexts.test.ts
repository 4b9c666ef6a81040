import * as pulumi from "@pulumi/pulumi";
import { unknown } from "@pulumi/pulumi/output";

import { RunnerProcess } from "../../../sdk";

const SHA256 = "0a".repeat(32);
const RELEASE = { version: "19.3.0", sha256: { amd64: SHA256 } };
const NAMES = [
  "configToml",
  "helmValues",
  "kubernetesSecret",
  "systemdUnit",
  "installScript",
  "cloudInit",
  "composeFile",
] as const;

type Name = (typeof NAMES)[number];

/** What is known after the apply only, as the token of a runner that is not made yet. */
const later = <Value>(): pulumi.Output<Value> =>
  pulumi.output(unknown as unknown as Value) as pulumi.Output<Value>;

const shell = (token: pulumi.Input<string> = "glrt-abcdefghij0123456789"): RunnerProcess =>
  new RunnerProcess({
    runners: [{ runner: { id: 42, token }, executor: "shell", url: "https://gitlab.example.com" }],
  });

const kubernetes = (token: pulumi.Input<string> = "glrt-abcdefghij0123456789"): RunnerProcess =>
  new RunnerProcess({
    runners: [
      { runner: { id: 42, token }, executor: "kubernetes", url: "https://gitlab.example.com" },
    ],
  });

const WRITE: Readonly<Record<Name, (token?: pulumi.Input<string>) => pulumi.Output<string>>> = {
  configToml: (token) => shell(token).configToml(),
  helmValues: (token) => kubernetes(token).helmValues(),
  kubernetesSecret: (token) =>
    kubernetes(token).kubernetesSecret({ namespace: pulumi.output("ci") }),
  systemdUnit: (token) => shell(token).systemdUnit({ stopTimeout: pulumi.output(60) }),
  installScript: (token) => shell(token).installScript(RELEASE),
  cloudInit: (token) => shell(token).cloudInit({ ...RELEASE, packages: [pulumi.output("git")] }),
  composeFile: (token) =>
    shell(token).composeFile({ version: "19.3.0", digest: pulumi.interpolate`sha256:${SHA256}` }),
};

interface Parts {
  promise(): Promise<unknown>;
  allResources(): Promise<unknown>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
}

/** The parts of an Output; fails as it does. */
async function partsOf(
  output: pulumi.Output<string>,
): Promise<{ value: unknown; isKnown: boolean; isSecret: boolean }> {
  const parts = output as unknown as Parts;
  // Each of its promises fails with it, and one that nobody looks at ends the process.
  const value = parts.promise();
  await Promise.allSettled([value, parts.isKnown, parts.isSecret, parts.allResources()]);
  return { value: await value, isKnown: await parts.isKnown, isSecret: await parts.isSecret };
}

test.each(NAMES)("%s is a secret text, with Outputs in its options", async (name) => {
  const { value, isSecret } = await partsOf(WRITE[name]());
  expect(String(value).length).toBeGreaterThan(100);
  expect(isSecret).toBe(true);
});

test.each(NAMES)("%s is not known before the token is", async (name) => {
  const { isKnown, isSecret } = await partsOf(WRITE[name](later()));
  expect({ isKnown, isSecret }).toEqual({ isKnown: false, isSecret: true });
});

describe("before the token is known", () => {
  test.each<[string, () => pulumi.Output<string>]>([
    ["helmValues: runners.0.executor must be kubernetes", () => shell(later()).helmValues()],
    [
      "kubernetesSecret: secretName must be a name",
      () => kubernetes(later()).kubernetesSecret({ secretName: "A" }),
    ],
    [
      "systemdUnit: stopTimeout must be 1 or more",
      () => shell(later()).systemdUnit({ stopTimeout: 0 }),
    ],
    [
      "installScript: version must be a version",
      () => shell(later()).installScript({ ...RELEASE, version: "19" }),
    ],
    [
      "cloudInit: the user data has ",
      () => shell(later()).cloudInit({ ...RELEASE, maximumBytes: 100 }),
    ],
    [
      "composeFile: digest must be the digest",
      () => shell(later()).composeFile({ version: "19.3.0", digest: "x" }),
    ],
  ])("what is wrong is refused: %s", async (message, write) => {
    await expect(partsOf(write())).rejects.toThrow(message);
  });

  test("what is not known yet is not missed", async () => {
    const { isKnown } = await partsOf(
      shell(later()).installScript({ version: later(), sha256: { amd64: later() } }),
    );
    expect(isKnown).toBe(false);
  });
});
