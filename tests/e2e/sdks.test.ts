import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { generateSdks } from "../../scripts/languages/sdks";
import { runCommand } from "../../scripts/setUp/commands";
import { goEnvironment } from "../helpers/goEnvironment";
import { placeSdk } from "../../scripts/languages/sdks";
import { testWith } from "../helpers/languageTools";
import { type Shown, shownBy } from "../helpers/processes";
import { installRequirements } from "../../scripts/languages/pythonPackages";

const ROOT = join(__dirname, "../..");
const FIXTURES = join(ROOT, "tests/fixtures");
/** Of a test that looks at Pulumi's SDK for Go, the first time on a machine. */
const GO_LIMIT_MS = 10 * 60_000;

/** A package of one resource. */
const schemaOf = (type: object): object => ({
  name: "tiny",
  version: "1.2.3",
  resources: { "tiny:index:Thing": { inputProperties: { name: type } } },
});

/** What type checkers have to refuse. */
const WRONG_PYTHON = `
import pulumi_gitlab_runners as gitlab_runners

gitlab_runners.Runner("hour", maximum_timeout="an hour")
gitlab_runners.register_command(id=1, token="x", executor="docker", docker={"picture": "alpine:3"})
text: int = gitlab_runners.Runner.get("given", "1").token
`;

describe("the SDKs that are generated from the schema", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gitlab-runners-sdks-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  testWith(
    { tools: ["sdkGenerator", "pythonPackages"] },
    "mypy passes programs in Python, and refuses wrong values",
    async ({ pythonPackages }) => {
      cpSync(join(ROOT, "examples/python"), folder, { recursive: true });
      cpSync(join(FIXTURES, "pythonProgram/__main__.py"), join(folder, "program.py"));
      writeFileSync(join(folder, "wrong.py"), WRONG_PYTHON);
      await placeSdk("python", folder, () => undefined);
      const python = join(await installRequirements(pythonPackages, folder), "python");
      const mypy = (...files: string[]): Promise<Shown> => {
        const args = ["-m", "mypy", "--strict", "--no-error-summary", ...files];
        return shownBy(spawn(python, args, { cwd: folder }));
      };
      expect(await mypy("__main__.py", "program.py")).toEqual({ exitCode: 0, output: "" });
      const { output } = await mypy("wrong.py");
      const refused = [...output.matchAll(/^wrong\.py:(\d+): error: .*\[(.*)\]$/gm)];
      expect(refused.map(([, line, kind]) => [Number(line), kind])).toEqual([
        [4, "call-overload"],
        [5, "arg-type"],
        [6, "assignment"],
      ]);
    },
  );

  testWith(
    { tools: ["sdkGenerator"], programs: ["go"] },
    "go vet passes the SDK for Go, and a program with it",
    async () => {
      cpSync(join(FIXTURES, "goProgram"), folder, { recursive: true });
      await placeSdk("go", folder, () => undefined);
      const sdk = "pulumi-gitlab-runners.invalid/sdk/go/...";
      const env = { ...process.env, ...(await goEnvironment()) };
      await runCommand("go", ["vet", "./...", sdk], { cwd: folder, env });
    },
    GO_LIMIT_MS,
  );

  testWith(
    { tools: ["sdkGenerator"] },
    "a schema that is wrong, or needs other packages, is refused with the reason",
    async ({ sdkGenerator }) => {
      const generate = (type: object): Promise<void> => {
        const schema = join(folder, "schema.json");
        writeFileSync(schema, JSON.stringify(schemaOf(type)));
        return generateSdks(sdkGenerator, schema, folder);
      };
      await expect(generate({ type: "strong" })).rejects.toThrow(/strong/);
      const ref = "/other/v1.0.0/schema.json#/resources/other:index:Thing";
      await expect(generate({ $ref: ref })).rejects.toThrow(
        "the schema refers to the package other, and other packages are not loaded",
      );
    },
  );
});
