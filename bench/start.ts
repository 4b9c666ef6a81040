/*
 * How long the provider's process takes for the package: to load the entry that states name and to
 * read the configuration, and to be ready to send a request. Each in a process of its own.
 */
import { join } from "node:path";

import { runCommand } from "../scripts/setUp/commands";
import { duration, median } from "./measuring";

const ROUNDS = 21;
const ROOT = join(__dirname, "..");

const TIMER = `
const { performance } = require("node:perf_hooks");
const begun = performance.now();
const done = () => process.stdout.write(String(performance.now() - begun));
`;
const ENTRY = `
const { runner } = require("pulumi-gitlab-runners/provider");
const config = {
  "gitlab:token": "glpat-of-the-bench-00001",
  // Nobody listens there.
  "gitlab:baseUrl": "http://127.0.0.1:9",
  "gitlab:retries": "0",
};
runner.configure({ config: { get: (key) => config[key] } });
`;
const PROGRAMS: readonly (readonly [what: string, program: string])[] = [
  ["provider entry, loaded and configured", `${ENTRY} runner.diff("1", {}, {}).then(done);`],
  [
    "  of it Node's own modules",
    `["crypto", "fs", "http", "https", "net", "tls"].forEach((name) => require("node:" + name)); done();`,
  ],
  [
    "the same, and a first request that nobody answers",
    `${ENTRY} runner.read("1", {}).then(done, done);`,
  ],
  ["Pulumi's SDK, which the host loads anyway", `require("@pulumi/pulumi"); done();`],
];

export async function benchStart(): Promise<void> {
  for (const [what, program] of PROGRAMS) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { stdout } = await runCommand(process.execPath, ["-e", TIMER + program], {
        cwd: ROOT,
        env: { PATH: process.env["PATH"] },
      });
      times.push(Number(stdout));
    }
    console.log(`${what.padEnd(50)} ${duration(median(times)).padStart(7)}`);
  }
}
