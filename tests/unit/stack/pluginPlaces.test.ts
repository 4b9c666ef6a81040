import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { pluginPlaces } from "../../../stack/pluginPlaces";

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
  const found = (): boolean => pluginPlaces(join(folder, "project/program"), "0.1.0").hasPlugin;

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

  test("of another version is none, and is named", () => {
    for (const name of ["v0.1.0.lock", "v0.1.0.partial", "v0.0.9", "v0.1.0-alpha.1", "sdk-v0.1.0"])
      mkdirSync(join(folder, `home/plugins/resource-gitlab-runners-${name}`));
    project(
      "plugins:\n  providers:\n    - name: gitlab-runners\n      path: ./x\n      version: 0.2.0\n",
    );
    expect(pluginPlaces(join(folder, "project/program"), "0.1.0")).toEqual({
      hasPlugin: false,
      otherVersions: ["0.2.0", "0.0.9", "0.1.0-alpha.1"],
    });
    expect(pluginPlaces(join(folder, "project/program"), "0.0.9").hasPlugin).toBe(true);
    expect(pluginPlaces(join(folder, "project/program"), "0.2.0").hasPlugin).toBe(true);
  });

  test("of another version will do where the engine is to take any from it on", () => {
    mkdirSync(join(folder, "home/plugins/resource-gitlab-runners-v0.2.0"));
    expect(found()).toBe(false);
    process.env["PULUMI_ENABLE_LEGACY_PLUGIN_SEARCH"] = "true";
    expect(found()).toBe(true);
  });

  test.each(["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"])(
    "is found by a project whose file is %s",
    (name) => {
      rmSync(join(folder, "project/Pulumi.yaml"));
      const providers = [{ name: "gitlab-runners", path: "./x" }];
      writeFileSync(join(folder, "project", name), JSON.stringify({ plugins: { providers } }));
      expect(found()).toBe(true);
    },
  );

  test("is looked for in the file that the engine takes of several, and a folder is none", () => {
    const providers = [{ name: "gitlab-runners", path: "./x" }];
    mkdirSync(join(folder, "project/program/Pulumi.yaml"));
    expect(found()).toBe(false);
    writeFileSync(join(folder, "project/Pulumi.json"), JSON.stringify({ plugins: { providers } }));
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
