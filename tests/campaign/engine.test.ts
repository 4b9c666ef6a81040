import { explain, newSeed, runEpisodes } from "./campaign";

/** Each kind runs its half of them: one with the state written at each step, the other with it written once. */
const FIXED = {
  engine: { each: [1], none: [] },
  enginePlugin: { each: [], none: [5] },
} as const;
const AT_ONCE = 2;

describe("stacks applied by Pulumi's engine", () => {
  test.each(["engine", "enginePlugin"] as const)(
    "come to what they declare, by the kind %s",
    async (kind) => {
      // A new seed has its engine write the state once: there is more to lose.
      const seeds = { each: [...FIXED[kind].each], none: [newSeed(), ...FIXED[kind].none] };
      console.log(`seeds ${JSON.stringify(seeds)}`);
      const failed: string[] = [];
      for (const checkpoints of ["each", "none"] as const) {
        const manner = { kind, checkpoints };
        await runEpisodes(manner, seeds[checkpoints], AT_ONCE, (verdict) => {
          if (verdict.found.length > 0) failed.push(explain(manner, verdict));
        });
      }
      expect(failed).toEqual([]);
    },
    900_000,
  );
});
