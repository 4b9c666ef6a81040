import { readFileSync } from "node:fs";

import type { Emulator } from "../../emulator";
import { stoppedClock } from "../../emulator/clock";
import { createApp } from "../../emulator/http/app";
import { Faults } from "../../emulator/http/faults";
import { RequestLog } from "../../emulator/http/requestLog";
import { WindowCounts } from "../../emulator/rules/rateLimits";
import type { Settings } from "../../emulator/store/records";
import { StateFile } from "../../emulator/store/stateFile";
import { JobLogs } from "../../emulator/store/jobLogs";
import { Store } from "../../emulator/store/store";
import { featuresOf } from "../../emulator/versions";
import { NOW, ask } from "./helpers";
import { StateFolder } from "./stateFolder";

/** Every route that may change something, `POST /runners/:id/…`, below `/api/v4`. */
function writingRoutes(): string[] {
  const clock = stoppedClock(NOW);
  const store = new Store({} as Settings);
  const features = featuresOf("newest");
  const instance = {
    store,
    clock,
    features,
    logs: new JobLogs(),
    counts: new WindowCounts(),
    url: "",
  };
  const { routes } = createApp({
    instance,
    faults: new Faults(),
    requests: new RequestLog(clock),
    flushed: () => Promise.resolve(undefined),
  });
  return (
    routes
      // GraphQL has queries only.
      .filter(({ method, path }) => !["GET", "ALL"].includes(method) && path !== "/api/graphql")
      .map(({ method, path }) => `${method} ${path.replace("/api/v4", "")}`)
  );
}

function served(gitlab: Emulator, route: string): boolean {
  const [method, pattern = ""] = route.split(" ");
  const path = new RegExp(`^/api/v4${pattern.replace(/:\w+/g, "[^/]+")}$`);
  return gitlab.requests
    .all()
    .some(
      (request) =>
        request.method === method && path.test(request.path) && String(request.status)[0] === "2",
    );
}

test("what any route changes is in the journal", async () => {
  const folder = new StateFolder();
  const gitlab = await folder.start();
  gitlab.seed({
    settings: { allow_registration_token: true, runners_registration_token: "GR1348941-registers" },
    projects: [{ id: 9, path_with_namespace: "acme/gone", merge_requests: [1] }],
    groups: [{ id: 9, full_path: "acme/gone" }],
    jobs: [{ status: "pending", project: "acme/gone" }],
  });
  const write = async (method: string, path: string, body?: object): Promise<Written> => {
    const { status, body: reply } = await ask(gitlab, "root", method, path, body, {
      ...(path.includes("trace") && {
        "content-range": "0-9",
        "job-token": (body as { token: string }).token,
      }),
    });
    expect({ method, path, status: Math.floor(status / 100) }).toEqual({ method, path, status: 2 });
    return reply as Written;
  };

  const registered = await write("POST", "/runners", { token: "GR1348941-registers" });
  await write("POST", "/runners/verify", { token: registered.token, system_id: "s_1" });
  await write("DELETE", "/runners/managers", { token: registered.token, system_id: "s_1" });
  const reset = await write("POST", "/runners/reset_authentication_token", {
    token: registered.token,
  });
  await write("DELETE", "/runners", { token: reset.token });

  const made = { runner_type: "project_type", project_id: 1 };
  const runner = await write("POST", "/user/runners", made);
  await write("PUT", `/runners/${runner.id}`, { description: "changed", tag_list: ["a", "b"] });
  await write("POST", "/projects/2/runners", { runner_id: runner.id });
  await write("POST", "/projects/9/runners", { runner_id: runner.id });
  await write("DELETE", `/projects/2/runners/${runner.id}`);
  const { token } = await write("POST", `/runners/${runner.id}/reset_authentication_token`);

  const job = await write("POST", "/jobs/request", { token, info: { version: "19.0.0" } });
  await write("PATCH", `/jobs/${job.id}/trace`, { token: job.token });
  await write("PUT", `/jobs/${job.id}`, { token: job.token, state: "failed" });

  const note = await write("POST", "/projects/9/merge_requests/1/notes", { body: "first" });
  await write("PUT", `/projects/9/merge_requests/1/notes/${note.id}`, { body: "second" });
  await write("POST", "/projects/1/ci/lint", { content: "job: { script: [true] }" });
  await write("POST", "/runners/reset_registration_token");
  await write("POST", "/projects/1/runners/reset_registration_token");
  await write("POST", "/groups/1/runners/reset_registration_token");
  await write("PUT", "/projects/3", { name: "Papers", path: "papers" });
  await write("PUT", "/groups/2", {
    name: "Crew",
    path: "crew",
    shared_runners_setting: "disabled_and_unoverridable",
  });
  await write("PUT", "/projects/3/transfer", { namespace: 2 });
  await write("POST", "/groups/2/transfer");
  await write("POST", "/projects/1/archive");
  await write("POST", "/projects/1/unarchive");
  await write("PUT", "/application/settings", { valid_runner_registrars: ["group"] });

  const other = await write("POST", "/user/runners", { ...made, project_id: 3 });
  await write("DELETE", `/runners/${other.id}`);
  await write("DELETE", "/projects/9");
  await write("DELETE", "/groups/9");

  expect(writingRoutes().filter((route) => !served(gitlab, route))).toEqual([]);

  const left = folder.leftByKill();
  const store = new Store({} as Settings);
  new StateFile(left.file, store).close();
  await gitlab.close();
  const { store: kept } = JSON.parse(readFileSync(folder.file, "utf8")) as { store: object };
  expect(store.dump()).toEqual(kept);
  await left.remove();
  await folder.remove();
});

interface Written {
  id: number;
  token: string;
}
