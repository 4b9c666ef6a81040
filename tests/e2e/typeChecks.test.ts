import { copyFileSync } from "node:fs";
import { join } from "node:path";

import { Stack } from "../helpers/stack";

const FILE = "tsconfig.pulumi.json";
const ILL_TYPED = `const count: number = "two";\nexport const shown = count;\n`;

describe("the types of a TypeScript program", () => {
  test("are checked by a preview of a project that names no file of its own for Pulumi", async () => {
    const stack = await Stack.create({ program: ILL_TYPED, typescript: true });
    const { exitCode, output } = await stack.preview();
    expect(output).toContain("error TS2322");
    expect(exitCode).not.toBe(0);
    await stack.dispose();
  });

  test("are not by one of a project that names that of examples/gitops", async () => {
    const stack = await Stack.create({
      program: ILL_TYPED,
      typescript: true,
      // As today's language host passes the project's `tsconfig` on; the last that can be built doesn't.
      env: { PULUMI_NODEJS_TSCONFIG_PATH: FILE },
    });
    copyFileSync(join(__dirname, "../../examples/gitops", FILE), join(stack.directory, FILE));
    const { exitCode, output } = await stack.preview();
    expect(output).toMatch(/shown\s*: "two"/);
    expect(exitCode).toBe(0);
    await stack.dispose();
  });
});
