/** What is measured of a stack, in the order of its life. */
export const OPERATIONS = ["up", "preview", "refresh", "update", "destroy"] as const;
/** "update" is an `up` after every runner's maximum timeout has changed. */
export type Operation = (typeof OPERATIONS)[number];

/** What the engine's summary says of so many runners and the stack itself when an operation did its work. */
export const SUMMARIES: Readonly<Record<Operation, (runners: number) => string>> = {
  up: (runners) => `+ ${runners + 1} created`,
  preview: (runners) => `${runners + 1} unchanged`,
  refresh: (runners) => `${runners + 1} unchanged`,
  update: (runners) => `~ ${runners} updated`,
  destroy: (runners) => `- ${runners + 1} deleted`,
};
