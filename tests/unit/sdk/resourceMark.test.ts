import { ComponentResource, type Output, runtime } from "@pulumi/pulumi";

import { resourceMark } from "../../../sdk/resourceMark";
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

test("the same declaration has the same mark", async () => {
  const mark = await resourceMark(TYPE, "build");
  expect(mark).toMatch(/^[0-9a-f]{16}$/);
  expect(await resourceMark(TYPE, "build")).toBe(mark);
});

test("another name, type, parent or backend has another", async () => {
  const parent = new ComponentResource("acme:Fleet", "fleet");
  const marks = [
    await resourceMark(TYPE, "build"),
    await resourceMark(TYPE, "other"),
    await resourceMark("another", "build"),
    await resourceMark(TYPE, "build", { parent }),
  ];
  process.env["PULUMI_BACKEND_URL"] = "file:///elsewhere";
  marks.push(await resourceMark(TYPE, "build"));
  expect(new Set(marks).size).toBe(marks.length);
});

test("children of a component do not wait for each other by their marks", async () => {
  const parent = new ComponentResource("acme:Fleet", "children");
  const runners = ["one", "two"].map(
    (name) => new Runner(name, { runnerType: "instance_type" }, { parent }),
  );
  const ids = await Promise.all(runners.map(({ id }) => valueOf(id)));
  expect(ids).toEqual(["one", "two"]);
});
