import { explain, newSeed, runEpisodes } from "./campaign";

/** Each kind runs its half of them. */
const FIXED = { engine: [1, 3], enginePlugin: [2, 5] };
const AT_ONCE = 2;

describe("stacks applied by Pulumi's engine", () => {
  test.each(["engine", "enginePlugin"] as const)(
    "come to what they declare, by the kind %s",
    async (kind) => {
      const seeds = [newSeed(), ...FIXED[kind]];
      console.log(`seeds ${seeds.join(", ")}`);
      const failed: string[] = [];
      await runEpisodes(kind, seeds, AT_ONCE, (verdict) => {
        if (verdict.found.length > 0) failed.push(explain(kind, verdict));
      });
      expect(failed).toEqual([]);
    },
    900_000,
  );
});
