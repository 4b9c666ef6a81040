import { runtime } from "@pulumi/pulumi";

import { Runner } from "../../../sdk";

beforeAll(async () => {
  await runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
    call: () => ({}),
  });
});

/** How many stack traces with frames are made meanwhile. */
function stackTracesOf(work: () => void): number {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
  const { prepareStackTrace } = Error;
  let count = 0;
  Error.prepareStackTrace = (error, frames) => {
    if (frames.length > 0) count += 1;
    return String(error);
  };
  try {
    work();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
  return count;
}

test("a runner costs no more stack traces than the few by which the SDK finds its place", () => {
  const count = stackTracesOf(() => new Runner("builds", { runnerType: "instance_type" }));
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(10);
});

test("a runner that cannot be constructed says where, and leaves stack traces as they were", () => {
  const before = Error.stackTraceLimit;
  let thrown: unknown;
  try {
    new Runner("", { runnerType: "instance_type" });
  } catch (error) {
    thrown = error;
  }
  expect((thrown as Error).message).toMatch(/name/);
  expect((thrown as Error).stack).toContain("stackTraces.test.ts");
  expect(Error.stackTraceLimit).toBe(before);
});
