import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { backendAddress } from "../../../stack/backendAddress";

describe("the address of the backend", () => {
  const before = process.cwd();
  const environment = { ...process.env };
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "gitlab-runners-backend-")));
    mkdirSync(join(folder, "project/program"), { recursive: true });
    for (const name of ["home", "backend"]) mkdirSync(join(folder, name));
    process.chdir(join(folder, "project/program"));
    process.env["PULUMI_HOME"] = join(folder, "home");
    project("name: stack\nruntime: nodejs\n");
  });
  afterEach(() => {
    process.chdir(before);
    process.env = { ...environment };
    rmSync(folder, { recursive: true });
  });

  const project = (text: string): void => {
    writeFileSync(join(folder, "project/Pulumi.yaml"), text);
  };
  const logIn = (address: string): void => {
    writeFileSync(join(folder, "home/credentials.json"), JSON.stringify({ current: address }));
  };

  test("is that of the environment, else of the project, else of the login", () => {
    logIn("s3://of-the-login");
    expect(backendAddress(process.cwd())).toBe("s3://of-the-login");
    process.env["PULUMI_BACKEND_URL"] = "s3://of-the-environment";
    expect(backendAddress(process.cwd())).toBe("s3://of-the-environment");
  });

  test("is that of the project before that of the login", () => {
    logIn("s3://of-the-login");
    project("name: stack\nruntime: nodejs\nbackend:\n  url: s3://of-the-project\n");
    expect(backendAddress(process.cwd())).toBe("s3://of-the-project");
  });

  test("is what nobody can read, as if there were none", () => {
    writeFileSync(join(folder, "home/credentials.json"), "{ not JSON");
    project("name: stack\n  bad: [\n");
    expect(backendAddress(process.cwd())).toBe("");
  });

  test("of a folder is its real path from the project's, with links followed", () => {
    process.env["PULUMI_BACKEND_URL"] = "file://../backend?no_tmp_dir=true";
    expect(backendAddress(process.cwd())).toBe(`file://${join(folder, "backend")}`);
    symlinkSync(join(folder, "backend"), join(folder, "link"));
    process.env["PULUMI_BACKEND_URL"] = `file://${join(folder, "link")}`;
    expect(backendAddress(process.cwd())).toBe(`file://${join(folder, "backend")}`);
  });

  test("of the home folder is another for another user", () => {
    process.env["PULUMI_BACKEND_URL"] = "file://~";
    const addresses = ["one", "two"].map((name) => {
      process.env["HOME"] = join(folder, name);
      return backendAddress(process.cwd());
    });
    expect(addresses).toEqual([`file://${join(folder, "one")}`, `file://${join(folder, "two")}`]);
  });
});
