// A runner, who may use it, and what gitlab-runner is set up with.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pulumi-gitlab-runners.invalid/sdk/go/gitlabrunners"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		runner, err := gitlabrunners.NewRunner(ctx, "docker", &gitlabrunners.RunnerArgs{
			RunnerType:     gitlabrunners.RunnerTypeProjectType,
			ProjectId:      pulumi.String("acme/app"), // an id or a full path
			Description:    pulumi.String("Docker builds"),
			TagList:        pulumi.ToStringArray([]string{"docker"}),
			MaximumTimeout: pulumi.Int(3600), // seconds
		})
		if err != nil {
			return err
		}

		_, err = gitlabrunners.NewProjectRunnerAssignment(ctx, "site", &gitlabrunners.ProjectRunnerAssignmentArgs{
			ProjectId: pulumi.String("acme/site"),
			RunnerId:  runner.ID(),
		})
		if err != nil {
			return err
		}

		config := gitlabrunners.ConfigTomlOutput(ctx, gitlabrunners.ConfigTomlOutputArgs{
			Concurrent: pulumi.Int(4),
			Runners: gitlabrunners.ProcessRunnerArray{
				gitlabrunners.ProcessRunnerArgs{
					Id:          runner.ID(),
					Token:       runner.Token,
					Description: runner.Description,
					Executor:    pulumi.String("docker"),
					Docker:      gitlabrunners.DockerOptionsArgs{Image: pulumi.String("alpine:3")},
				},
			},
		})

		ctx.Export("token", runner.Token)
		ctx.Export("configToml", config.Text())
		return nil
	})
}
