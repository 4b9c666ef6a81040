import * as v from "valibot";
import { executors } from "./executors";
import { count, text, texts, tomlTable } from "./values";

/** What every executor may be given besides. */
const shared = {
  settings: v.optional(tomlTable),
  url: v.optional(text),
  name: v.optional(text),
  concurrent: v.optional(count),
  checkInterval: v.optional(count),
  limit: v.optional(count),
  requestConcurrency: v.optional(count),
  outputLimit: v.optional(count),
  environment: v.optional(texts),
  buildsDir: v.optional(text),
  cacheDir: v.optional(text),
  preGetSourcesScript: v.optional(text),
  postGetSourcesScript: v.optional(text),
  preBuildScript: v.optional(text),
  postBuildScript: v.optional(text),
  tlsCaFile: v.optional(text),
  tlsCertFile: v.optional(text),
  tlsKeyFile: v.optional(text),
};

/** What a `gitlab-runner` process is set up with, besides its token. */
export const processOptions = v.variant(
  "executor",
  [
    v.strictObject({ ...shared, ...executors.shell }),
    v.strictObject({ ...shared, ...executors.docker }),
    v.strictObject({ ...shared, ...executors.dockerAutoscaler }),
    v.strictObject({ ...shared, ...executors.instance }),
    v.strictObject({ ...shared, ...executors.kubernetes }),
    v.strictObject({ ...shared, ...executors.ssh }),
    v.strictObject({ ...shared, ...executors.custom }),
  ],
  "must be one of shell, docker, docker-windows, docker-autoscaler, instance, kubernetes, ssh, custom",
);

/** The same, checked. */
export type KnownProcessOptions = v.InferOutput<typeof processOptions>;
