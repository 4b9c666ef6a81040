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

config = gitlab_runners.config_toml_output(
    id=runner.id,
    token=runner.token,
    description=runner.description,
    executor="docker",
    docker={"image": "alpine:3"},
)

pulumi.export("token", runner.token)
pulumi.export("configToml", config.text)
