import { parse } from "yaml";

import { checkArgs } from "../../../functions/arguments";
import {
  kubernetesSecret,
  kubernetesSecretOptions,
} from "../../../functions/delivery/kubernetesSecret";
import type { KnownProcess } from "../../../functions/delivery/knownProcess";
import { RUNNER, processOf } from "../../helpers/knownProcesses";

const KUBERNETES = { executor: "kubernetes" };

const manifestOf = async (process: KnownProcess, given: object = {}): Promise<unknown> => {
  const options = checkArgs("kubernetesSecret", kubernetesSecretOptions, given);
  return parse(await kubernetesSecret(process, options), { version: "1.1" });
};

test("the Secret has both keys that the chart mounts, and the token in one of them", async () => {
  expect(await manifestOf(processOf({}, KUBERNETES))).toEqual({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "gitlab-runner-42" },
    type: "Opaque",
    stringData: { "runner-token": RUNNER.token, "runner-registration-token": "" },
  });
});

test("its name and its namespace can be given", async () => {
  const given = { secretName: "on", namespace: "1000" };
  expect(await manifestOf(processOf({}, KUBERNETES), given)).toMatchObject({
    metadata: { name: "on", namespace: "1000" },
  });
});

test.each([
  "",
  "A",
  "a_b",
  "-a",
  "a.",
  "a..b",
  "{{ x }}",
  "a\nb",
  "x".repeat(64),
  "a.".repeat(130),
])("a name that Kubernetes refuses is refused before: %j", async (name) => {
  const process = processOf({}, KUBERNETES);
  await expect(manifestOf(process, { secretName: name })).rejects.toThrow(
    /^kubernetesSecret: secretName must be a name that Kubernetes takes: .*RFC 1123.*gitlab-runner-42/,
  );
  await expect(manifestOf(process, { namespace: name })).rejects.toThrow(
    /^kubernetesSecret: namespace must be a name that Kubernetes takes: .*RFC 1123/,
  );
});

test("a namespace has no dots", async () => {
  await expect(manifestOf(processOf({}, KUBERNETES), { namespace: "a.b" })).rejects.toThrow(
    /label/,
  );
});

test("several runners are refused, with the way out", async () => {
  await expect(manifestOf(processOf({}, KUBERNETES, KUBERNETES))).rejects.toThrow(
    "kubernetesSecret: runners must be one runner, as a release of the Helm chart registers one, not 2. " +
      "Make a RunnerProcess and a release for each",
  );
});
