import type { MarkedRunner } from "../../../gitlab";
import { heldRunners } from "../../../provider/context/heldRunners";
import { storedRunners } from "../../../provider/engine/storedRunners";

const TYPE = "pulumi-nodejs:dynamic/gitlab-runners:Runner";
const found = (id: number, attempt: string): MarkedRunner =>
  ({ runner: { id }, marker: { resource: "of one", attempt } }) as unknown as MarkedRunner;
const holds = (outputs: Record<string, unknown>, type = TYPE): boolean =>
  heldRunners(storedRunners([{ type, outputs }])).holds(found(7, "made it"));
const isVague = (outputs: Record<string, unknown>): boolean =>
  heldRunners(storedRunners([{ type: TYPE, outputs }])).isVague("one");

describe("a state holds a runner", () => {
  test.each<[what: string, held: boolean, outputs: Record<string, unknown>]>([
    ["that it says was made by the same attempt", true, { __origin: { attempt: "made it" } }],
    ["not one of another attempt", false, { __mark: "one", __origin: { attempt: "another" } }],
    ["that it has adopted", true, { runnerId: 7, __origin: { way: "adopt" } }],
    ["not another than it has adopted", false, { runnerId: 8, __origin: { way: "adopt" } }],
  ])("%s", (_, held, outputs) => {
    expect(holds(outputs)).toBe(held);
  });

  test("only in a resource that is a runner", () => {
    expect(holds({ __origin: { attempt: "made it" } }, "other:Runner")).toBe(false);
  });
});

test.each<[what: string, twin: boolean, outputs: Record<string, unknown>]>([
  ["the state's own", false, { id: 7, __origin: { attempt: "made it" } }],
  ["the state's own, of an earlier version", false, { __origin: { attempt: "made it" } }],
  ["another of the same attempt", true, { id: 8, __origin: { attempt: "made it" } }],
  ["one of another attempt", false, { id: 8, __origin: { attempt: "another" } }],
])("a runner is a twin: %s", (_, twin, outputs) => {
  const state = heldRunners(storedRunners([{ type: TYPE, outputs }]));
  expect(state.isTwin(found(7, "made it"))).toBe(twin);
});

test.each<[what: string, vague: boolean, outputs: Record<string, unknown>]>([
  ["of an earlier version", true, { __mark: "one" }],
  ["of an earlier version, of another resource", false, { __mark: "another" }],
  ["of this version", false, { __mark: "one", __origin: { way: "create", attempt: "another" } }],
  ["that has adopted a runner", false, { __mark: "one", __origin: { way: "adopt" } }],
])("a state %s does not say which runner its resource has: %s", (_, vague, outputs) => {
  expect(isVague(outputs)).toBe(vague);
});
