import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

const ROOT = join(__dirname, "../../..");

test("the command that makes SDKs gives the reason why it cannot, and leaves nothing", () => {
  const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-sdks-"));
  const [bin, cache] = [join(folder, "bin"), join(folder, "cache")];
  mkdirSync(bin);
  const go = join(bin, "go");
  writeFileSync(go, "#!/bin/sh\necho 'no modules today' >&2\nexit 1\n");
  chmodSync(go, 0o755);
  const made = join(ROOT, "dist", "sdks");
  const filesMade = (): unknown[] =>
    existsSync(made) ? readdirSync(made, { recursive: true }) : [];
  const before = filesMade();
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/run.js", "sdks"], {
    cwd: ROOT,
    encoding: "utf8",
    env: {
      PATH: [bin, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
      HOME: folder,
      PULUMI_GITLAB_RUNNERS_CACHE: cache,
      PULUMI_GITLAB_RUNNERS_BUILT: ROOT,
    },
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: "",
    stderr:
      "the generator of SDKs cannot be built, which takes Go and a proxy of its modules: go version: no modules today\n",
  });
  expect(readdirSync(cache)).toEqual([]);
  expect(filesMade()).toEqual(before);
  rmSync(folder, { recursive: true });
});
