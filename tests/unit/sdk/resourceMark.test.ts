import { ComponentResource, type Output, runtime } from "@pulumi/pulumi";

import { resourceMark } from "../../../sdk/resourceMark";

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
  const mark = await valueOf(resourceMark(TYPE, "build"));
  expect(mark).toMatch(/^[0-9a-f]{16}$/);
  expect(await valueOf(resourceMark(TYPE, "build"))).toBe(mark);
});

test("another name, type, parent or backend has another", async () => {
  const parent = new ComponentResource("acme:Fleet", "fleet");
  const marks = [
    await valueOf(resourceMark(TYPE, "build")),
    await valueOf(resourceMark(TYPE, "other")),
    await valueOf(resourceMark("another", "build")),
    await valueOf(resourceMark(TYPE, "build", { parent })),
  ];
  process.env["PULUMI_BACKEND_URL"] = "file:///elsewhere";
  marks.push(await valueOf(resourceMark(TYPE, "build")));
  expect(new Set(marks).size).toBe(marks.length);
});
