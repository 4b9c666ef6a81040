import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as fc from "fast-check";
import { parse } from "smol-toml";
import { parse as parseYaml } from "yaml";

import { checkArgs } from "../../../functions/arguments";
import { helmOptions, helmValues } from "../../../functions/delivery/helmValues";
import { kubernetesSecret } from "../../../functions/delivery/kubernetesSecret";
import { ROWS } from "../../../functions/delivery/keys/table";
import type { KnownProcess } from "../../../functions/delivery/knownProcess";
import { processOf } from "../../helpers/knownProcesses";

type Keys = Readonly<Record<string, unknown>>;

interface Values {
  [key: string]: unknown;
  extraEnv: { RUNNER_NAME: string };
  podAnnotations: Record<string, string>;
  runners: { secret: string; config: string; jobNamespace?: string };
}

const KUBERNETES: Keys = { executor: "kubernetes" };

const textOf = async (process: KnownProcess, given: object = {}): Promise<string> =>
  helmValues(process, checkArgs("helmValues", helmOptions, given));

const valuesOf = async (process: KnownProcess, given: object = {}): Promise<Values> =>
  parseYaml(await textOf(process, given), { version: "1.1" }) as Values;

/** As Helm renders a template that has these two actions; any other one is an error. */
function rendered(template: string): string {
  const parts = template.split(/(\{\{.*?\}\})/s);
  return parts
    .map((part) => {
      if (part === "{{ `{{` }}") return "{{";
      if (part === "{{ .Release.Namespace }}") return "release-namespace";
      if (part.startsWith("{{")) throw new Error(`an action of somebody else: ${part}`);
      return part;
    })
    .join("");
}

const runnersOf = ({ runners }: Values): unknown => parse(rendered(runners.config))["runners"];

/** A pod would take a token with it that it has rotated itself. */
const NO_ROTATION = { FF_DISABLE_AUTOMATIC_TOKEN_ROTATION: true };

test("the values are the chart's, and hold no token", async () => {
  const process = processOf(
    { concurrent: 4 },
    { ...KUBERNETES, limit: 3, kubernetes: { image: "alpine:3" } },
  );
  const text = await textOf(process);
  expect(text).not.toContain("glrt-");
  const values = parseYaml(text, { version: "1.1" }) as Values;
  expect(values).toEqual({
    gitlabUrl: "https://gitlab.example.com",
    concurrent: 4,
    rbac: { create: true },
    serviceAccount: { create: true },
    extraEnv: { RUNNER_NAME: "Builds" },
    podAnnotations: { "checksum/runner-token": expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    runners: { secret: "gitlab-runner-42", config: expect.any(String) as string },
  });
  expect(runnersOf(values)).toEqual([
    {
      executor: "kubernetes",
      limit: 3,
      feature_flags: NO_ROTATION,
      kubernetes: { image: "alpine:3", namespace: "release-namespace" },
    },
  ]);
});

test("a feature flag is as the program has it", async () => {
  const featureFlags = { FF_DISABLE_AUTOMATIC_TOKEN_ROTATION: false, FF_X: true };
  const values = await valuesOf(processOf({}, { ...KUBERNETES, featureFlags }));
  expect(runnersOf(values)).toMatchObject([{ feature_flags: featureFlags }]);
});

test("the chart's own defaults stay where nothing is said", async () => {
  const values = await valuesOf(processOf({}, KUBERNETES));
  expect(values).not.toHaveProperty("concurrent");
  expect(values).not.toHaveProperty("unregisterRunners");
});

test("a namespace for jobs is the one that the chart's Role is for", async () => {
  const values = await valuesOf(processOf({}, { ...KUBERNETES, kubernetes: { namespace: "ci" } }));
  expect(values.runners.jobNamespace).toBe("ci");
  expect(values.runners.config).not.toContain("{{");
  expect(runnersOf(values)).toMatchObject([{ kubernetes: { namespace: "ci" } }]);
});

test("the Secret can be another one", async () => {
  const process = processOf({}, KUBERNETES);
  expect((await valuesOf(process, { secretName: "tokens.ci" })).runners.secret).toBe("tokens.ci");
  await expect(valuesOf(process, { secretName: "{{ .Release.Name }}" })).rejects.toThrow(
    /^helmValues: secretName must be a name that Kubernetes takes/,
  );
});

test("pods start again where the token is another, or the runner is", async () => {
  const checksum = async (...runners: Keys[]): Promise<string | undefined> =>
    (await valuesOf(processOf({}, ...runners))).podAnnotations["checksum/runner-token"];
  const first = await checksum(KUBERNETES);
  expect(await checksum({ ...KUBERNETES, limit: 3 })).toBe(first);
  expect(await checksum({ ...KUBERNETES, token: "glrt-other0123456789abcd" })).not.toBe(first);
  expect(await checksum({ ...KUBERNETES, id: "7" })).not.toBe(first);
});

const CREDENTIALS: Keys = {
  ...KUBERNETES,
  cache: {
    type: "s3",
    s3: { bucketName: "ci", accessKey: "hunter1", secretKey: "hunter2", sessionToken: "hunter3" },
    gcs: { accessId: "id", privateKey: "-----BEGIN-----\nhunter4\n" },
    azure: { accountName: "ci", accountKey: "hunter5" },
  },
  kubernetes: { bearerToken: "hunter6", image: "alpine:3" },
};
const VARIABLES = [
  ...["CACHE_S3_ACCESS_KEY", "CACHE_S3_SECRET_KEY", "CACHE_S3_SESSION_TOKEN"],
  ...["CACHE_GCS_PRIVATE_KEY", "CACHE_AZURE_ACCOUNT_KEY", "KUBERNETES_BEARER_TOKEN"],
];

test("gitlab-runner gets each credential of the options from the Secret, and the ConfigMap has none", async () => {
  const process = processOf({}, CREDENTIALS);
  const text = await textOf(process, { secretName: "ci" });
  expect(text).not.toMatch(/hunter|^#/m);
  const values = parseYaml(text, { version: "1.1" }) as Values;
  expect(values["extraEnvFrom"]).toEqual(
    Object.fromEntries(VARIABLES.map((key) => [key, { secretKeyRef: { name: "ci", key } }])),
  );
  expect(runnersOf(values)).toEqual([
    {
      executor: "kubernetes",
      cache: {
        Type: "s3",
        s3: { BucketName: "ci" },
        gcs: { AccessID: "id" },
        azure: { AccountName: "ci" },
      },
      feature_flags: NO_ROTATION,
      kubernetes: { image: "alpine:3", namespace: "release-namespace" },
    },
  ]);
  const manifest = parseYaml(await kubernetesSecret(process, {})) as { stringData: Keys };
  expect(Object.keys(manifest.stringData).slice(2).sort()).toEqual([...VARIABLES].sort());
  expect(manifest.stringData).toMatchObject({
    CACHE_S3_SECRET_KEY: "hunter2",
    CACHE_GCS_PRIVATE_KEY: "-----BEGIN-----\nhunter4\n",
  });
});

test("each key that register reads from a variable is among them, and the page for users has it", () => {
  const rows = ROWS.matchAll(/^runners\[\]\.(?:cache|kubernetes)\..* \$(\w+)$/gm);
  expect(Array.from(rows, ([, variable]) => variable).sort()).toEqual([...VARIABLES].sort());
  const page = readFileSync(join(__dirname, "../../../docs/from-token-to-runner.md"), "utf8");
  for (const variable of VARIABLES) expect(page).toContain(`\`${variable}\``);
});

test("pods start again where a credential of the options is another", async () => {
  const checksum = async (secretKey: string): Promise<string | undefined> =>
    (await valuesOf(processOf({}, { ...KUBERNETES, cache: { s3: { secretKey } } }))).podAnnotations[
      "checksum/runner-token"
    ];
  expect(await checksum("one")).toBe(await checksum("one"));
  expect(await checksum("one")).not.toBe(await checksum("two"));
});

test("a comment names what may hold a credential and that the chart can put into a ConfigMap only", async () => {
  const runner = {
    ...KUBERNETES,
    environment: ["A=b"],
    cache: { s3: { secretKey: "" } },
    kubernetes: { services: [{ name: "a" }, { name: "b", environment: ["PASSWORD=hunter7"] }] },
  };
  const text = await textOf(processOf({ sentryDsn: "https://key@sentry.example.com/1" }, runner));
  expect(text.split("\n").filter((line) => line.startsWith("#"))).toEqual([
    "# The chart puts sentryDsn, kubernetes.services.1.environment, environment into a ConfigMap, which more people can read than a Secret.",
    "# Give jobs a credential as a CI/CD variable of GitLab, or in a Secret by kubernetes.volumes.secret.",
  ]);
  expect(await textOf(processOf({}, { ...KUBERNETES, environment: [] }))).not.toMatch(/^#/m);
});

test("the end of a pod deletes no runner that was registered", async () => {
  const registered = processOf({}, { ...KUBERNETES, token: "abcdefghij0123456789" });
  expect((await valuesOf(registered))["unregisterRunners"]).toBe(false);
});

test("the global section has the chart's values, which it is written from", async () => {
  const process = processOf(
    {
      concurrent: 2_000_000,
      checkInterval: 5,
      shutdownTimeout: 60,
      logLevel: "debug",
      logFormat: "json",
      sentryDsn: "https://key@sentry.example.com/1",
      connectionMaxAge: "15m",
      listenAddress: ":9252",
      sessionServer: {
        listenAddress: "[::]:8093",
        advertiseAddress: "runner.example.com:9000",
        sessionTimeout: 900,
      },
    },
    KUBERNETES,
  );
  expect(await valuesOf(process)).toMatchObject({
    // Helm would write the number as 2e+06.
    concurrent: "2000000",
    checkInterval: 5,
    shutdown_timeout: 60,
    logLevel: "debug",
    logFormat: "json",
    sentryDsn: "https://key@sentry.example.com/1",
    connectionMaxAge: "15m",
    metrics: { enabled: true, port: 9252 },
    sessionServer: {
      enabled: true,
      internalPort: 8093,
      publicIP: "runner.example.com",
      externalPort: 9000,
      timeout: 900,
    },
  });
});

test.each<[string, Keys]>([
  ["labels has no value in the Helm chart: leave it out", { labels: { team: "platform" } }],
  ["user has no value in the Helm chart: leave it out", { user: "ci" }],
  [
    "listenAddress must be a port of all addresses, such as :9252",
    { listenAddress: "10.0.0.1:9252" },
  ],
  [
    "sentryDsn must have no quote, backslash or control character for the Helm chart",
    { sentryDsn: 'a"\nx = "' },
  ],
  [
    "sessionServer.advertiseAddress must be an IPv4 address or the full name of a host",
    { sessionServer: { listenAddress: ":8093", advertiseAddress: "a/g;s/x/y" } },
  ],
  [
    "sessionServer.advertiseAddress must be an IPv4 address or the full name of a host",
    { sessionServer: { listenAddress: ":8093", advertiseAddress: "yes:9000" } },
  ],
])("%s", async (message, keys) => {
  await expect(valuesOf(processOf(keys, KUBERNETES))).rejects.toThrow(`helmValues: ${message}`);
});

test.each<[string, Keys[]]>([
  [
    "runners.0.executor must be kubernetes, the executor of the Helm chart, not shell",
    [{ executor: "shell" }],
  ],
  [
    "runners.0.referees has no way through the Helm chart, which registers its runner",
    [{ ...KUBERNETES, referees: { metrics: { prometheusAddress: "http://prometheus" } } }],
  ],
  [
    "runners must be one runner, as a release of the Helm chart registers one, not 2. Make a RunnerProcess",
    [KUBERNETES, KUBERNETES],
  ],
])("%s", async (message, runners) => {
  await expect(valuesOf(processOf({}, ...runners))).rejects.toThrow(`helmValues: ${message}`);
});

const TREACHEROUS = [
  ...[
    "{{ .Values.runners.secret }}",
    "{{",
    "}}",
    "{{{{",
    "{{{",
    '{{- fail "x" -}}',
    "{{/* c */}}",
    "{",
  ],
  ...["`{{`", '{{ "{{" }}', "{{ .Release.Namespace }}", 'namespace = "x"', "$(id) `id` $HOME $$"],
  ...[
    "on",
    "1_000",
    "\u0085\u2028\u2029\ufeff\u007f",
    "\ud83d\ude00",
    "a'b\"c\\d",
    "one\ntwo\n",
    "\t",
    " a",
  ],
];

test("a template has no quote or backslash in an action, which YAML may escape before Helm runs it", async () => {
  const runner = { ...KUBERNETES, preBuildScript: "echo 🚀 {{ x }}" };
  const { config } = (await valuesOf(processOf({}, runner))).runners;
  expect(config).toContain("🚀");
  const actions = config.match(/\{\{.*?\}\}/gs) ?? [];
  expect(actions).toContain("{{ `{{` }}");
  for (const action of actions) expect(action).not.toMatch(/["\\]/);
});

test("what users wrote reaches gitlab-runner as it is, and no template runs it", async () => {
  const text = fc.oneof(
    fc.constantFrom(...TREACHEROUS),
    fc.string({ unit: "grapheme" }),
    fc
      .array(fc.constantFrom("{", "{{", "}}", " ", '"', ".", "-", "a"), { maxLength: 12 })
      .map((all) => all.join("")),
  );
  await fc.assert(
    fc.asyncProperty(text, text, fc.array(text), text, async (script, image, environment, name) => {
      const runner = {
        ...KUBERNETES,
        description: name,
        preBuildScript: script,
        environment: environment.map((value) => `A=${value}`),
        kubernetes: { image, podLabels: { [`a${script}`]: image } },
      };
      const values = await valuesOf(processOf({}, runner));
      expect(runnersOf(values)).toEqual([
        {
          executor: "kubernetes",
          pre_build_script: script,
          environment: runner.environment,
          feature_flags: NO_ROTATION,
          kubernetes: {
            image,
            pod_labels: { [`a${script}`]: image },
            namespace: "release-namespace",
          },
        },
      ]);
      // Kubernetes takes $(NAME) for a variable, and $$ for the sign.
      expect(values.extraEnv.RUNNER_NAME.replaceAll("$$", "$")).toBe(name);
      expect(values.extraEnv.RUNNER_NAME.replaceAll("$$", "")).not.toContain("$");
    }),
  );
});
