import * as pulumi from "@pulumi/pulumi";

/** A value of the stack's configuration, by its full key: `gitlab:baseUrl`. */
export function stackConfiguration(key: string): string | undefined {
  const [namespace, name = ""] = key.split(":", 2);
  return new pulumi.Config(namespace).get(name);
}
