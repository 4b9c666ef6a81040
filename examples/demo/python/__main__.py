"""The program of npm run demo in Python: a runner of one project."""

import pulumi
import pulumi_gitlab_runners as gitlab_runners

config = pulumi.Config()

runner = gitlab_runners.Runner(
    "build",
    runner_type=gitlab_runners.RunnerType.PROJECT_TYPE,
    project_id=config.require("project"),  # an id or a full path
    description="Builds of the demo",
    tag_list=["docker", "linux"],
    maximum_timeout=3600,  # seconds
)

pulumi.export("id", runner.id)
pulumi.export("token", runner.token)
