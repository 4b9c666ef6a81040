import { explain, newSeed, runEpisodes } from "./campaign";

const FIXED = [1, 2, 3, 5];
const AT_ONCE = 2;

describe("stacks applied by Pulumi's engine", () => {
  test("come to what they declare", async () => {
    const seeds = [newSeed(), ...FIXED];
    console.log(`seeds ${seeds.join(", ")}`);
    const failed: string[] = [];
    await runEpisodes("engine", seeds, AT_ONCE, (verdict) => {
      if (verdict.found.length > 0) failed.push(explain("engine", verdict));
    });
    expect(failed).toEqual([]);
  }, 900_000);
});
