import { configure, currentContext } from "../../../provider/dynamic/configure";

test("a warning shows no token and nothing that a terminal would obey", () => {
  const config: Record<string, string> = { "gitlab:token": "glpat-of-this-test-0001" };
  configure({ config: { get: (key) => config[key], require: (key) => config[key] ?? "" } });
  const written: string[] = [];
  const write = jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  currentContext().warn('the note "use glrt-abcdefgh"\u001b[31m is\nGitLab\'s');
  write.mockRestore();
  expect(written.join("")).toBe('warning: the note "use [redacted]"\\u{1b}[31m is GitLab\'s\n');
});
