import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { anchor } from "../../../scripts/registry/markdown";
import { registryPages } from "../../../scripts/registry/registryPages";
import { packageSchema } from "../../../scripts/schema/packageSchema";
import type { PropertySpec } from "../../../scripts/schema/spec";

const ROOT = join(__dirname, "../../..");
const FOLDER = join(ROOT, "docs", "registry");
const schema = packageSchema(ROOT);
const pages = registryPages(schema);
const short = (token: string): string => token.slice(token.lastIndexOf(":") + 1);

function text(name: string): string {
  const found = pages.get(name);
  if (found === undefined) throw new Error(`there is no page ${name}`);
  return found;
}

/** The part of a page under a heading. */
function section(page: string, heading: string): string {
  const [, found] =
    new RegExp(`^## ${heading}\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, "m").exec(page) ?? [];
  if (found === undefined) throw new Error(`the page has no part ${heading}`);
  return found;
}

/** The first cells of a table's rows, what is in code there. */
function listed(part: string): string[] {
  return [...part.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = ""]) => name);
}

function propertiesIn(part: string): string[] {
  const [table = ""] = part.split("In each language:");
  return listed(table);
}

test("the committed pages are those of the schema: npm run docs makes them", () => {
  const files = (readdirSync(FOLDER, { recursive: true }) as string[]).filter((name) =>
    statSync(join(FOLDER, name)).isFile(),
  );
  expect(files.sort()).toEqual([...pages.keys()].sort());
  for (const name of files) {
    expect({ name, text: readFileSync(join(FOLDER, name), "utf8") }).toEqual({
      name,
      text: text(name),
    });
  }
});

describe("the pages have all of the schema:", () => {
  const names = (properties: Record<string, PropertySpec> = {}): string[] =>
    Object.keys(properties);

  test.each(Object.entries(schema.resources))("%s", (token, resource) => {
    const page = text(`resources/${short(token)}.md`);
    expect(propertiesIn(section(page, "Inputs"))).toEqual(names(resource.inputProperties));
    expect(propertiesIn(section(page, "Outputs"))).toEqual(names(resource.properties));
    const isInGitLab = !["RunnerReady", "StaleRunnerCleanup"].includes(short(token));
    for (const language of ["TypeScript", "Python", "Go", "C#", "Java", "YAML"])
      for (const part of ["Constructor", ...(isInGitLab ? ["Looking up"] : [])])
        expect(section(page, part)).toContain(`${language}:\n\n\`\`\``);
    expect(section(page, "Import")).toContain(
      isInGitLab ? `pulumi import ${token} name ` : "nothing to import",
    );
    expect(section(page, "Examples")).toContain("```yaml");
  });

  test.each(Object.entries(schema.functions))("%s", (token, { inputs, outputs }) => {
    const page = text(`functions/${short(token)}.md`);
    expect(propertiesIn(section(page, "Arguments"))).toEqual(names(inputs.properties));
    expect(propertiesIn(section(page, "Result"))).toEqual(names(outputs.properties));
    expect(section(page, "Example")).toContain(`function: gitlab-runners:${short(token)}`);
  });

  test.each(Object.entries(schema.types))("%s", (token, spec) => {
    const part = section(text("types.md"), short(token));
    expect(propertiesIn(part)).toEqual(
      spec.type === "object" ? names(spec.properties) : spec.enum.map(({ value }) => value),
    );
  });

  test("the provider and the keys of the configuration", () => {
    const provider = text("resources/Provider.md");
    expect(propertiesIn(section(provider, "Inputs"))).toEqual(
      names(schema.provider.inputProperties),
    );
    const configuration = section(text("installation-configuration.md"), "Configuration");
    expect(listed(configuration)).toEqual(
      names(schema.config.variables).map((name) => `gitlab-runners:${name}`),
    );
  });

  test("the overview leads to each of them", () => {
    const links = [...text("_index.md").matchAll(/\]\(([^)#]+\.md)/g)].map(([, to = ""]) => to);
    expect(links).toEqual(
      expect.arrayContaining([...pages.keys()].filter((name) => name !== "_index.md")),
    );
  });
});

test("the pages say what is secret, what replaces and what is deprecated", () => {
  const inputs = section(text("resources/Runner.md"), "Inputs");
  expect(inputs).toMatch(/^\| `registrationToken` .*\*\*Secret\.\*\* \*\*Deprecated:\*\*/m);
  expect(inputs).toMatch(/^\| `runnerType` .*\*\*Changing it replaces\.\*\*/m);
  expect(inputs).not.toMatch(/^\| `description` .*(Secret|replaces)/m);
  expect(section(text("types.md"), "SshOptions")).toMatch(/^\| `password` .*\*\*Secret/m);
});

describe("links", () => {
  test.each([...pages])("of %s resolve", (name, page) => {
    const prose = page.replace(/```[\s\S]*?```/g, "");
    const links = [...prose.matchAll(/\]\(([^)]+)\)/g)].map(([, to = ""]) => to);
    for (const link of links.filter((to) => !to.startsWith("https:"))) {
      const [path = "", heading] = link.split("#");
      const file = path === "" ? join(FOLDER, name) : join(dirname(join(FOLDER, name)), path);
      expect({ link, exists: existsSync(file) }).toEqual({ link, exists: true });
      if (heading === undefined) continue;
      const headings = [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)];
      expect(headings.map(([, title = ""]) => anchor(title))).toContain(heading);
    }
  });
});
