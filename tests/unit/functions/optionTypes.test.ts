import type * as pulumi from "@pulumi/pulumi";

import type { KnownProcessOptions } from "../../../functions/delivery/options";
import type { Executor, OtherSettings, RunnerProcessOptions } from "../../../sdk";

/* The schemas of the options, and the types by which the SDK documents them, say the same. */

/** Without what an option that is left out may be, and with nothing of one executor alone. */
type Plain<Options> = Options extends readonly (infer Item)[]
  ? Plain<Item>[]
  : Options extends object
    ? { [Name in keyof Options]-?: Plain<Exclude<Options[Name], undefined>> }
    : Options;
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;
type Alternative<Options, Name> = Options extends { executor: infer Given }
  ? Name extends Given
    ? Options
    : never
  : never;
/** The settings are recursive: each side is looked at without them. */
type Fixed<Options> = Options extends object
  ? {
      [
        Name in keyof Options as Name extends "settings" | "pluginConfig" | "connectorConfig"
          ? never
          : Name
      ]: Fixed<Options[Name]>;
    }
  : Options;
type Compared = {
  [Name in pulumi.Unwrap<Executor>["executor"]]: Same<
    Plain<Fixed<Alternative<KnownProcessOptions, Name>>>,
    Plain<Fixed<Alternative<pulumi.Unwrap<RunnerProcessOptions>, Name>>>
  >;
};

const EXECUTORS: Record<KnownProcessOptions["executor"], true> & Compared = {
  shell: true,
  docker: true,
  "docker-windows": true,
  "docker-autoscaler": true,
  instance: true,
  kubernetes: true,
  ssh: true,
  custom: true,
};

test.each(Object.entries(EXECUTORS))("the options of %s are the same", (_, same) => {
  // The compiler has compared them.
  expect(same).toBe(true);
});

test("settings are those of config.toml", () => {
  type Settings = NonNullable<KnownProcessOptions["settings"]>;
  const ours: pulumi.Unwrap<OtherSettings["settings"]> = { a: ["b", { c: 1 }], d: true };
  const checked: Settings | undefined = ours;
  expect(checked).toEqual(ours);
});
