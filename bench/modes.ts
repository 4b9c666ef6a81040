/** Whether the engine writes the state after each step, as it does by default, or once at the end. */
export const MODES = ["default", "withoutCheckpoints"] as const;
export type Mode = (typeof MODES)[number];

/** What the engine's environment has for it. */
export const MODE_ENVIRONMENTS: Readonly<Record<Mode, Readonly<Record<string, string>>>> = {
  default: {},
  withoutCheckpoints: { PULUMI_SKIP_CHECKPOINTS: "true" },
};

export const MODE_NAMES: Readonly<Record<Mode, string>> = {
  default: "by default",
  withoutCheckpoints: "without checkpoints",
};

/** By default the time of an `up` grows with the square of the stack: 5,000 runners would take an hour. */
const MOST_BY_DEFAULT = 1000;

/** Those of the modes in which a stack of so many runners is measured. */
export function modesFor(runners: number, modes: readonly Mode[]): readonly Mode[] {
  return modes.filter((mode) => mode !== "default" || runners <= MOST_BY_DEFAULT);
}
