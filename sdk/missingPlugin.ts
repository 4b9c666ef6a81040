import * as pulumi from "@pulumi/pulumi";
import { hasPlugin } from "../stack/pluginPlaces";
import { monitorAddress } from "./engineInput";

let hasWarned = false;

/**
 * Says how the engine finds the plugin where it will not: it then only says that it could not download
 * it. A warning, as later engines may look elsewhere.
 */
export function warnOfMissingPlugin(): void {
  if (hasWarned || monitorAddress() === undefined) return;
  hasWarned = true;
  if (hasPlugin(pulumi.runtime.getRootDirectory())) return;
  void pulumi.log.warn(
    "the plugin gitlab-runners is not installed, and Pulumi.yaml does not name its folder. Add to " +
      "Pulumi.yaml: plugins: { providers: [{ name: gitlab-runners, path: " +
      "./node_modules/pulumi-gitlab-runners/dist/plugin }] }",
  );
}
