import { execFile } from "node:child_process";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator";
import { environmentOf } from "../helpers/gitlab";

const SDK = join(__dirname, "../../dist/sdk");
const JOBS = 20_000;
/** Makes few jobs as large as many, as the embedded GitLab takes long for many. */
const NAME = "unit test of a module ".repeat(120);
/** Enough for the SDK of Pulumi with room to collect garbage in, and less than the jobs need. */
const HEAP_MIB = 80;

describe("a process with little memory", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    const job = { status: "success" as const, project: "acme/app", name: NAME };
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        groups: [{ full_path: "acme" }],
        projects: [{ path_with_namespace: "acme/app" }],
        runners: [{ runner_type: "instance_type", jobs: Array<typeof job>(JOBS).fill(job) }],
      },
    });
  });
  afterAll(() => gitlab.close());

  function run(program: string): Promise<{ failed: boolean; output: string }> {
    const script = `const sdk = require(${JSON.stringify(SDK)}); (async () => { ${program} })();`;
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [`--max-old-space-size=${HEAP_MIB}`, "-e", script],
        { env: { PATH: process.env["PATH"] ?? "", ...environmentOf(gitlab) } },
        (error, stdout, stderr) => {
          resolve({ failed: error !== null, output: stdout + stderr });
        },
      );
    });
  }

  test("reads 20,000 large jobs one by one", async () => {
    const { output } = await run(
      "let count = 0; for await (const job of sdk.iterateRunnerJobs({ id: 1 })) count += 1; console.log(count);",
    );
    expect(output).toContain(String(JOBS));
  });

  test("computes a fleet's figures from them", async () => {
    const { output } = await run(
      'console.log((await sdk.getFleetFigures({ all: true, since: "2000-01-01" })).jobs);',
    );
    expect(output).toContain(String(JOBS));
  });

  test("cannot hold them all, so that the above says something", async () => {
    const { failed, output } = await run(
      "console.log((await sdk.getRunnerJobs({ id: 1 })).length);",
    );
    expect(output).toContain("heap");
    expect(failed).toBe(true);
  });
});
