import { checkArgs } from "../../../functions/arguments";
import { systemdUnit, unitOptions } from "../../../functions/delivery/systemdUnit";
import { processOf } from "../../helpers/knownProcesses";

type Keys = Readonly<Record<string, unknown>>;

const SHELL: Keys = { executor: "shell" };

const unitOf = (keys: Keys = {}, runner: Keys = SHELL, options: object = {}): string =>
  systemdUnit(processOf(keys, runner), checkArgs("systemdUnit", unitOptions, options));

/** The values of a key, in order. */
const values = (unit: string, key: string): string[] =>
  [...unit.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value = ""]) => value);

test("a stop lets running jobs end: only gitlab-runner gets the signal", () => {
  const unit = unitOf();
  expect(values(unit, "KillSignal")).toEqual(["SIGQUIT"]);
  expect(values(unit, "KillMode")).toEqual(["mixed"]);
  expect(values(unit, "TimeoutStopSec")).toEqual(["7200"]);
  expect(values(unitOf({}, SHELL, { stopTimeout: 60 }), "TimeoutStopSec")).toEqual(["60"]);
});

test.each<[string, Keys, boolean]>([
  ["the Docker of the machine", { executor: "docker", docker: { image: "alpine:3" } }, true],
  [
    "the Docker of the machine by its socket",
    { executor: "docker", docker: { image: "alpine:3", host: "unix:///run/docker.sock" } },
    true,
  ],
  [
    "another machine's Docker",
    { executor: "docker", docker: { image: "alpine:3", host: "tcp://10.0.0.2:2376" } },
    false,
  ],
  ["no Docker", SHELL, false],
])("what a job needs stops after it: %s", (_, runner, needsDocker) => {
  const [after = ""] = values(unitOf({}, runner), "After");
  expect(after.split(" ")).toEqual(
    expect.arrayContaining(["network-online.target", "nss-lookup.target"]),
  );
  expect(after.split(" ").includes("docker.service")).toBe(needsDocker);
});

test.each([
  [{}, "--working-directory /home/gitlab-runner --user gitlab-runner"],
  [{ user: "ci-1" }, "--working-directory /home/ci-1 --user ci-1"],
  [{ user: "root" }, "--working-directory /root --user root"],
])("jobs run as the user of the process: %j", (keys, words) => {
  expect(values(unitOf(keys), "ExecStart")).toEqual([
    `/usr/local/bin/gitlab-runner run --config /etc/gitlab-runner/config.toml ${words}`,
  ]);
});

test.each(["", "a b", "a\nExecStartPre=/bin/false", "$(id)", "%n", "../root", "Root", "-x"])(
  "a user that is no name of Linux is refused: %j",
  (user) => {
    expect(() => unitOf({ user })).toThrow(
      /^systemdUnit: user must be the name of a user of Linux/,
    );
  },
);

test.each([
  { executor: "docker-windows", docker: { image: "nanoserver" } },
  { executor: "parallels", parallels: { baseName: "vm" }, ssh: { user: "ci" } },
])("an executor of another system is refused: $executor", (runner) => {
  expect(() => unitOf({}, runner)).toThrow(
    `systemdUnit: runners.0.executor is ${runner.executor}, which does not run on Linux. Use configToml`,
  );
});

describe("the unit changes", () => {
  const before = unitOf();
  const autoscaled = (idleCount: number): string =>
    unitOf({}, { executor: "instance", autoscaler: { plugin: "aws", policy: [{ idleCount }] } });

  test("with what gitlab-runner reads as it starts", () => {
    expect(unitOf({ listenAddress: ":9252" })).not.toBe(before);
    expect(unitOf({ sessionServer: { listenAddress: ":8093" } })).not.toBe(before);
    expect(autoscaled(1)).not.toBe(autoscaled(2));
  });

  test("with nothing else, and not with a token", () => {
    expect(unitOf({ concurrent: 8, logLevel: "debug" })).toBe(before);
    expect(unitOf({}, { ...SHELL, token: "glrt-other0123456789abcd", limit: 3 })).toBe(before);
  });
});
