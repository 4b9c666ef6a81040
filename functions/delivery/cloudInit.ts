import * as v from "valibot";
import { FunctionError } from "../functionError";
import { installScript, installation } from "./installScript";
import type { KnownProcess } from "./knownProcess";
import { yamlText } from "./yamlText";

/** What EC2 takes, the least of the large clouds. */
const LEAST_BYTES = 16_384;

/** What `cloudInit` takes besides the process. */
export const cloudInitOptions = v.strictObject({
  ...installation,
  packages: v.optional(
    v.array(
      v.pipe(
        v.string("must be a text"),
        v.regex(/^[A-Za-z0-9][\w.+:~=-]{0,127}$/, "must be the name of a package"),
      ),
      "must be a list of texts",
    ),
  ),
  maximumBytes: v.optional(
    v.pipe(
      v.number("must be a number"),
      v.safeInteger("must be a whole number"),
      v.minValue(1, "must be 1 or more, bytes"),
    ),
    LEAST_BYTES,
  ),
});

/** The same, checked. */
export type KnownCloudInitOptions = v.InferOutput<typeof cloudInitOptions>;

/** In memory. cloud-init keeps the user data itself where only root reads it. */
const SCRIPT = "/run/gitlab-runner-installation/install";

/**
 * User data for a cloud's machine with cloud-init: it installs packages and runs what `installScript`
 * returns, once for each machine.
 *
 * A cloud shows the user data to every process of the machine that asks, as a job can. So let
 * `configCommand` get `config.toml`, or keep jobs from the cloud's service of metadata.
 *
 * @throws FunctionError as `installScript` does, and for user data that is larger than `maximumBytes`.
 * @see https://cloudinit.readthedocs.io/en/latest/reference/modules.html
 */
export async function cloudInit(
  process: KnownProcess,
  options: KnownCloudInitOptions,
): Promise<string> {
  const { packages, maximumBytes, ...install } = options;
  const script = await installScript(process, install, "cloudInit");
  const document = await yamlText({
    ...(packages !== undefined && { package_update: true, packages }),
    write_files: [{ path: SCRIPT, owner: "root:root", permissions: "0700", content: script }],
    runcmd: [["sh", SCRIPT]],
  });
  const userData = `#cloud-config\n${document}`;
  const bytes = Buffer.byteLength(userData);
  if (bytes > maximumBytes) {
    throw new FunctionError(
      `cloudInit: the user data has ${bytes} bytes, more than maximumBytes, ${maximumBytes}. Raise ` +
        "that where your cloud takes more (EC2 takes 16384), let configCommand get config.toml from a " +
        "store of secrets, or compress the user data with gzip, which cloud-init reads",
    );
  }
  return userData;
}
