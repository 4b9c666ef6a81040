import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse as toml } from "smol-toml";
import { parse as yaml } from "yaml";

import * as sdk from "../../../sdk";

const tokenOf = (name: string): string => `glrt-of-${name}`;
const SHA256 = "5".repeat(64);

jest.mock("pulumi-gitlab-runners", () => sdk, { virtual: true });

interface Parts {
  promise(): Promise<string>;
  isSecret: Promise<boolean>;
}

/** What a program of examples/token-to-runner exports, each of it a secret. */
async function exportsOf(program: string): Promise<Record<string, string>> {
  const path = join(__dirname, "../../../examples/token-to-runner", program);
  const exported = Object.entries((await import(path)) as Record<string, pulumi.Output<string>>);
  const outputs = exported.filter(([, output]) => pulumi.Output.isInstance(output));
  const entries = outputs.map(async ([name, output]) => {
    const parts = output as unknown as Parts;
    expect([name, await parts.isSecret]).toEqual([name, true]);
    return [name, await parts.promise()] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

describe("the programs of the page from token to runner", () => {
  beforeAll(async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ inputs, name }) => ({
        id: "7",
        state: { ...(inputs as object), token: tokenOf(name) },
      }),
      call: ({ inputs }) => inputs as object,
    });
    pulumi.runtime.setAllConfig({
      "project:project": "acme/app",
      "project:group": "acme",
      "project:sha256": SHA256,
      "project:digest": `sha256:${SHA256}`,
      "project:autoScalingGroup": "ci",
      "gitlab:baseUrl": "https://gitlab.example.com",
    });
  });

  test("set up a machine", async () => {
    const { userData = "", installScript = "" } = await exportsOf("machine.ts");
    expect(userData).toMatch(/^#cloud-config\n/);
    const { write_files: files } = yaml(userData) as { write_files: { content: string }[] };
    expect(files.map(({ content }) => content)).toEqual([installScript]);
    expect(installScript).toContain(SHA256);
    expect(installScript).toContain('executor = "docker"');
    expect(installScript).toContain('executor = "shell"');
  });

  test("set up a container", async () => {
    const { composeFile = "" } = await exportsOf("container.ts");
    const file = yaml(composeFile) as {
      services: Record<string, { image: string }>;
      configs: Record<string, { content: string }>;
    };
    expect(file.services["gitlab-runner"]?.image).toMatch(/:alpine-v19\.3\.0@sha256:5+$/);
    const [config] = Object.values(file.configs);
    expect(toml(config?.content ?? "")).toMatchObject({
      concurrent: 4,
      runners: [{ token: tokenOf("builds"), executor: "docker", docker: { image: "alpine:3" } }],
    });
  });

  test("set up a release of the Helm chart", async () => {
    const { secret = "", values = "" } = await exportsOf("kubernetes.ts");
    const manifest = yaml(secret) as {
      metadata: { name: string };
      stringData: Record<string, string>;
    };
    expect(manifest.stringData["runner-token"]).toBe(tokenOf("builds"));
    expect(values).not.toContain(tokenOf("builds"));
    expect(yaml(values)).toMatchObject({
      gitlabUrl: "https://gitlab.example.com",
      concurrent: 20,
      runners: { secret: manifest.metadata.name },
    });
  });

  test("set up an autoscaler", async () => {
    const { installScript = "" } = await exportsOf("autoscaler.ts");
    expect(installScript).toContain('plugin = "aws:1"');
    expect(installScript).toContain('executor = "docker-autoscaler"');
  });

  test("set up any machine by hand", async () => {
    const exported = await exportsOf("byHand.ts");
    const { registerCommand = "", registerInPowerShell = "", configToml = "" } = exported;
    expect(toml(configToml)).toMatchObject({ concurrent: 2, runners: [{ token: tokenOf("mac") }] });
    expect(registerCommand).toMatch(/^CI_SERVER_TOKEN=\S+ gitlab-runner register /);
    expect(registerInPowerShell).toMatch(/CI_SERVER_TOKEN.*gitlab-runner.* register .*pwsh/s);
    for (const command of [registerCommand, registerInPowerShell])
      expect(command).not.toMatch(/--token\b/);
  });
});
