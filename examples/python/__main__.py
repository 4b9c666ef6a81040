"""A runner, who may use it, and what gitlab-runner is set up with."""

import pulumi
import pulumi_gitlab_runners as gitlab_runners

runner = gitlab_runners.Runner(
    "docker",
    runner_type=gitlab_runners.RunnerType.PROJECT_TYPE,
    project_id="acme/app",  # an id or a full path
    description="Docker builds",
    tag_list=["docker"],
    maximum_timeout=3600,  # seconds
)

gitlab_runners.ProjectRunnerAssignment("site", project_id="acme/site", runner_id=runner.id)

# The types of a function's arguments take no Output within a list: the runner is made of known values.
machine = pulumi.Output.all(runner.id, runner.token, runner.description).apply(
    lambda known: gitlab_runners.ProcessRunner(
        id=known[0],
        token=known[1],
        description=known[2],
        executor="docker",
        docker=gitlab_runners.DockerOptions(image="alpine:3"),
    )
)
config = gitlab_runners.config_toml_output(concurrent=4, runners=pulumi.Output.all(machine))

pulumi.export("token", runner.token)
pulumi.export("configToml", config.text)
