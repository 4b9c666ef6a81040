import { originKindOfInputs } from "../../../provider/runner/runnerRules";

test("a null is as good as an absent argument", () => {
  expect(originKindOfInputs({ runnerId: 7, runnerType: null, registrationToken: null })).toBe(
    "adopt",
  );
});
