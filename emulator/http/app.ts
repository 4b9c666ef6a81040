import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";

import { addAbout } from "../api/about";
import { addApplicationSettings } from "../api/applicationSettings";
import { addGraphql } from "../api/graphql";
import { addGroupRunners } from "../api/groupRunners";
import { addJobLogs } from "../api/jobLogs";
import { addProjectJobs } from "../api/projectJobs";
import { addJobRequest } from "../api/jobRequest";
import { addJobUpdates } from "../api/jobUpdates";
import { addLint } from "../api/lint";
import { addNamespaceLists } from "../api/namespaceLists";
import { addNamespaceMoves } from "../api/namespaceMoves";
import { addNamespaces } from "../api/namespaces";
import { addNamespaceUpdates } from "../api/namespaceUpdates";
import { addNotes } from "../api/notes";
import { addProjectRunners } from "../api/projectRunners";
import { addRegistrationTokens } from "../api/registrationTokens";
import { addRunners } from "../api/runners";
import { addRunnerTokens } from "../api/runnerTokens";
import { addSigningKeys } from "../api/signingKeys";
import { addUserRunners } from "../api/userRunners";
import type { Instance } from "../instance";
import type { AppEnv } from "./appEnv";
import { Routes } from "./endpoint";
import { ApiError, stateNotWritten, unknownRoute } from "./errors";
import { type Faults, answerWithFault } from "./faults";
import { asOfReplica } from "./replica";
import type { RequestLog } from "./requestLog";
import { refusal, throttle } from "./throttles";

interface Serving {
  instance: Instance;
  faults: Faults;
  requests: RequestLog;
  /** Waits until what requests have changed is on disk; gives the reason when it has been undone. */
  flushed: () => Promise<Error | undefined>;
}

/** The whole server as one application; a route that comes first wins, as in GitLab. */
export function createApp({ instance, faults, requests, flushed }: Serving): Hono {
  const outer = new Hono<AppEnv>();

  outer.use(async (c, next) => {
    const { method } = c.req;
    const logged = requests.start(method, new URL(c.req.url));
    const fault = faults.take(method, c.req.path);
    const late = fault?.kind === "latency" ? fault : undefined;
    const stale = fault?.kind === "stale" ? fault : undefined;
    const cutting = fault?.kind === "latency" || fault?.kind === "stale" ? undefined : fault;
    if (cutting && cutting.when !== "after") return cut(cutting, undefined);
    if (late && late.when !== "after") await sleep(late.milliseconds, undefined, { ref: false });

    if (stale) c.set("behindMs", stale.milliseconds);
    const throttled = await throttle(c, instance);
    if (throttled?.refused) c.res = refusal(throttled, instance);
    else await next();
    if (stale) c.res = await asOfReplica(c.res, stale.milliseconds, instance);
    // Whatever an answer shows is on disk when it leaves, also what other requests have changed.
    const failure = await flushed();
    if (failure) {
      c.res = undefined;
      c.res = answer(stateNotWritten(failure));
    }
    if (late?.when === "after") await sleep(late.milliseconds, undefined, { ref: false });
    logged.status = c.res.status;
    // Not by c.header, which makes the whole response anew for each.
    const { headers } = c.res;
    headers.set("X-Request-Id", c.req.header("x-request-id") ?? randomUUID());
    headers.set("X-Frame-Options", "SAMEORIGIN");
    headers.set("X-Content-Type-Options", "nosniff");
    // An endpoint's own limit answers without those of the throttle.
    if (throttled && c.res.status !== 429)
      for (const [name, value] of Object.entries(throttled.headers)) headers.set(name, value);
    if (!cutting) return undefined;
    const regular = { status: c.res.status, body: await c.res.clone().text() };
    // Otherwise the new answer would take over the old one's headers.
    c.res = undefined;
    c.res = cut(cutting, regular);
    return undefined;

    function cut(
      by: NonNullable<typeof cutting>,
      instead: Parameters<typeof answerWithFault>[2],
    ): Response {
      logged.status = "status" in by ? by.status : null;
      answerWithFault(by, c.env, instead);
      return RESPONSE_ALREADY_SENT;
    }
  });

  const api = new Hono();
  const routes = new Routes(api, instance);
  addRunnerTokens(routes);
  addRegistrationTokens(routes);
  addJobRequest(routes);
  addJobUpdates(routes);
  addJobLogs(routes);
  addProjectJobs(routes);
  addAbout(routes);
  addApplicationSettings(routes);
  addNamespaceLists(routes);
  addNamespaces(routes);
  addNamespaceUpdates(routes);
  addNamespaceMoves(routes);
  addLint(routes);
  addNotes(routes);
  addUserRunners(routes);
  addProjectRunners(routes);
  addGroupRunners(routes);
  addRunners(routes);
  outer.route("/api/v4", api);
  addGraphql(outer, instance);
  addSigningKeys(outer, instance);

  const answer = ({ status, body, headers }: ApiError): Response =>
    typeof body === "string"
      ? new Response(body, { status, headers: { "content-type": "text/plain", ...headers } })
      : new Response(JSON.stringify(body), {
          status,
          headers: { "content-type": "application/json", ...headers },
        });
  outer.notFound(() => answer(unknownRoute()));
  const onError = (error: Error): Response => {
    if (error instanceof ApiError) return answer(error);
    process.stderr.write(`${error.stack ?? error.message}\n`);
    return answer(new ApiError(500, { message: "500 Internal Server Error" }));
  };
  api.onError(onError);
  outer.onError(onError);
  return outer as unknown as Hono;
}
