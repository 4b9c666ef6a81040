import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";

import type { Emulator } from "../../emulator";
import { ask, ids } from "./helpers";
import { StateFolder } from "./stateFolder";

const folders: StateFolder[] = [];
function newFolder(): StateFolder {
  const folder = new StateFolder();
  folders.push(folder);
  return folder;
}
function leftByKill(folder: StateFolder): StateFolder {
  const copy = folder.leftByKill();
  folders.push(copy);
  return copy;
}
afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.remove();
});

const create = (gitlab: Emulator, description = "new") =>
  ask(gitlab, "root", "POST", "/user/runners", { runner_type: "instance_type", description });
const all = async (gitlab: Emulator): Promise<number[]> =>
  ids(await ask(gitlab, "root", "GET", "/runners/all?per_page=100"));

describe("a journal", () => {
  test("counts up to its last whole record, wherever a kill has cut it", async () => {
    const folder = newFolder();
    const gitlab = await folder.start();
    await create(gitlab);
    const length = readFileSync(folder.journal()).length;
    await create(gitlab);
    const whole = readFileSync(folder.journal());
    for (const cut of [length, length + 1, length + 40, whole.length - 1]) {
      const left = leftByKill(folder);
      truncateSync(left.journal(), cut);
      const again = await left.start();
      expect(await all(again)).toEqual([1]);
      // What comes next is not lost behind the cut.
      await create(again);
      expect(await all(await leftByKill(left).start())).toEqual([1, 2]);
    }
  });

  test("whose last blocks did not reach the disk counts up to them", async () => {
    const folder = newFolder();
    await create(await folder.start());
    const left = leftByKill(folder);
    appendFileSync(left.journal(), Buffer.concat([Buffer.alloc(512), Buffer.from('new"}]\n')]));
    expect(await all(await left.start())).toEqual([1]);
  });

  test.each(["first", "last"])("whose %s record is damaged is refused", async (which) => {
    const folder = newFolder();
    const gitlab = await folder.start();
    for (let count = 0; count < 3; count += 1) await create(gitlab);
    const left = leftByKill(folder);
    const bytes = readFileSync(left.journal());
    bytes.write("#", which === "first" ? 50 : bytes.length - 50);
    writeFileSync(left.journal(), bytes);
    await expect(left.start()).rejects.toThrow(
      new RegExp(
        `${left.journal()} is damaged in record ${which === "first" ? 1 : 3}, at byte \\d+`,
      ),
    );
    // The way out that the message names.
    truncateSync(left.journal(), 0);
    expect(await all(await left.start())).toEqual([]);
  });

  test("of which a record is missing is refused", async () => {
    const folder = newFolder();
    const gitlab = await folder.start();
    for (let count = 0; count < 3; count += 1) await create(gitlab);
    const left = leftByKill(folder);
    const [first = "", , third = ""] = readFileSync(left.journal(), "utf8").split("\n");
    writeFileSync(left.journal(), `${first}\n${third}\n`);
    await expect(left.start()).rejects.toThrow("is damaged in record 2");
  });

  test("that is missing is missed", async () => {
    const folder = newFolder();
    await create(await folder.start());
    const left = leftByKill(folder);
    const journal = left.journal();
    rmSync(journal);
    await expect(left.start()).rejects.toThrow(`goes on in ${journal}, which is missing`);
    writeFileSync(journal, "");
    expect(await all(await left.start())).toEqual([]);
  });
});

describe("a state file", () => {
  test("is missed when its journal is there", async () => {
    const folder = newFolder();
    await create(await folder.start());
    const left = leftByKill(folder);
    rmSync(left.file);
    await expect(left.start()).rejects.toThrow(`is missing, and goes on in ${left.journal()}`);
    rmSync(left.journal());
    expect(await all(await left.start())).toEqual([]);
  });

  test("of the first format is read", async () => {
    const folder = newFolder();
    const gitlab = await folder.start();
    await create(gitlab);
    await gitlab.close();
    const content = JSON.parse(readFileSync(folder.file, "utf8")) as {
      format: number;
      store: Record<string, unknown>;
    };
    expect(content.format).toBe(1);
    expect(folder.beside()).toEqual([]);
    delete content.store["mergeRequests"];
    delete content.store["notes"];
    writeFileSync(folder.file, JSON.stringify(content));
    expect(await all(await folder.start())).toEqual([1]);
  });

  test.each([
    ["no JSON", "cannot be read as JSON"],
    ['{"format":3}', "no state file of this version: format"],
    ['{"format":1,"store":{"settings":{},"users":{"last":0}}}', "store.users.rows"],
    ['{"format":2,"store":{"settings":{}}}', "journal"],
  ])("with %s is refused", async (content, reason) => {
    const folder = newFolder();
    writeFileSync(folder.file, content);
    await expect(folder.start()).rejects.toThrow(reason);
    expect(folder.beside()).toEqual([]);
  });

  test("in a folder that is not there cannot be written", async () => {
    const folder = newFolder();
    rmSync(folder.path, { recursive: true });
    await expect(folder.start()).rejects.toThrow(`${folder.file} cannot be written: ENOENT`);
  });

  test("is not given to a second server, in this process or another", async () => {
    const folder = newFolder();
    const gitlab = await folder.start();
    await expect(folder.start()).rejects.toThrow(`is in use by process ${process.pid}`);
    await gitlab.close();
    await (await folder.start()).close();
    // The process that runs this one is there as long as this one is.
    writeFileSync(
      `${folder.file}.lock`,
      JSON.stringify({ pid: process.ppid, started: null, id: "other" }),
    );
    await expect(folder.start()).rejects.toThrow(`is in use by process ${process.ppid}`);
  });

  // Elsewhere a process is known by its id alone.
  const onLinux: [string, object][] = [
    ["an earlier process of that id", { pid: process.ppid, started: "1", id: "old" }],
  ];
  test.each<[string, object]>([
    ["a process that is gone", { pid: 2 ** 22 + 1, started: null, id: "old" }],
    ["an earlier process of this id", { pid: process.pid, started: "1", id: "old" }],
    ...(process.platform === "linux" ? onLinux : []),
  ])("is free when its lock is that of %s", async (_, holder) => {
    const folder = newFolder();
    writeFileSync(`${folder.file}.lock`, JSON.stringify(holder));
    expect((await create(await folder.start())).status).toBe(201);
  });

  test("is rid of what killed servers have left, and of nothing else", async () => {
    const folder = newFolder();
    await create(await folder.start());
    const left = leftByKill(folder);
    for (const name of ["123.tmp", "lock.123.tmp", "0123abcd.journal", "backup", "my.journal"])
      writeFileSync(`${left.file}.${name}`, "glrt-of-a-runner");
    writeFileSync(`${left.path}/other.json.123.tmp`, "");
    expect(await all(await left.start())).toEqual([1]);
    const journal = left.beside().find((name) => /^[0-9a-f]{8}\.journal$/.test(name));
    expect(left.beside()).toEqual([journal, "backup", "lock", "my.journal"].sort());
    expect(readFileSync(`${left.path}/other.json.123.tmp`, "utf8")).toBe("");
  });
});

describe("a state file that cannot be written", () => {
  test("is 500 with the reason, and changes nothing, until it can be", async () => {
    const folder = newFolder();
    const gitlab = await folder.start();
    const runner = (await create(gitlab, "before")).body as { id: number; token: string };
    renameSync(folder.path, `${folder.path}-away`);
    for (const [method, path, body] of [
      ["POST", "/user/runners", { runner_type: "instance_type" }],
      ["PUT", `/runners/${runner.id}`, { description: "after" }],
      ["POST", `/runners/${runner.id}/reset_authentication_token`, {}],
      ["POST", "/runners/verify", { token: runner.token }],
      ["DELETE", `/runners/${runner.id}`, undefined],
    ] as const) {
      const answer = await ask(gitlab, "root", method, path, body);
      expect(answer.status).toBe(500);
      expect(answer.body).toEqual({
        message: expect.stringMatching(
          `^500 Internal Server Error - The state file ${folder.file} cannot be written: ENOENT: `,
        ) as string,
      });
    }
    expect((await ask(gitlab, "root", "GET", `/runners/${runner.id}`)).body).toMatchObject({
      description: "before",
      contacted_at: null,
    });
    expect(() => {
      gitlab.seed({ users: [{ username: "late" }] });
    }).toThrow("cannot be written: ENOENT");
    expect(() => {
      gitlab.reset();
    }).toThrow("cannot be written: ENOENT");
    expect(await all(gitlab)).toEqual([runner.id]);

    mkdirSync(folder.path);
    expect(
      await ask(gitlab, undefined, "POST", "/runners/verify", { token: runner.token }),
    ).toMatchObject({ status: 200 });
    expect((await create(gitlab)).status).toBe(201);
    gitlab.seed({ users: [{ username: "late" }] });
    expect(await all(await leftByKill(folder).start())).toHaveLength(2);
    rmSync(`${folder.path}-away`, { recursive: true });
  });

  test("because somebody else has changed it is left alone", async () => {
    const folder = newFolder();
    const gitlab = await folder.start();
    writeFileSync(folder.file, '{"somebody":"else"}');
    expect((await create(gitlab)).body).toMatchObject({
      message: expect.stringContaining("somebody else has changed it") as string,
    });
    await gitlab.close();
    expect(readFileSync(folder.file, "utf8")).toBe('{"somebody":"else"}');
  });

  test("because another server has taken it is left to that server", async () => {
    const folder = newFolder();
    const gitlab = await folder.start();
    writeFileSync(`${folder.file}.lock`, JSON.stringify({ pid: 1, started: null, id: "other" }));
    expect((await create(gitlab)).body).toMatchObject({
      message: expect.stringContaining("another server has taken it") as string,
    });
    await gitlab.close();
    expect(folder.beside()).toContain("lock");
  });
});

describe("seed and reset", () => {
  test("are on disk when they return", async () => {
    const folder = newFolder();
    const gitlab = await folder.start();
    await create(gitlab);
    gitlab.seed({ runners: [{ id: 9, runner_type: "instance_type" }] });
    expect(await all(await leftByKill(folder).start())).toEqual([1, 9]);
    gitlab.reset();
    expect(await all(await leftByKill(folder).start())).toEqual([]);
    expect((await create(gitlab)).status).toBe(201);
    expect(await all(await leftByKill(folder).start())).toEqual([1]);
  });
});
