import { createHash } from "node:crypto";

import { parse } from "yaml";

import { checkArgs } from "../../../functions/arguments";
import { cloudInit, cloudInitOptions } from "../../../functions/delivery/cloudInit";
import { installOptions, installScript } from "../../../functions/delivery/installScript";
import type { KnownProcess } from "../../../functions/delivery/knownProcess";
import { processOf } from "../../helpers/knownProcesses";
import { LinuxSandbox } from "../../helpers/linuxSandbox";

const BINARY = "the binary";
const OPTIONS = {
  version: "19.3.0",
  sha256: { amd64: createHash("sha256").update(BINARY).digest("hex") },
};
const SHELL = processOf({}, { executor: "shell" });

const userDataOf = async (given: object = {}, process: KnownProcess = SHELL): Promise<string> =>
  cloudInit(process, checkArgs("cloudInit", cloudInitOptions, { ...OPTIONS, ...given }));

const scriptOf = (process: KnownProcess = SHELL): Promise<string> =>
  installScript(process, checkArgs("installScript", installOptions, OPTIONS));

test("cloud-init runs the script, which nobody else may read", async () => {
  const userData = await userDataOf();
  expect(userData.split("\n")[0]).toBe("#cloud-config");
  expect(parse(userData, { version: "1.1" })).toEqual({
    write_files: [
      {
        path: "/run/gitlab-runner-installation/install",
        owner: "root:root",
        permissions: "0700",
        content: await scriptOf(),
      },
    ],
    runcmd: [["sh", "/run/gitlab-runner-installation/install"]],
  });
});

test("what cloud-init writes sets a machine up", async () => {
  const process = processOf({}, { executor: "shell", preBuildScript: "echo on\u0085 'é😀'\n" });
  const { write_files: files } = parse(await userDataOf({}, process), { version: "1.1" }) as {
    write_files: { content: string }[];
  };
  const machine = new LinuxSandbox();
  try {
    machine.write("/download", BINARY);
    const { status, calls } = machine.run(files[0]?.content ?? "");
    expect(status).toBe(0);
    expect(calls.at(-1)).toBe("systemctl start gitlab-runner.service");
    expect(machine.read("/etc/gitlab-runner/config.toml")).toContain("é😀");
  } finally {
    machine.remove();
  }
});

test("packages are installed before", async () => {
  const userData = await userDataOf({ packages: ["docker.io", "git"] });
  expect(parse(userData, { version: "1.1" })).toMatchObject({
    package_update: true,
    packages: ["docker.io", "git"],
  });
  await expect(userDataOf({ packages: ["a", "--x"] })).rejects.toThrow(
    "packages.1 must be the name of a package",
  );
});

describe("user data that a cloud would refuse", () => {
  const large = processOf({}, { executor: "shell", preBuildScript: "é".repeat(6000) });

  test("is refused, with its size and the way out", async () => {
    await expect(userDataOf({}, large)).rejects.toThrow(
      /^cloudInit: the user data has 1[67]\d{3} bytes, more than maximumBytes, 16384\. Raise .*configCommand .*gzip/,
    );
  });

  test("is not refused where the cloud takes it, or where a store has the file", async () => {
    await expect(userDataOf({ maximumBytes: 32_768 }, large)).resolves.toContain("é");
    await expect(userDataOf({ configCommand: ["store"] }, large)).resolves.not.toContain("é");
  });
});
