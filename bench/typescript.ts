/*
 * What a preview costs that is programmed in TypeScript: beside the same program in JavaScript, with
 * the types checked at every preview (as Pulumi does by itself) and without.
 */
import { environmentOf, startGitLab } from "../tests/helpers/gitlab";
import { Stack } from "../tests/helpers/stack";
import { fleetProgram, succeed } from "./measuredStacks";
import { type Pair, duration, pair, summary } from "./measuring";

const RUNNERS = 10;
const ROUNDS = 7;

export async function benchTypeScript(): Promise<void> {
  const gitlab = await startGitLab();
  const env = environmentOf(gitlab);
  const program = fleetProgram(RUNNERS);
  const typescript = program.replace(/const (.*) = require\((.*)\);/, "import $1 from $2;");
  const ofTypeScript = { program: typescript, typescript: true, unaided: true };
  const plain = await Stack.create({ program, env, unaided: true });
  const checked = await Stack.create({ ...ofTypeScript, env });
  const transpiled = await Stack.create({
    ...ofTypeScript,
    env: { ...env, PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
  });
  try {
    for (const [what, stack] of [
      ["types checked in every preview", checked],
      ["PULUMI_NODEJS_TRANSPILE_ONLY=true", transpiled],
    ] as const) {
      const pairs: Pair[] = [];
      for (let round = 0; round < ROUNDS; round += 1)
        pairs.push(
          await pair(
            round,
            () => succeed(stack.preview()),
            () => succeed(plain.preview()),
          ),
        );
      const { ours, floor, ratio } = summary(pairs);
      console.log(
        `${what.padEnd(34)} ${duration(ours)}  JavaScript ${duration(floor)}  ` +
          `ratio ${ratio.toFixed(2)}  rounds ${ROUNDS}`,
      );
    }
  } finally {
    for (const stack of [plain, checked, transpiled]) await stack.dispose();
    await gitlab.close();
  }
}
