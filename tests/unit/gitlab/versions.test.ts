import { ASKED_VERSION, isOlderVersion } from "../../../gitlab/text/versions";

test.each([
  ["17.11.0", "18", true],
  ["18.0.0", "18", false],
  ["18.4.0", "18.5", true],
  ["18.10.0", "18.9", false],
  ["18.4.1", "18.4.1", false],
  ["18.4.0", "18.4.1", true],
  ["18", "18.0.0", false],
  ["18.5.0~pre.1.g0", "18.5", false],
  ["v18.5.0", "18.5", false],
  ["development version", "1", true],
  ["", "1", true],
  ["19.0.0", "18.99.99", false],
])("gitlab-runner %s, where %s is asked for: older is %s", (version, asked, isOlder) => {
  expect(isOlderVersion(version, asked)).toBe(isOlder);
});

test.each(["18", "18.4", "18.4.1"])("%s can be asked for", (version) => {
  expect(version).toMatch(ASKED_VERSION);
});

test.each(["", "v18", "18.", "18.4.1.2", "18.x", " 18", "18\n", "1".repeat(10)])(
  "%j cannot be asked for",
  (version) => {
    expect(version).not.toMatch(ASKED_VERSION);
  },
);
