"use strict";

// Every call of @gitbeaker/rest that is about runners, once; one line of JSON for each.

const { createRequire } = require("node:module");
const { Gitlab } = createRequire(`${process.env.CLIENT_DIRECTORY}/`)("@gitbeaker/rest");

const host = process.env.GITLAB_BASE_URL;
const admin = new Gitlab({ host, token: process.env.ADMIN_TOKEN });
const user = new Gitlab({ host, token: process.env.USER_TOKEN });
const bearer = new Gitlab({ host, oauthToken: process.env.USER_TOKEN });
const runnerIds = JSON.parse(process.argv[2]);

async function call(name, work) {
  let line;
  try {
    line = { call: name, answer: (await work()) ?? null };
  } catch (error) {
    const { response, description } = error.cause ?? {};
    if (response === undefined) throw error;
    line = { call: name, error: error.name, status: response.status, message: description };
  }
  console.log(JSON.stringify(line));
  return line.answer;
}

const idsOf = async (list) => (await list).map(({ id }) => id);

async function walk() {
  await call("user", async () => (await user.Users.showCurrentUser()).username);
  await call("bearer", async () => (await bearer.Users.showCurrentUser()).username);
  await call("version", () => user.Metadata.show());

  await call("list", () => idsOf(user.Runners.all({ owned: true })));
  await call("list by pages", () => idsOf(user.Runners.all({ owned: true, perPage: 2 })));
  await call("list a page", () =>
    user.Runners.all({ owned: true, perPage: 2, page: 2, showExpanded: true }).then(
      ({ data, paginationInfo }) => ({ ids: data.map(({ id }) => id), ...paginationInfo }),
    ),
  );
  await call("list by tags", () =>
    idsOf(user.Runners.all({ owned: true, tagList: ["linux", "arm"] })),
  );
  await call("all", () => idsOf(admin.Runners.all()));
  await call("all paused", () => idsOf(admin.Runners.all({ paused: true })));
  await call("all for a user", () => idsOf(user.Runners.all()));

  await call("get", () => user.Runners.show(runnerIds.project));
  await call("get nothing", () => user.Runners.show(999));
  await call("register", () =>
    user.Runners.register(process.env.REGISTRATION_TOKEN, { description: "New" }),
  );
  await call("register wrongly", () => user.Runners.create("wrong"));
  await call("create", () => user.Users.createCIRunner("project_type", { projectId: 1 }));
  await call("update", () =>
    user.Runners.edit(runnerIds.project, { description: "Tests", tagList: ["linux", "new_tag"] }),
  );
  await call("delete by id", () => user.Runners.remove({ runnerId: runnerIds.byId }));
  await call("delete by token", () => user.Runners.remove({ token: process.env.RUNNER_TOKEN }));
  await call("verify", () => user.Runners.verify({ token: process.env.OTHER_RUNNER_TOKEN }));
  await call("verify without a token", () => user.Runners.verify());

  await call("project list", () => idsOf(user.Runners.all({ projectId: "acme/app" })));
  await call("project enable", () => user.Runners.enable("acme/site", runnerIds.project));
  await call("project enable again", () => user.Runners.enable("acme/site", runnerIds.project));
  await call("project disable", () => user.Runners.disable("acme/site", runnerIds.project));
  await call("project disable the owner", () =>
    user.Runners.disable("acme/app", runnerIds.project),
  );
  await call("group list", () => idsOf(user.Runners.all({ groupId: "acme" })));

  await call("jobs", () => idsOf(user.Runners.allJobs(runnerIds.project)));
  await call("jobs by status", () =>
    idsOf(user.Runners.allJobs(runnerIds.project, { status: "running" })),
  );
  await call("jobs in order", () =>
    idsOf(user.Runners.allJobs(runnerIds.project, { orderBy: "id", sort: "asc" })),
  );
  await call("reset the instance's registration token", () =>
    admin.Runners.resetRegistrationToken({ token: process.env.REGISTRATION_TOKEN }),
  );
}

walk().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
