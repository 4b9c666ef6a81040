import { join } from "node:path";
import { programFrom } from "../../../scripts/registry/examples/fromTypeScript";
import { goExample } from "../../../scripts/registry/examples/go";
import { pythonExample } from "../../../scripts/registry/examples/python";
import { yamlExample } from "../../../scripts/registry/examples/yaml";
import { packageSchema } from "../../../scripts/schema/packageSchema";

const PROGRAM = programFrom(`
const runner = new Runner("a-runner", { runnerType: "group_type", groupId: 7, paused: true });
new RunnerAssignments("sites", { runnerId: runner.id, projectIds: [1, "acme/docs"] });
new Runner("old", { registrationToken: config.requireSecret("registrationToken") });
export const token = runner.token;`);

test("an example of a docstring is written in YAML", () => {
  expect(yamlExample(PROGRAM)).toBe(`name: example
runtime: yaml
config:
  registrationToken:
    type: string
    secret: true
resources:
  runner:
    type: gitlab-runners:Runner
    name: a-runner
    properties:
      runnerType: group_type
      groupId: 7
      paused: true
  sites:
    type: gitlab-runners:RunnerAssignments
    properties:
      runnerId: \${runner.id}
      projectIds:
        - 1
        - acme/docs
  old:
    type: gitlab-runners:Runner
    properties:
      registrationToken: \${registrationToken}
outputs:
  token: \${runner.token}
`);
});

test("an example of a docstring is written in Python", () => {
  expect(pythonExample(PROGRAM)).toBe(`import pulumi
import pulumi_gitlab_runners as gitlab_runners

config = pulumi.Config()
runner = gitlab_runners.Runner(
    "a-runner",
    runner_type="group_type",
    group_id=7,
    paused=True,
)
gitlab_runners.RunnerAssignments(
    "sites",
    runner_id=runner.id,
    project_ids=[1, "acme/docs"],
)
gitlab_runners.Runner(
    "old",
    registration_token=config.require_secret("registrationToken"),
)
pulumi.export("token", runner.token)`);
});

test("an example of a docstring is written in Go", () => {
  const go = goExample(PROGRAM, packageSchema(join(__dirname, "../../..")));
  expect(go).toContain(`		conf := config.New(ctx, "")
		runner, err := gitlabrunners.NewRunner(ctx, "a-runner", &gitlabrunners.RunnerArgs{
			RunnerType: pulumi.String("group_type"),
			GroupId:    pulumi.Int(7),
			Paused:     pulumi.Bool(true),
		})
		if err != nil {
			return err
		}
		_, err = gitlabrunners.NewRunnerAssignments(`);
  expect(go).toContain(`ProjectIds: pulumi.Array{pulumi.Int(1), pulumi.String("acme/docs")},`);
  expect(go).toContain(`ctx.Export("token", runner.Token)`);
});

test.each([
  ["a call", "const runner = await getRunner({ id: 7 });"],
  ["a computed value", 'new Runner("one", { description: "a" + "b" });'],
  ["a loop", "for (const name of names) new Runner(name, {});"],
  ["a spread", 'new Runner("one", { ...others });'],
])("what other languages cannot say is an error: %s", (_what, code) => {
  expect(() => programFrom(code)).toThrow(/an example says what only TypeScript can: /);
});
