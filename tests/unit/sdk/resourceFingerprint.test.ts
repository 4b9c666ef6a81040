import { ComponentResource, type Output, runtime } from "@pulumi/pulumi";

import { resourceFingerprint } from "../../../sdk/resourceFingerprint";
import { Runner } from "../../../sdk/runner";

beforeAll(async () => {
  await runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
    call: () => ({}),
  });
});
afterEach(() => {
  delete process.env["PULUMI_BACKEND_URL"];
});

const valueOf = (output: Output<string>): Promise<string> =>
  new Promise((resolve) => void output.apply(resolve));
const TYPE = "pulumi-nodejs:dynamic/gitlab-runners:Runner";

test("the same declaration has the same fingerprint", async () => {
  const fingerprint = await resourceFingerprint(TYPE, "build");
  expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
  expect(await resourceFingerprint(TYPE, "build")).toBe(fingerprint);
});

test("another name, type, parent or backend has another", async () => {
  const parent = new ComponentResource("acme:Fleet", "fleet");
  const fingerprints = [
    await resourceFingerprint(TYPE, "build"),
    await resourceFingerprint(TYPE, "other"),
    await resourceFingerprint("another", "build"),
    await resourceFingerprint(TYPE, "build", { parent }),
  ];
  process.env["PULUMI_BACKEND_URL"] = "file:///elsewhere";
  fingerprints.push(await resourceFingerprint(TYPE, "build"));
  expect(new Set(fingerprints).size).toBe(fingerprints.length);
});

test("children of a component do not wait for each other by their fingerprints", async () => {
  const parent = new ComponentResource("acme:Fleet", "children");
  const runners = ["one", "two"].map(
    (name) => new Runner(name, { runnerType: "instance_type" }, { parent }),
  );
  const ids = await Promise.all(runners.map(({ id }) => valueOf(id)));
  expect(ids).toEqual(["one", "two"]);
});
