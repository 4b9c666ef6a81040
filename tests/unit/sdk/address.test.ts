import * as pulumi from "@pulumi/pulumi";

import { Provider, Runner } from "../../../sdk";

type Writer = "configToml" | "registerCommand";

const WRITERS: readonly Writer[] = ["configToml", "registerCommand"];
const HERE = "https://gitlab.example.com";
const VARIABLES = ["GITLAB_BASE_URL", "CI_API_V4_URL"] as const;

let count = 0;

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: ({ inputs, id }) => ({
      // Empty for one that is to be made.
      id: id === undefined || id === "" ? "7" : id,
      state: { ...(inputs as object), token: "glrt-of-a-mock" },
    }),
    call: ({ inputs }) => inputs as object,
  }),
);

const before = VARIABLES.map((name) => [name, process.env[name]] as const);
const restore = (): void => {
  for (const [name, value] of before)
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  pulumi.runtime.setAllConfig({});
};
beforeEach(() => {
  restore();
  for (const name of VARIABLES) Reflect.deleteProperty(process.env, name);
});
afterAll(restore);

const named = (): string => `runner-${(count += 1)}`;

const runnerBy = (opts: pulumi.CustomResourceOptions = {}): Runner =>
  new Runner(named(), { runnerType: "instance_type" }, opts);

const written = (runner: Runner, writer: Writer): pulumi.Output<string> =>
  runner[writer]({ executor: "kubernetes" });

interface Parts<Value> {
  promise(): Promise<Value>;
  allResources(): Promise<unknown>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
}

/** What the Output comes to; fails as it does. */
async function valueOf<Value>(output: pulumi.Output<Value>): Promise<Value> {
  const parts = output as unknown as Parts<Value>;
  // Each of its promises fails with it, and one that nobody looks at ends the process.
  const value = parts.promise();
  await Promise.allSettled([value, parts.isKnown, parts.isSecret, parts.allResources()]);
  return value;
}

const isKnown = (output: pulumi.Output<unknown>): Promise<boolean> =>
  (output as unknown as Parts<unknown>).isKnown;

/** An Output that is not known before the apply. */
const unknown = (): pulumi.Output<string> =>
  pulumi.output((pulumi as unknown as { unknown: string }).unknown);

class Fleet extends pulumi.ComponentResource {
  constructor(opts: pulumi.ComponentResourceOptions) {
    super("tests:Fleet", named(), {}, opts);
  }
}

async function addressOf(runner: Runner): Promise<string> {
  const command = await valueOf(written(runner, "registerCommand"));
  return /--url=(\S+)/.exec(command)?.[1] ?? command;
}

test.each(WRITERS)("%s names the GitLab of the CI job where the stack says so", async (writer) => {
  pulumi.runtime.setAllConfig({ "gitlab:enableAutoCiSupport": "true" });
  process.env["CI_API_V4_URL"] = "https://ci.example.com/gitlab/api/v4";
  const text = await valueOf(written(runnerBy(), writer));
  expect(text).toContain("https://ci.example.com/gitlab");
  expect(text).not.toContain("gitlab.com");
  expect(text).not.toContain("/api/v4");
});

test.each<[string, Record<string, string>, Record<string, string>, string]>([
  ["the default", {}, {}, "https://gitlab.com"],
  ["the configuration", { "gitlab:baseUrl": HERE }, { GITLAB_BASE_URL: "b.example.com" }, HERE],
  ["the environment", {}, { GITLAB_BASE_URL: `${HERE}/git/api/v4/` }, `${HERE}/git`],
  [
    "GITLAB_BASE_URL before the job",
    { "gitlab:enableAutoCiSupport": "1" },
    { GITLAB_BASE_URL: HERE, CI_API_V4_URL: "https://ci.example.com/api/v4" },
    HERE,
  ],
  ["not the job unless it is to", {}, { CI_API_V4_URL: HERE }, "https://gitlab.com"],
])("the address is of %s", async (_, configuration, environment, address) => {
  pulumi.runtime.setAllConfig(configuration);
  Object.assign(process.env, environment);
  expect(await addressOf(runnerBy())).toBe(address);
});

test.each<[Record<string, string>, Record<string, string>, RegExp]>([
  [{}, { GITLAB_BASE_URL: "" }, /^GITLAB_BASE_URL is empty/],
  [{ "gitlab:baseUrl": "" }, { GITLAB_BASE_URL: HERE }, /^gitlab:baseUrl is empty/],
  [{}, { GITLAB_BASE_URL: "https://a:b@c.example.com" }, /^GITLAB_BASE_URL holds a user name/],
  [{ "gitlab:enableAutoCiSupport": "maybe" }, {}, /^gitlab:enableAutoCiSupport is "maybe"/],
])("%j and %j are refused by name", async (configuration, environment, message) => {
  pulumi.runtime.setAllConfig(configuration);
  Object.assign(process.env, environment);
  await expect(addressOf(runnerBy())).rejects.toThrow(message);
});

describe("a runner of an explicit provider", () => {
  const eu = "https://eu.example.com";

  beforeEach(() => {
    pulumi.runtime.setAllConfig({ "gitlab:baseUrl": "https://stack.example.com" });
    process.env["GITLAB_BASE_URL"] = HERE;
  });

  const provider = (): Provider => new Provider(named(), { baseUrl: eu, token: "glpat-x" });

  test("has the address of its provider, whichever way it comes by it", async () => {
    expect(await addressOf(runnerBy({ provider: provider() }))).toBe(eu);
    for (const opts of [{ provider: provider() }, { providers: [provider()] }]) {
      const fleet = new Fleet(opts);
      expect(await addressOf(runnerBy({ parent: fleet }))).toBe(eu);
      expect(await addressOf(runnerBy({ parent: new Fleet({ parent: fleet }) }))).toBe(eu);
    }
    const moved = runnerBy({
      transformations: [({ props, opts }) => ({ props, opts: { ...opts, provider: provider() } })],
    });
    expect(await addressOf(moved)).toBe(eu);
    const read = Runner.get(named(), "8", { token: "glrt-x" }, { provider: provider() });
    expect(await addressOf(read)).toBe(eu);
  });

  test("has that of the environment where the provider names none, never the stack's", async () => {
    expect(await addressOf(runnerBy({ provider: new Provider(named()) }))).toBe(HERE);
    pulumi.runtime.setAllConfig({ "gitlab:enableAutoCiSupport": "true" });
    Reflect.deleteProperty(process.env, "GITLAB_BASE_URL");
    process.env["CI_API_V4_URL"] = "https://ci.example.com/api/v4";
    const other = runnerBy({ provider: new Provider(named()) });
    expect(await addressOf(other)).toBe("https://gitlab.com");
  });

  test("is refused where the provider's address is empty", async () => {
    const runner = runnerBy({ provider: new Provider(named(), { baseUrl: "" }) });
    await expect(addressOf(runner)).rejects.toThrow(/^gitlab:baseUrl is empty/);
  });

  test.each(WRITERS)("has no %s while its provider's address is not known", async (writer) => {
    const later = runnerBy({ provider: new Provider(named(), { baseUrl: unknown() }) });
    expect(await isKnown(written(later, writer))).toBe(false);
    // Which token it has makes no difference to where it is.
    const now = runnerBy({ provider: new Provider(named(), { baseUrl: eu, token: unknown() }) });
    expect(await valueOf(written(now, writer))).toContain(eu);
    const given = later[writer]({ executor: "kubernetes", url: eu });
    expect(await valueOf(given)).toContain(eu);
  });

  test("is refused where the provider is another's, unless its url is given", async () => {
    class Other extends pulumi.ProviderResource {}
    const runner = runnerBy({ provider: new Other("pulumi-nodejs", named()) });
    await expect(addressOf(runner)).rejects.toThrow(/not one of pulumi-gitlab-runners.*Give url/);
    const command = await valueOf(runner.registerCommand({ executor: "shell", url: eu }));
    expect(command).toContain(`--url=${eu} `);
  });
});

test.each([
  ["https://a.example.com/api/v4/", "https://a.example.com"],
  ["a.example.com/git", "https://a.example.com/git"],
])("the url %s is %s to a gitlab-runner", async (url, address) => {
  const command = await valueOf(runnerBy().registerCommand({ executor: "shell", url }));
  expect(command).toContain(`--url=${address} `);
});

test.each(["", "https://user:hunter2@a.example.com"])("the url %j is refused", async (url) => {
  const refused = valueOf(runnerBy().configToml({ executor: "shell", url }));
  await expect(refused).rejects.toThrow(
    /^configToml of runner runner-\d+: url (is empty|(?!.*hunter2)holds a user name)/,
  );
});

test("options are Outputs at any depth, and the text is unknown while one is", async () => {
  process.env["GITLAB_BASE_URL"] = HERE;
  const later = pulumi.output;
  const text = await valueOf(
    runnerBy().configToml({
      executor: later("docker" as const),
      concurrent: later(4),
      environment: [later("A=b")],
      cache: later({ type: later("s3"), s3: { bucketName: later("builds") } }),
      docker: {
        image: later("alpine:3"),
        volumes: later(["/cache"]),
        pullPolicy: [later("always")],
        sysctls: { "net.core": later("1") },
        memory: Promise.resolve("2g"),
      },
    }),
  );
  for (const part of [
    "concurrent = 4",
    'environment = [ "A=b" ]',
    'Type = "s3"',
    'BucketName = "builds"',
    'image = "alpine:3"',
    'volumes = [ "/cache" ]',
    'pull_policy = [ "always" ]',
    '"net.core" = "1"',
    'memory = "2g"',
  ])
    expect(text).toContain(part);
  const some = runnerBy().configToml({ executor: "docker", docker: { image: unknown() } });
  expect(await isKnown(some)).toBe(false);
});
