import { path } from "../../../gitlab/transport/path";

test("ids stand in the path as they are", () => {
  expect(path`projects/${7}/runners/${"12"}`).toBe("projects/7/runners/12");
});

test("a full path stays one segment", () => {
  expect(path`groups/${"acme/platform team"}`).toBe("groups/acme%2Fplatform%20team");
});

test("a value cannot add a query or a fragment", () => {
  expect(path`runners/${"1?token=x#y"}/jobs`).toBe("runners/1%3Ftoken%3Dx%23y/jobs");
});

test.each(["", " ", ".", ".."])("the value %j is refused", (value) => {
  expect(() => path`runners/${value}`).toThrow(TypeError);
});
