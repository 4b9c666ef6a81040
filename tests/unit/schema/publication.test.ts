import { join } from "node:path";
import { manifestOf, packageSchema } from "../../../scripts/schema/packageSchema";
import { publicationOf, requirePublication } from "../../../scripts/schema/publication";

const ROOT = join(__dirname, "../../..");
const REPOSITORY = "https://gitlab.example.com/acme/ci-tools/pulumi-gitlab-runners";

describe("where the package is published", () => {
  test.each([
    ["an address", REPOSITORY],
    ["an address of git", `git+${REPOSITORY}.git`],
    ["an object", { type: "git", url: `git+${REPOSITORY}.git` }],
  ])("follows from the repository of package.json, %s", (_form, repository) => {
    expect(publicationOf({ repository, author: "Acme" })).toEqual({
      repository: REPOSITORY,
      homepage: REPOSITORY,
      issues: `${REPOSITORY}/-/issues`,
      publisher: "Acme",
      pluginDownloadURL: `${REPOSITORY}/-/releases/v\${VERSION}/downloads`,
      goPath: "gitlab.example.com/acme/ci-tools/pulumi-gitlab-runners",
      rootNamespace: "Acme.CiTools",
      basePackage: "com.example.gitlab.acme.ci_tools",
    });
  });

  test("has the engine's own scheme for the releases of GitHub", () => {
    expect(publicationOf({ repository: "https://github.com/acme/runners" })).toMatchObject({
      pluginDownloadURL: "github://api.github.com/acme/runners",
      issues: "https://github.com/acme/runners/issues",
      publisher: undefined,
    });
  });

  test("has another page and another tracker where package.json names them", () => {
    const homepage = "https://runners.example.com";
    const bugs = { url: "https://bugs.example.com" };
    expect(publicationOf({ repository: REPOSITORY, homepage, bugs })).toMatchObject({
      homepage,
      issues: bugs.url,
    });
  });

  test("is not assumed, and a release says what is missing", () => {
    expect(publicationOf({})).toBeUndefined();
    expect(() => requirePublication({})).toThrow(
      /package\.json has no "repository".*Add the https/s,
    );
  });

  test.each(["gitlab.example.com", "example.org", "gitlab.invalid", "runners.test", "localhost"])(
    "is no place for a release at %s, where nobody's project is",
    (host) => {
      const repository = `https://${host}/acme/runners`;
      expect(() => requirePublication({ repository })).toThrow(
        `package.json has the repository ${repository}, and ${host} is a host of examples`,
      );
      expect(requirePublication({ repository: `https://not-${host}.dev/a/b` })).toBeDefined();
    },
  );

  test.each([
    "github:acme/runners",
    "git@gitlab.example.com:acme/runners.git",
    "http://a.b/c/d",
    "https://gitlab.example.com/acme",
  ])("is not taken from %s", (repository) => {
    expect(() => publicationOf({ repository })).toThrow(
      `the repository "${repository}" is no https address of a project`,
    );
  });
});

describe("the schema", () => {
  const manifest = manifestOf(ROOT);
  delete manifest.repository;

  test("names no host while package.json names no repository", () => {
    const schema = packageSchema(ROOT, manifest);
    expect(Object.keys(schema)).not.toEqual(expect.arrayContaining(["repository"]));
    expect(schema).not.toHaveProperty("pluginDownloadURL");
    expect(schema.language["go"]).toMatchObject({
      importBasePath: "pulumi-gitlab-runners.invalid/sdk/go/gitlabrunners",
    });
    expect(JSON.stringify(schema.language)).not.toContain("https:");
    expect(schema.language["csharp"]).not.toHaveProperty("rootNamespace");
    expect(schema.language["java"]).not.toHaveProperty("basePackage");
  });

  test("says where the package is published once package.json does", () => {
    const schema = packageSchema(ROOT, { ...manifest, repository: REPOSITORY });
    expect(schema).toMatchObject({
      repository: REPOSITORY,
      homepage: REPOSITORY,
      pluginDownloadURL: `${REPOSITORY}/-/releases/v\${VERSION}/downloads`,
      language: {
        go: {
          importBasePath:
            "gitlab.example.com/acme/ci-tools/pulumi-gitlab-runners/sdk/go/gitlabrunners",
        },
        csharp: {
          rootNamespace: "Acme.CiTools",
          namespaces: { "gitlab-runners": "GitLabRunners" },
        },
        java: {
          basePackage: "com.example.gitlab.acme.ci_tools",
          packages: { "gitlab-runners": "gitlabrunners" },
          buildFiles: "gradle",
        },
      },
    });
  });
});
