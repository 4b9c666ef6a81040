/** Which of the two serves the resource handlers: the SDK's host of dynamic providers, or the plugin. */
export const ADAPTERS = ["dynamic", "plugin"] as const;
export type Adapter = (typeof ADAPTERS)[number];

/** What a program imports for its resources to be served by an adapter. */
export const MODULES: Readonly<Record<Adapter, string>> = {
  dynamic: "pulumi-gitlab-runners",
  plugin: "pulumi-gitlab-runners/plugin",
};

/** What the types of the resources that an adapter serves begin with; the name of the class follows. */
export const TYPE_PREFIXES: Readonly<Record<Adapter, string>> = {
  dynamic: "pulumi-nodejs:dynamic/gitlab-runners:",
  plugin: "gitlab-runners:index:",
};

/** A key of the configuration as messages name it: all that the plugin has is in its own namespace. */
export function shownKey(adapter: Adapter, name: string): string {
  return adapter === "plugin" ? `gitlab-runners:${name}` : `gitlab:${name}`;
}
