// Every call of client-go's runners service, once; one line of JSON for each.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	gitlab "gitlab.com/gitlab-org/api/client-go/v2"
)

type line struct {
	Call    string `json:"call"`
	Answer  any    `json:"answer"`
	Error   string `json:"error,omitempty"`
	Status  int    `json:"status,omitempty"`
	Message string `json:"message,omitempty"`
}

type runnerIDs struct {
	Project int64 `json:"project"`
	ByID    int64 `json:"byId"`
	ByOther int64 `json:"byObject"`
}

func say(name string, answer any, err error) {
	said := line{Call: name, Answer: answer}
	if err != nil {
		said.Answer = nil
		said.Error = err.Error()
		var reply *gitlab.ErrorResponse
		if errors.Is(err, gitlab.ErrNotFound) {
			// The one status for which the client keeps nothing of the reply.
			said.Status = 404
		} else if errors.As(err, &reply) {
			said.Status = reply.Response.StatusCode
			said.Message = reply.Message
		}
	}
	text, err := json.Marshal(said)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(text))
}

func idsOf(runners []*gitlab.Runner) []int64 {
	ids := []int64{}
	for _, runner := range runners {
		ids = append(ids, runner.ID)
	}
	return ids
}

func sayRunners(name string, runners []*gitlab.Runner, err error) {
	say(name, idsOf(runners), err)
}

func sayJobs(name string, jobs []*gitlab.Job, err error) {
	ids := []int64{}
	for _, job := range jobs {
		ids = append(ids, job.ID)
	}
	say(name, ids, err)
}

func connect(token string) *gitlab.Client {
	client, err := gitlab.NewClient(token, gitlab.WithBaseURL(os.Getenv("GITLAB_BASE_URL")))
	if err != nil {
		panic(err)
	}
	return client
}

func main() {
	var ids runnerIDs
	if err := json.Unmarshal([]byte(os.Args[1]), &ids); err != nil {
		panic(err)
	}
	admin := connect(os.Getenv("ADMIN_TOKEN"))
	user := connect(os.Getenv("USER_TOKEN"))

	me, _, err := user.Users.CurrentUser()
	say("user", me.Username, err)
	version, _, err := user.Version.GetVersion()
	say("version", version, err)

	runners, _, err := user.Runners.ListRunners(nil)
	sayRunners("list", runners, err)
	runners, _, err = user.Runners.ListRunners(&gitlab.ListRunnersOptions{Scope: gitlab.Ptr("active")})
	sayRunners("list by scope", runners, err)
	paged := []*gitlab.Runner{}
	options := &gitlab.ListRunnersOptions{ListOptions: gitlab.ListOptions{PerPage: 2, Page: 1}}
	for {
		runners, response, err := user.Runners.ListRunners(options)
		if err != nil {
			sayRunners("list by pages", nil, err)
			break
		}
		paged = append(paged, runners...)
		if response.NextPage == 0 {
			sayRunners("list by pages", paged, nil)
			say("total", response.TotalItems, nil)
			break
		}
		options.Page = response.NextPage
	}
	runners, _, err = user.Runners.ListRunners(
		&gitlab.ListRunnersOptions{TagList: &[]string{"linux", "arm"}})
	sayRunners("list by tags", runners, err)
	runners, _, err = admin.Runners.ListAllRunners(nil)
	sayRunners("all", runners, err)
	runners, _, err = admin.Runners.ListAllRunners(
		&gitlab.ListRunnersOptions{Type: gitlab.Ptr("group_type")})
	sayRunners("all by type", runners, err)
	runners, _, err = admin.Runners.ListAllRunners(
		&gitlab.ListRunnersOptions{Status: gitlab.Ptr("online")})
	sayRunners("all online", runners, err)
	runners, _, err = admin.Runners.ListAllRunners(
		&gitlab.ListRunnersOptions{Paused: gitlab.Ptr(true)})
	sayRunners("all paused", runners, err)
	runners, _, err = user.Runners.ListAllRunners(nil)
	sayRunners("all for a user", runners, err)

	details, _, err := user.Runners.GetRunnerDetails(ids.Project)
	say("get", details, err)
	details, _, err = user.Runners.GetRunnerDetails(999)
	say("get nothing", details, err)
	registered, _, err := user.Runners.RegisterNewRunner(&gitlab.RegisterNewRunnerOptions{
		Token:       gitlab.Ptr(os.Getenv("REGISTRATION_TOKEN")),
		Description: gitlab.Ptr("New"),
		TagList:     &[]string{"x", "y"},
		Info:        &gitlab.RegisterNewRunnerInfoOptions{Version: gitlab.Ptr("19.4.0")},
	})
	say("register", registered, err)
	registered, _, err = user.Runners.RegisterNewRunner(
		&gitlab.RegisterNewRunnerOptions{Token: gitlab.Ptr("wrong")})
	say("register wrongly", registered, err)
	created, _, err := user.Users.CreateUserRunner(&gitlab.CreateUserRunnerOptions{
		RunnerType:  gitlab.Ptr("project_type"),
		ProjectID:   gitlab.Ptr(int64(1)),
		Description: gitlab.Ptr("Created"),
		TagList:     &[]string{"z"},
	})
	say("create", created, err)
	details, _, err = user.Runners.UpdateRunnerDetails(ids.Project, &gitlab.UpdateRunnerDetailsOptions{
		Description:    gitlab.Ptr("Tests"),
		TagList:        &[]string{"linux", "new_tag"},
		MaximumTimeout: gitlab.Ptr(int64(3600)),
	})
	say("update", details, err)

	managers, _, err := user.Runners.ListRunnerManagers(ids.Project)
	say("managers", managers, err)
	reset, _, err := user.Runners.ResetRunnerAuthenticationToken(ids.ByOther)
	say("reset the token", reset, err)
	_, err = user.Runners.RemoveRunner(ids.ByID)
	say("delete by id", nil, err)
	_, err = user.Runners.DeleteRegisteredRunnerByID(ids.ByOther)
	say("delete registered by id", nil, err)
	_, err = user.Runners.DeleteRegisteredRunner(
		&gitlab.DeleteRegisteredRunnerOptions{Token: gitlab.Ptr(os.Getenv("RUNNER_TOKEN"))})
	say("delete by token", nil, err)
	_, err = user.Runners.VerifyRegisteredRunner(
		&gitlab.VerifyRegisteredRunnerOptions{Token: gitlab.Ptr(os.Getenv("OTHER_RUNNER_TOKEN"))})
	say("verify", nil, err)
	_, err = user.Runners.VerifyRegisteredRunner(
		&gitlab.VerifyRegisteredRunnerOptions{Token: gitlab.Ptr("wrong")})
	say("verify wrongly", nil, err)

	runners, _, err = user.Runners.ListProjectRunners("acme/app", nil)
	sayRunners("project list", runners, err)
	enabled, _, err := user.Runners.EnableProjectRunner(
		"acme/site", &gitlab.EnableProjectRunnerOptions{RunnerID: ids.Project})
	say("project enable", enabled, err)
	_, _, err = user.Runners.EnableProjectRunner(
		"acme/site", &gitlab.EnableProjectRunnerOptions{RunnerID: ids.Project})
	say("project enable again", nil, err)
	_, err = user.Runners.DisableProjectRunner("acme/site", ids.Project)
	say("project disable", nil, err)
	_, err = user.Runners.DisableProjectRunner("acme/app", ids.Project)
	say("project disable the owner", nil, err)
	runners, _, err = user.Runners.ListGroupsRunners("acme", nil)
	sayRunners("group list", runners, err)

	jobs, _, err := user.Runners.ListRunnerJobs(ids.Project, nil)
	sayJobs("jobs", jobs, err)
	jobs, _, err = user.Runners.ListRunnerJobs(
		ids.Project, &gitlab.ListRunnerJobsOptions{Status: gitlab.Ptr("running")})
	sayJobs("jobs by status", jobs, err)
	jobs, _, err = user.Runners.ListRunnerJobs(ids.Project,
		&gitlab.ListRunnerJobsOptions{OrderBy: gitlab.Ptr("id"), Sort: gitlab.Ptr("asc")})
	sayJobs("jobs in order", jobs, err)

	token, _, err := admin.Runners.ResetInstanceRunnerRegistrationToken()
	say("reset the instance's registration token", token, err)
	token, _, err = user.Runners.ResetGroupRunnerRegistrationToken("acme")
	say("reset the group's registration token", token, err)
	token, _, err = user.Runners.ResetProjectRunnerRegistrationToken("acme/app")
	say("reset the project's registration token", token, err)
}
