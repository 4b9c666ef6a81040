import { NamespacePaths } from "../../../provider/context/namespacePaths";

test("a group or project has the path that a reply named, of its own kind only", () => {
  const paths = new NamespacePaths();
  expect(paths.named("project", 8)).toBe("project 8");
  paths.noteProject({ id: 8, path_with_namespace: "acme/site" });
  paths.noteGroup({ id: 7, full_path: "acme" });
  expect([paths.named("project", 8), paths.named("group", 8)]).toEqual([
    "project acme/site (8)",
    "group 8",
  ]);
  expect(paths.named("group", 7)).toBe("group acme (7)");
});

test("the projects of a runner have their paths", () => {
  const paths = new NamespacePaths();
  paths.noteRunner({ projects: [{ id: 8, path_with_namespace: "acme/site" }] });
  expect(paths.named("project", 8)).toBe("project acme/site (8)");
});

test("a path is bounded, and has no character that a terminal obeys", () => {
  const paths = new NamespacePaths();
  paths.noteProject({ id: 8, path_with_namespace: `${"x".repeat(200)}/si\u001bte` });
  const named = paths.named("project", 8);
  expect(named).toMatch(/^project …x+\/si\\u\{1b\}te \(8\)$/);
  expect(named.length).toBeLessThan(125);
});
