"""Every call of python-gitlab's page on runners, once; one line of JSON for each."""

import json
import os
import sys

import gitlab

URL = os.environ["GITLAB_BASE_URL"]
ids = json.loads(sys.argv[1])

admin = gitlab.Gitlab(URL, private_token=os.environ["ADMIN_TOKEN"])
user = gitlab.Gitlab(URL, private_token=os.environ["USER_TOKEN"])
bearer = gitlab.Gitlab(URL, oauth_token=os.environ["USER_TOKEN"])


def call(name, work):
    try:
        line = {"call": name, "answer": work()}
    except gitlab.exceptions.GitlabError as error:
        line = {
            "call": name,
            "error": type(error).__name__,
            "status": error.response_code,
            "message": error.error_message,
        }
    print(json.dumps(line), flush=True)
    return line.get("answer")


def ids_of(objects):
    return [item.get_id() for item in objects]


def update():
    runner = user.runners.get(ids["project"])
    runner.description = "Tests"
    runner.tag_list.append("new_tag")
    runner.maximum_timeout = 3600
    runner.save()
    return runner.attributes


call("user", lambda: [user.auth(), user.user.username][1])
call("bearer", lambda: [bearer.auth(), bearer.user.username][1])
call("version", user.version)

call("list", lambda: ids_of(user.runners.list(get_all=True)))
call("list by scope", lambda: ids_of(user.runners.list(scope="active", get_all=True)))
call("list by pages", lambda: ids_of(user.runners.list(iterator=True, per_page=2)))
call("total", lambda: user.runners.list(iterator=True, per_page=2).total)
call("list by tags", lambda: ids_of(user.runners.list(tag_list=["linux", "arm"], get_all=True)))
call("all", lambda: ids_of(admin.runners.all(get_all=True)))
call("all by scope", lambda: ids_of(admin.runners.all(scope="specific", get_all=True)))
call("all shared", lambda: ids_of(admin.runners_all.list(scope="shared", get_all=True)))
call("all paused", lambda: ids_of(admin.runners_all.list(paused=True, get_all=True)))
call("all by type", lambda: ids_of(admin.runners_all.list(type="group_type", get_all=True)))
call("all online", lambda: ids_of(admin.runners_all.list(status="online", get_all=True)))
call("all for a user", lambda: user.runners_all.list(get_all=True))
call("all in a wrong scope", lambda: admin.runners.all(scope="nothing"))

call("get", lambda: user.runners.get(ids["project"]).attributes)
call("get nothing", lambda: user.runners.get(999).attributes)
call("register", lambda: user.runners.create(
    {"token": os.environ["REGISTRATION_TOKEN"], "description": "New", "tag_list": ["x", "y"]}
).attributes)
call("register wrongly", lambda: user.runners.create({"token": "wrong"}))
call("create", lambda: user.user.runners.create(
    {"runner_type": "project_type", "project_id": 1, "description": "Created", "tag_list": ["z"]}
).attributes)
call("update", update)

call("delete by id", lambda: user.runners.delete(ids["byId"]))
call("delete by object", lambda: user.runners.get(ids["byObject"]).delete())
call("delete by token", lambda: user.runners.delete(token=os.environ["RUNNER_TOKEN"]))
call("verify", lambda: user.runners.verify(os.environ["OTHER_RUNNER_TOKEN"]))
call("verify wrongly", lambda: user.runners.verify("wrong"))

project = user.projects.get("acme/app")
site = user.projects.get("acme/site")
call("project list", lambda: ids_of(project.runners.list(get_all=True)))
call("project enable", lambda: site.runners.create({"runner_id": ids["project"]}).attributes)
call("project enable again", lambda: site.runners.create({"runner_id": ids["project"]}))
call("project disable", lambda: site.runners.delete(ids["project"]))
call("project disable the owner", lambda: project.runners.delete(ids["project"]))
call("group list", lambda: ids_of(user.groups.get("acme").runners.list(get_all=True)))

runner = user.runners.get(ids["project"], lazy=True)
call("jobs", lambda: ids_of(runner.jobs.list(get_all=True)))
call("jobs by status", lambda: ids_of(runner.jobs.list(status="running", get_all=True)))
call("jobs in order", lambda: ids_of(runner.jobs.list(order_by="id", sort="asc", get_all=True)))
