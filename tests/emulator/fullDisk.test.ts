import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

import { serve } from "./command";
import { StateFolder } from "./stateFolder";

/** Sets how large a file of a process may become, in bytes: the system then refuses to write more. */
function limitFiles(pid: number, bytes: number | "unlimited"): void {
  const { status, stderr } = spawnSync("prlimit", [`--pid=${pid}`, `--fsize=${bytes}:unlimited`]);
  if (status !== 0) throw new Error(stderr.toString());
}

// It comes with Linux.
const isThere = spawnSync("prlimit", ["--version"]).status === 0;
(isThere ? test : test.skip)("a disk that is full is 500, and the server lives on", async () => {
  const folder = new StateFolder();
  const server = await serve(["--state", folder.file]);
  const create = async (): Promise<[status: number, body: string]> => {
    const reply = await fetch(`${server.url}/api/v4/user/runners`, {
      method: "POST",
      headers: {
        "private-token": server.tokens["root"] ?? "",
        "content-type": "application/json",
      },
      body: JSON.stringify({ runner_type: "instance_type", description: "x".repeat(1000) }),
    });
    return [reply.status, await reply.text()];
  };
  const count = async (url: string): Promise<number> => {
    const headers = { "private-token": server.tokens["root"] ?? "" };
    const reply = await fetch(`${url}/api/v4/runners/all?per_page=100`, { headers });
    return ((await reply.json()) as unknown[]).length;
  };

  // So that some records fit, and the last of them in part.
  limitFiles(server.pid, statSync(folder.file).size + 7000);
  let made = 0;
  for (; ; made += 1) {
    const [status, body] = await create();
    if (status === 201) continue;
    expect(status).toBe(500);
    expect(body).toContain(
      `The state file ${folder.file} cannot be written: EFBIG: file too large`,
    );
    break;
  }
  expect(made).toBeGreaterThan(2);
  expect((await create())[0]).toBe(500);
  expect(await count(server.url)).toBe(made);

  limitFiles(server.pid, "unlimited");
  expect((await create())[0]).toBe(201);
  await server.end("SIGKILL");
  const again = await serve(["--state", folder.file]);
  expect(await count(again.url)).toBe(made + 1);
  expect(await again.end("SIGTERM")).toBe(0);
  expect(server.output()).not.toContain("Error");
  await folder.remove();
});
