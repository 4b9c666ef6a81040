import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { hasPlugin } from "../../../stack/pluginPlaces";

describe("the plugin", () => {
  const environment = { ...process.env };
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "gitlab-runners-places-")));
    for (const name of ["project/program", "home/plugins", "bin"])
      mkdirSync(join(folder, name), { recursive: true });
    process.env = { PATH: join(folder, "bin"), PULUMI_HOME: join(folder, "home") };
    project(
      "name: stack\nruntime: nodejs\nplugins:\n  providers:\n    - name: other\n      path: .\n",
    );
  });
  afterEach(() => {
    process.env = { ...environment };
    rmSync(folder, { recursive: true });
  });

  const project = (text: string): void => {
    writeFileSync(join(folder, "project/Pulumi.yaml"), text);
  };
  const found = (): boolean => hasPlugin(join(folder, "project/program"));

  test.each<[string, () => void]>([
    [
      "the project names",
      () => {
        project(
          "name: stack\nplugins:\n  providers:\n    - name: gitlab-runners\n      path: ./x\n",
        );
      },
    ],
    [
      "is installed",
      () => {
        mkdirSync(join(folder, "home/plugins/resource-gitlab-runners-v0.1.0"));
      },
    ],
    [
      "is on PATH",
      () => {
        writeFileSync(join(folder, "bin/pulumi-resource-gitlab-runners"), "");
        process.env["PATH"] = ["/nowhere", join(folder, "bin")].join(delimiter);
      },
    ],
    [
      "the environment names",
      () => {
        process.env["PULUMI_DEBUG_PROVIDERS"] = "gitlab-runners:1234";
      },
    ],
  ])("that %s is found, and none without it", (_, put) => {
    expect(found()).toBe(false);
    put();
    expect(found()).toBe(true);
  });

  test.each(["", "plugins:\n", "plugins:\n  providers:\n", "plugins:\n  analyzers: []\n"])(
    "a project that names none (%j) has none",
    (text) => {
      project(`name: stack\n${text}`);
      expect(found()).toBe(false);
    },
  );
});
