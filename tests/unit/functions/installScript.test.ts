import { createHash } from "node:crypto";

import { parse } from "smol-toml";

import { configToml } from "../../../functions/delivery/configToml";
import {
  type KnownInstallOptions,
  installOptions,
  installScript,
} from "../../../functions/delivery/installScript";
import type { KnownProcess } from "../../../functions/delivery/knownProcess";
import { systemdUnit } from "../../../functions/delivery/systemdUnit";
import { checkArgs } from "../../../functions/arguments";
import { processOf } from "../../helpers/knownProcesses";
import { LinuxSandbox } from "../../helpers/linuxSandbox";

const BINARY = "#!/bin/sh\n: >ran\n";
const SHA256 = createHash("sha256").update(BINARY).digest("hex");

const CONFIG = "/etc/gitlab-runner/config.toml";
const UNIT = "/etc/systemd/system/gitlab-runner.service";
const INSTALLED = "/usr/local/bin/gitlab-runner";
const ENVIRONMENT = "/etc/gitlab-runner/environment";

const SHELL = processOf({ concurrent: 4 }, { executor: "shell" });

const optionsOf = (given: object): KnownInstallOptions =>
  checkArgs("installScript", installOptions, {
    version: "19.3.0",
    sha256: { amd64: SHA256 },
    ...given,
  });

const scriptOf = (given: object = {}, process: KnownProcess = SHELL): Promise<string> =>
  installScript(process, optionsOf(given));

let blank: LinuxSandbox;
let installed: LinuxSandbox;
let machine: LinuxSandbox;

beforeAll(async () => {
  blank = new LinuxSandbox();
  blank.write("/download", BINARY);
  installed = blank.copy();
  installed.run(await scriptOf());
});

beforeEach(() => {
  machine = blank.copy();
});

afterEach(() => {
  machine.remove();
});

afterAll(() => {
  blank.remove();
  installed.remove();
});

/** Has the test begin with a machine that is set up. */
function begunWithAnInstallation(): void {
  machine.remove();
  machine = installed.copy();
}

const RELEASE =
  "https://s3.dualstack.us-east-1.amazonaws.com/gitlab-runner-downloads/v19.3.0/binaries/gitlab-runner-linux-amd64";

describe.each(["sh", "bash"] as const)("run by %s", (shell) => {
  test("it sets a machine up, and run again it changes nothing and starts nothing", async () => {
    const script = await scriptOf({ environment: { A: "b" } });
    const { status, stderr, calls } = machine.run(script, { shell });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(calls).toEqual([
      expect.stringMatching(new RegExp(`^curl --fail .*--output .* ${RELEASE}$`)),
      expect.stringMatching(/^useradd --system .*--home-dir \/home\/gitlab-runner gitlab-runner$/),
      "systemctl daemon-reload",
      "systemctl enable --quiet gitlab-runner.service",
      "systemctl is-active --quiet gitlab-runner.service",
      "systemctl start gitlab-runner.service",
    ]);
    expect(machine.read(INSTALLED)).toBe(BINARY);
    expect(machine.read(CONFIG)).toBe(await configToml(SHELL));
    expect(machine.read(UNIT)).toBe(systemdUnit(SHELL, { stopTimeout: 7200 }));
    expect(
      [INSTALLED, "/etc/gitlab-runner", CONFIG, ENVIRONMENT, UNIT].map((path) =>
        machine.mode(path),
      ),
    ).toEqual(["755", "700", "600", "600", "600"]);
    expect(machine.has("/ran")).toBe(false);

    const files = [INSTALLED, CONFIG, UNIT, ENVIRONMENT];
    const before = files.map((file) => machine.written(file));
    const again = machine.run(script, { shell });
    expect(again.status).toBe(0);
    expect(again.calls).toEqual([
      "systemctl daemon-reload",
      "systemctl enable --quiet gitlab-runner.service",
      "systemctl is-active --quiet gitlab-runner.service",
    ]);
    expect(files.map((file) => machine.written(file))).toEqual(before);
  });
});

const lastCall = (calls: readonly string[]): string | undefined => calls.at(-1);

describe("a later run", () => {
  beforeEach(begunWithAnInstallation);

  test("with another token has the file read again, and ends no job", async () => {
    const other = processOf(
      { concurrent: 4 },
      { executor: "shell", token: "glrt-other0123456789abcd" },
    );
    const { calls } = machine.run(await scriptOf({}, other));
    expect(lastCall(calls)).toBe("systemctl reload gitlab-runner.service");
    expect(machine.read(CONFIG)).toContain("glrt-other0123456789abcd");
    expect(calls.join("\n")).not.toContain("glrt-");
  });

  test("with another binary starts it again, after the jobs", async () => {
    machine.write("/download", "another");
    const sha256 = { amd64: createHash("sha256").update("another").digest("hex") };
    const { calls } = machine.run(await scriptOf({ version: "19.4.0", sha256 }));
    expect(calls[0]).toContain("/v19.4.0/");
    expect(lastCall(calls)).toBe("systemctl restart gitlab-runner.service");
    expect(machine.read(INSTALLED)).toBe("another");
  });

  test.each<[string, object, object]>([
    ["the address of its metrics", { listenAddress: ":9252" }, {}],
    ["how long a stop may take", {}, { stopTimeout: 60 }],
    ["its environment", {}, { environment: { A: "b" } }],
  ])("with a change of %s starts it again", async (_, keys, options) => {
    const changed = processOf({ concurrent: 4, ...keys }, { executor: "shell" });
    const { calls } = machine.run(await scriptOf(options, changed));
    expect(lastCall(calls)).toBe("systemctl restart gitlab-runner.service");
  });

  test("without its environment takes it away and starts it again", async () => {
    const given = { environment: { HTTPS_PROXY: "http://user:pass@proxy.example.com" } };
    machine.run(await scriptOf(given));
    expect(machine.read(ENVIRONMENT)).toContain("user:pass");
    const script = await scriptOf();
    expect(lastCall(machine.run(script).calls)).toBe("systemctl restart gitlab-runner.service");
    expect(machine.has(ENVIRONMENT)).toBe(false);
    expect(lastCall(machine.run(script).calls)).toMatch(/is-active/);
  });

  test("starts it again that an earlier run ended before", async () => {
    const script = await scriptOf({ stopTimeout: 60 });
    const variables = { SANDBOX_FAILS: "daemon-reload" };
    expect(machine.run(script, { variables }).status).not.toBe(0);
    expect(lastCall(machine.run(script).calls)).toBe("systemctl restart gitlab-runner.service");
    expect(lastCall(machine.run(script).calls)).toMatch(/is-active/);
  });

  test("makes files anew that somebody changed, with their permissions", async () => {
    machine.write(CONFIG, "concurrent = 1\n");
    machine.run("chmod 0644 etc/gitlab-runner/config.toml");
    expect(lastCall(machine.run(await scriptOf()).calls)).toMatch(/reload/);
    expect(machine.read(CONFIG)).toBe(await configToml(SHELL));
    expect(machine.mode(CONFIG)).toBe("600");
  });
});

describe("before anything is changed it stops", () => {
  const untouched = (): void => {
    expect(
      [INSTALLED, CONFIG, UNIT, "/ran", "/active"].filter((path) => machine.has(path)),
    ).toEqual([]);
  };

  test("at a wrong checksum", async () => {
    machine.write("/download", `${BINARY}evil\n`);
    const { status, stderr, calls } = machine.run(await scriptOf());
    expect(status).toBe(1);
    expect(stderr).toBe(
      `gitlab-runner: the checksum of ${RELEASE} is not the one given for amd64: it was not installed\n`,
    );
    expect(calls).toHaveLength(1);
    untouched();
  });

  test("at a failed download, even of the right text", async () => {
    const { status, stderr } = machine.run(await scriptOf(), { variables: { SANDBOX_CURL: "22" } });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `gitlab-runner: ${RELEASE} could not be downloaded\n`,
    });
    untouched();
  });

  test("at a machine without a checksum", async () => {
    const { status, stderr } = machine.run(await scriptOf(), {
      variables: { SANDBOX_MACHINE: "aarch64" },
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "gitlab-runner: no checksum is given for aarch64: add it to sha256\n",
    });
    untouched();
  });

  test("at a user that is not root", async () => {
    const { status, stderr } = machine.run(await scriptOf(), {
      variables: { SANDBOX_UID: "1000" },
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "gitlab-runner: this has to run as root\n",
    });
    untouched();
  });
});

/** None of them may be run, or end the text it stands in. */
const HOSTILE = [
  "$(: >ran)",
  "`: >ran`",
  "'; : >ran; '",
  '"; : >ran; "',
  "${HOME} $HOME $$ \\$(: >ran)",
  "END_OF_FILE",
  "a\nEND_OF_FILE\n: >ran\nEND_OF_FILE_\n",
  "%n %% %h",
  "binary=/tmp",
  "\\n\\\\ \\'",
].join("\n");

test("what users wrote is no command of the script", async () => {
  const process = processOf(
    {},
    {
      executor: "shell",
      preBuildScript: HOSTILE,
      environment: [`A=${HOSTILE}`],
      description: HOSTILE,
    },
  );
  const environment = { A: HOSTILE, HTTPS_PROXY: "http://$(: >ran)@proxy" };
  const { status } = machine.run(await scriptOf({ environment }, process));
  expect(status).toBe(0);
  expect(machine.has("/ran")).toBe(false);
  expect(machine.read(CONFIG)).toBe(await configToml(process));
  expect(parse(machine.read(CONFIG))).toMatchObject({ runners: [{ pre_build_script: HOSTILE }] });
  expect(machine.read(ENVIRONMENT)).toContain('HTTPS_PROXY="http://\\$(: >ran)@proxy"');
});

test("of a script that does not arrive as a whole nothing runs", async () => {
  const script = await scriptOf();
  for (const end of [0.2, 0.5, 0.9]) {
    const { status, calls } = machine.run(script.slice(0, Math.floor(script.length * end)));
    expect(status).not.toBe(0);
    expect(calls).toEqual([]);
  }
  const { status, calls } = machine.run(script.trimEnd().slice(0, -1));
  expect(status).not.toBe(0);
  expect(calls).toEqual([]);
});

describe("plugins of autoscalers", () => {
  const noting = `#!/bin/sh
printf '%s %s\\n' "$FLEETING_PLUGIN_PATH" "$*" >>"$SANDBOX/calls"
[ ! -e "$SANDBOX/no-registry" ]
`;
  const sha256 = { amd64: createHash("sha256").update(noting).digest("hex") };
  const autoscaled = (plugin: string): KnownProcess =>
    processOf({}, { executor: "instance", autoscaler: { plugin } });
  const call =
    "/var/lib/gitlab-runner/fleeting-plugins fleeting --config /etc/gitlab-runner/config.toml install";

  beforeEach(() => {
    machine.write("/download", noting);
  });

  test("are installed where the service finds them, before it starts", async () => {
    const { status, calls } = machine.run(await scriptOf({ sha256 }, autoscaled("aws:1")));
    expect(status).toBe(0);
    expect(calls.slice(2, 4)).toEqual([call, "systemctl daemon-reload"]);
    expect(machine.read(UNIT)).toContain(
      "\nEnvironment=FLEETING_PLUGIN_PATH=/var/lib/gitlab-runner/fleeting-plugins\n",
    );
    expect(machine.mode("/var/lib/gitlab-runner/fleeting-plugins")).toBe("700");
  });

  test("that cannot be had keep the service from starting", async () => {
    machine.write("/no-registry", "");
    const { status, stderr, calls } = machine.run(
      await scriptOf({ sha256 }, autoscaled("registry.example.com/plugins/aws:1")),
    );
    expect(status).toBe(1);
    expect(stderr).toBe("gitlab-runner: the plugins of the autoscalers could not be installed\n");
    expect(calls.at(-1)).toBe(call);
  });

  test.each(["fleeting-plugin-aws", "/opt/fleeting-plugin-aws"])(
    "that are programs of the machine are left to it: %s",
    async (plugin) => {
      const { status, calls } = machine.run(await scriptOf({ sha256 }, autoscaled(plugin)));
      expect(status).toBe(0);
      expect(calls).not.toContain(call);
      expect(machine.read(UNIT)).not.toContain("FLEETING_PLUGIN_PATH");
    },
  );
});

describe("configCommand", () => {
  test("gets the file from a store of secrets, so that the script holds no token", async () => {
    machine.write("/store", "concurrent = 3\n");
    const script = await scriptOf({ configCommand: ["secret-store", "get", "a b'$(: >ran)"] });
    expect(script).not.toContain("glrt-");
    const { status, calls } = machine.run(script);
    expect(status).toBe(0);
    expect(calls).toContain("secret-store get a b'$(: >ran)");
    expect(machine.read(CONFIG)).toBe("concurrent = 3\n");
    expect(machine.mode(CONFIG)).toBe("600");
    expect(machine.has("/ran")).toBe(false);
  });

  test.each<[string, string | undefined, string]>([
    ["fails", undefined, "the command of configCommand failed: nothing was set up"],
    ["prints nothing", "", "the command of configCommand printed nothing"],
  ])("that %s leaves the machine's file as it is", async (_, store, message) => {
    begunWithAnInstallation();
    if (store !== undefined) machine.write("/store", store);
    const { status, stderr } = machine.run(await scriptOf({ configCommand: ["secret-store"] }));
    expect(status).toBe(1);
    expect(stderr).toContain(`gitlab-runner: ${message}`);
    expect(machine.read(CONFIG)).toBe(await configToml(SHELL));
  });
});

test.each([
  [60, 1800],
  [7200, 7500],
])("a shutdown waits for a stop of %d seconds: %d", async (stopTimeout, seconds) => {
  machine.run(await scriptOf({ stopTimeout }));
  for (const target of ["poweroff", "reboot", "halt", "kexec"]) {
    expect(machine.read(`/etc/systemd/system/${target}.target.d/gitlab-runner.conf`)).toBe(
      `[Unit]\nJobTimeoutSec=${seconds}\n`,
    );
  }
});

test("a mirror has the releases as GitLab has them", async () => {
  const { calls } = machine.run(
    await scriptOf({ downloadUrl: "http://mirror.example.com/runner/" }),
  );
  expect(calls[0]).toMatch(
    / http:\/\/mirror\.example\.com\/runner\/v19\.3\.0\/binaries\/gitlab-runner-linux-amd64$/,
  );
});
