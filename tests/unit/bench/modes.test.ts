import { MODES, modesFor } from "../../../bench/modes";

test.each([
  [1000, MODES, ["default", "withoutCheckpoints"]],
  [1001, MODES, ["withoutCheckpoints"]],
  [1001, ["default"], []],
  [10, ["default"], ["default"]],
] as const)("a stack of %d runners, of the modes %j, is measured in %j", (runners, modes, both) => {
  expect(modesFor(runners, modes)).toEqual(both);
});
