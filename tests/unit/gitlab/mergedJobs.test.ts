import { expandTags } from "../../../gitlab/ciConfig/ciVariables";
import { mergedJobs } from "../../../gitlab/ciConfig/mergedJobs";

const jobsOf = (text: string): ReturnType<typeof mergedJobs> => mergedJobs(text, "look");

test.each([
  ["script: x", undefined],
  ["trigger: acme/site", "other_pipeline"],
  ["trigger: { project: acme/site }", "other_pipeline"],
  ["trigger: { include: [{ local: child.yml }] }", "child_pipeline"],
  ["needs: { pipeline: acme/site }", "other_pipeline"],
  ["needs: [build, { pipeline: acme/site }]", "other_pipeline"],
  ["status: { pipeline: acme/site }", "other_pipeline"],
  ["needs: [{ pipeline: $ID, job: build }]", undefined],
  ["needs: [{ project: acme/site, job: build, ref: main }]", undefined],
  ["needs: [build]", undefined],
])("a job with %s is a bridge: %s", async (keywords, bridge) => {
  const find = await jobsOf(`job: { ${keywords} }\n__proto__: { ${keywords} }`);
  expect(find("job")?.bridge).toBe(bridge);
  expect(find("__proto__")?.bridge).toBe(bridge);
  expect(find("job docs")).toBeUndefined();
  expect(find("constructor")).toBeUndefined();
});

test("a text that many jobs share may have a name", async () => {
  const jobs = Array.from({ length: 500 }, (_, index) => `j${index}: { variables: { A: *a } }`);
  const find = await jobsOf(`all: { variables: { A: &a linux } }\n${jobs.join("\n")}`);
  expect(find("j499")?.variables.get("A")).toBe("linux");
});

test("a reply that would grow without bounds is read in time", async () => {
  const list = (of: string): string => `[${Array.from({ length: 20 }, () => of).join(", ")}]`;
  const matrix = Array.from({ length: 30 }, (_, index) => `V${index}: ${list("x")}`).join(", ");
  const rules = Array.from(
    { length: 30 },
    (_, index) => `r${index}: &r${index} ${list(index === 0 ? "x" : `*r${index - 1}`)}`,
  );
  const find = await jobsOf(
    `${rules.join("\n")}\njob: { rules: *r29, parallel: { matrix: [{ ${matrix} }] } }\nmany: { parallel: 999 }`,
  );
  expect(expandTags(["$V1"], find("job: [x, x]")?.variables ?? new Map()).isKnown).toBe(false);
  expect(find("many 201/999")?.variables.size).toBe(0);
});

test("a variable is replaced once, in each of GitLab's notations", () => {
  const variables = new Map<string, string | undefined>([
    ["A", "$B"],
    ["B", "b"],
    ["EMPTY", ""],
    ["TWO", "one, two"],
    ["MANY", undefined],
  ]);
  expect(expandTags(["$A", "x${B}y", "%B%", "$EMPTY", "$TWO"], variables)).toEqual({
    tagList: ["$B", "xby", "b", "one", "two"],
    isKnown: true,
  });
  for (const tag of ["$MANY", "$NONE", "$constructor", "${__proto__}", "%toString%"])
    expect(expandTags([tag], variables)).toEqual({ tagList: [tag], isKnown: false });
  for (const tag of ["5$", "$1", "100%", "a%b", "${}", "$"])
    expect(expandTags([tag], variables)).toEqual({ tagList: [tag], isKnown: true });
});
