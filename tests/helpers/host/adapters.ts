/** Which of the two serves the resource handlers: the SDK's host of dynamic providers, or the plugin. */
export const ADAPTERS = ["dynamic", "plugin"] as const;
export type Adapter = (typeof ADAPTERS)[number];

/** A key of the configuration as messages name it: all that the plugin has is in its own namespace. */
export function shownKey(adapter: Adapter, name: string): string {
  return adapter === "plugin" ? `gitlab-runners:${name}` : `gitlab:${name}`;
}
