import { ComponentResource, type Output, createUrn, runtime } from "@pulumi/pulumi";

import { resourceUrn } from "../../../sdk/resourceUrn";

beforeAll(async () => {
  await runtime.setMocks(
    { newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) },
    "fleet",
    "prod",
  );
});

const valueOf = (output: Output<string>): Promise<string> =>
  new Promise((resolve) => void output.apply(resolve));
const TYPE = "pulumi-nodejs:dynamic/gitlab-runners:Runner";

test("the URN of a resource in the stack is the SDK's, and known at once", async () => {
  const urn = resourceUrn(TYPE, "build: a::b");
  expect(urn).toBe(`urn:pulumi:prod::fleet::${TYPE}::build: a::b`);
  expect(urn).toBe(await valueOf(createUrn("build: a::b", TYPE)));
});

test("the URN of a resource below others is the SDK's", async () => {
  const outer = new ComponentResource("acme:Fleet", "fleet");
  const inner = new ComponentResource("acme:Team", "team", {}, { parent: outer });
  for (const parent of [outer, inner, outer])
    for (const name of ["build", "deploy"]) {
      const urn = await resourceUrn(TYPE, name, { parent });
      expect(urn).toBe(await valueOf(createUrn(name, TYPE, parent)));
    }
  expect(await resourceUrn(TYPE, "build", { parent: inner })).toBe(
    `urn:pulumi:prod::fleet::acme:Fleet$acme:Team$${TYPE}::build`,
  );
});

test("a stack as the parent is none", async () => {
  const stack = new ComponentResource("pulumi:pulumi:Stack", "fleet-prod");
  expect(await resourceUrn(TYPE, "build", { parent: stack })).toBe(resourceUrn(TYPE, "build"));
});
