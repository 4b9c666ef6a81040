import { execFile, execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const PROGRAMS = ["initdb", "pg_ctl", "psql"] as const;
type Program = (typeof PROGRAMS)[number];

/** PATH, and where Debian keeps the programs of a server. */
function directories(): string[] {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const path = (process.env["PATH"] ?? "").split(delimiter);
  return [...versions.map((version) => join(debian, version, "bin")), ...path];
}

function find(program: Program): string | undefined {
  return directories()
    .map((directory) => join(directory, program))
    .find((path) => existsSync(path));
}

/** Why there can be no PostgreSQL on this machine; undefined where there can. */
export function postgresMissing(): string | undefined {
  const missing = PROGRAMS.filter((program) => find(program) === undefined);
  return missing.length === 0 ? undefined : `PostgreSQL lacks ${missing.join(", ")}`;
}

/** A PostgreSQL of its own in a temporary folder, reached by a socket there and a password. */
export class Postgres {
  readonly directory = mkdtempSync(join(tmpdir(), "gitlab-runners-postgres-"));
  readonly password = "password-of-this-test";
  /** The address without the password, which PGPASSWORD has. */
  readonly url = `postgres://pulumi@/postgres?host=${this.directory}&sslmode=disable`;
  readonly #user = unprivileged();

  private constructor() {
    if (this.#user.uid !== undefined)
      chownSync(this.directory, this.#user.uid, this.#user.gid ?? this.#user.uid);
  }

  static async start(): Promise<Postgres> {
    const server = new Postgres();
    const password = join(server.directory, "password");
    writeFileSync(password, server.password);
    await server.#run("initdb", [
      ...["--pgdata", server.#data, "--username", "pulumi", "--pwfile", password],
      ...["--auth", "scram-sha-256", "--no-locale", "--encoding", "UTF8", "--no-sync"],
    ]);
    const options = `-c listen_addresses='' -c fsync=off -k '${server.directory}'`;
    const log = join(server.directory, "log");
    await server.#run("pg_ctl", [
      ...["start", "--wait", "--pgdata", server.#data, "--log", log, "--options", options],
    ]);
    return server;
  }

  /** What psql prints of a query, a row a line. */
  async query(sql: string): Promise<string> {
    const args = ["-h", this.directory, "-U", "pulumi", "-Atc", sql, "postgres"];
    const { stdout } = await this.#run("psql", args, { PGPASSWORD: this.password });
    return stdout.trim();
  }

  async stop(): Promise<void> {
    await this.#run("pg_ctl", ["stop", "--mode", "immediate", "--pgdata", this.#data]);
    rmSync(this.directory, { recursive: true, force: true });
  }

  get #data(): string {
    return join(this.directory, "data");
  }

  #run(program: Program, args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ stdout: string }> {
    const path = find(program);
    if (path === undefined) throw new Error(postgresMissing());
    return run(path, args, { cwd: "/", env: { ...process.env, ...env }, ...this.#user });
  }
}

/** PostgreSQL does not run as root. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number =>
    Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
