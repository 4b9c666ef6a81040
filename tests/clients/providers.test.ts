import { spawn } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse as yaml } from "yaml";

import { installProviders } from "./providers/install";
import { DIRECTORY, REASON } from "./setUp";
import { type Consumer, createConsumer } from "../helpers/consumer";
import { blocksOf } from "../helpers/pageBlocks";
import { shownBy } from "../helpers/processes";

const ROTATION = join(__dirname, "../../examples/rotation");
const PROGRAMS = ["kubernetes.ts", "secretManager.ts"] as const;
const COMPILER = join(__dirname, "../helpers/consumerCompiler.js");
const DECLARED = join(__dirname, "providers/declared.cjs");
const COMPILER_OPTIONS = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: "node16",
  moduleResolution: "node16",
  target: "es2022",
  types: ["node"],
};
const FIRST_TOKEN = "glrt-tokenOfTheFirstRunner";
const NEXT_TOKEN = "glrt-tokenOfTheNextRunner0";

/** How Pulumi's SDK writes a secret and an asset for the engine. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270" };
interface Secret {
  readonly value: unknown;
}

interface Declared {
  readonly kind: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

const directory = process.env[`${DIRECTORY}providers`];
if (directory === undefined)
  test.skip(`the providers cannot be had: ${process.env[`${REASON}providers`] ?? "no reason"}`, () =>
    undefined);
else describeRotation(directory);

function describeRotation(packages: string): void {
  describe("examples/rotation with other providers", () => {
    let consumer: Consumer;
    beforeAll(async () => {
      consumer = createConsumer(["@types", "ts-node", "typescript"]);
      await installProviders(packages, join(consumer.folder, "node_modules"));
      consumer.write({
        "tsconfig.json": JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: PROGRAMS }),
      });
      for (const file of PROGRAMS) cpSync(join(ROTATION, file), join(consumer.folder, file));
    });
    afterAll(() => {
      consumer.remove();
    });

    async function declaredBy(
      program: (typeof PROGRAMS)[number],
      token: string,
      config: Record<string, string>,
    ): Promise<Declared[]> {
      const { exitCode, output } = await shownBy(
        spawn(
          process.execPath,
          [
            ...["--require", "ts-node/register/transpile-only", DECLARED],
            ...[join(consumer.folder, program), token, JSON.stringify(config)],
          ],
          {
            cwd: consumer.folder,
            env: {
              PATH: process.env["PATH"] ?? "",
              GITLAB_BASE_URL: "https://gitlab.acme.example",
            },
          },
        ),
      );
      if (exitCode !== 0) throw new Error(output);
      return JSON.parse(output) as Declared[];
    }

    test("compiles, and would not with an argument that a provider does not have", async () => {
      const wrong = readFileSync(join(ROTATION, "kubernetes.ts"), "utf8")
        .replace("stringData:", "stringDatum:")
        .replace("valueYamlFiles:", "valueYaml:");
      consumer.write({ "wrong.ts": wrong });
      const programs = [PROGRAMS, ["wrong.ts"]].map((files) => ({
        compilerOptions: COMPILER_OPTIONS,
        files,
      }));
      const compiler = spawn(process.execPath, [COMPILER], { cwd: consumer.folder });
      compiler.stdin.end(JSON.stringify(programs));
      const [right, refused] = JSON.parse((await shownBy(compiler)).output) as string[][];
      expect(right).toEqual([]);
      expect(refused).toEqual([
        expect.stringContaining("'stringDatum' does not exist in type 'SecretArgs'"),
        expect.stringContaining("'valueYaml' does not exist in type 'ChartArgs'"),
      ]);
    });

    test("gives the token to a Secret, which the chart reads, and new pods to a new token", async () => {
      const config = { group: "acme/products", namespace: "ci" };
      const seen = new Set<unknown>();
      for (const token of [FIRST_TOKEN, NEXT_TOKEN]) {
        const declared = await declaredBy("kubernetes.ts", token, config);
        expect(declared.map(({ kind }) => kind)).toEqual([
          ...["Runner", "Secret", "Chart", "RunnerReady"],
        ]);
        const [runner, secret, chart, ready] = declared.map(({ inputs }) => inputs);
        expect(runner).toMatchObject({ rotation: { everyDays: 30 }, drain: { timeout: 3600 } });
        expect(secret).toMatchObject({
          metadata: { name: "gitlab-runner-builds", namespace: "ci" },
          stringData: {
            ...SECRET,
            value: { "runner-token": token, "runner-registration-token": "" },
          },
        });
        expect(chart?.["valueYamlFiles"]).toMatchObject(SECRET);
        const files = (chart?.["valueYamlFiles"] as Secret).value as { text: string }[];
        const text = files.map((file) => file.text).join("\n");
        expect(text).not.toContain(token);
        const values = yaml(text) as {
          podAnnotations: Record<string, string>;
          runners: { secret: string };
        };
        expect(values.runners.secret).toBe("gitlab-runner-builds");
        const checksum = values.podAnnotations["checksum/runner-token"];
        expect(checksum).toMatch(/^[0-9a-f]{64}$/);
        seen.add(checksum);
        expect(ready).toMatchObject({ runnerId: "7" });
        expect(JSON.stringify(chart)).not.toContain(token);
      }
      expect(seen.size).toBe(2);
    });

    test("gives the token to a new version in the secret manager", async () => {
      const config = { project: "acme/products/shop" };
      const declared = await declaredBy("secretManager.ts", FIRST_TOKEN, config);
      // The first two do not depend on each other.
      const kinds = declared.map(({ kind }) => kind);
      expect([kinds.slice(0, 2).sort(), ...kinds.slice(2)]).toEqual([
        ["Runner", "Secret"],
        ...["Version", "RunnerReady"],
      ]);
      const version = declared.find(({ kind }) => kind === "Version")?.inputs;
      expect(version).toMatchObject({ secretId: "id of docker", data: SECRET });
      expect((version?.["data"] as Secret).value).toContain(`token = "${FIRST_TOKEN}"`);
    });

    test("is what docs/rotation.md shows", () => {
      const blocks = blocksOf("docs/rotation.md").filter(
        ({ heldBy }) => heldBy === "tests/clients/providers.test.ts",
      );
      expect(blocks).toHaveLength(PROGRAMS.length);
      for (const [index, { code }] of blocks.entries())
        expect(readFileSync(join(ROTATION, PROGRAMS[index] ?? ""), "utf8")).toContain(code);
    });
  });
}
