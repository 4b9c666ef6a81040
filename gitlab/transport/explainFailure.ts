import type { Failure } from "./attempt";
import {
  ConnectionError,
  type GitLabError,
  type Mistake,
  NotFoundError,
  RateLimitError,
  UnexpectedReplyError,
  UnknownOutcomeError,
  responseError,
} from "./errors";
import { isStrange, mistakeOf } from "./mistakes";
import { proxyOf, proxyVariables } from "./proxy";
import { webUrl } from "../settings/baseUrl";
import { settingName } from "../settings/settingNames";
import { shown } from "../text/shown";
import { excerptOf, oneLine, quoted } from "../text/quoted";
import { errorBody } from "./replyReason";
import { isSurelyUndone } from "./retryPolicy";
import { tlsWayOut } from "./tlsRefusals";
import type { GitLabRequest, TransportOptions } from "./transport";

/** What the text of an error is made from. */
export interface Explained {
  readonly request: GitLabRequest;
  readonly options: TransportOptions;
  /** How often the request was sent. */
  readonly attempts: number;
  /** Values of the request that no message may show, even if a reply repeats them. */
  readonly secrets: readonly string[];
  /** Whether GitLab has answered there before. */
  readonly hasAnswered: boolean;
}

/** How many characters of a foreign answer a message shows. */
const BEGINNING = 80;
/** How many characters of an address, and of Node's texts, a message shows. */
const LONGEST_QUOTE = 300;

/** What to do if no connection is possible, by the system's code. */
const UNREACHABLE_WAYS_OUT: ReadonlyMap<string, string> = new Map([
  ["ENOTFOUND", "No host has this name. Is the address right?"],
  ["ECONNREFUSED", "Nothing listens there. Is the address right, and is GitLab up?"],
  ["EAI_AGAIN", "The name lookup failed. Is this machine offline?"],
  ["ENETUNREACH", "There is no route to it. Is this machine offline?"],
  ["EHOSTUNREACH", "There is no route to it. Is this machine offline?"],
]);

/** The error for a request that failed for good. */
export function explainFailure(failure: Failure, context: Explained): GitLabError {
  if (context.request.creates === true && !isUndone(failure)) {
    return explainUnknownOutcome(sentence(failure, context), context);
  }
  const mistake = mistakeOf(failure, context.hasAnswered);
  switch (failure.kind) {
    case "refused":
      return explainRefusal(failure, context, mistake);
    case "redirected":
      return explainRedirect(failure, context, mistake);
    case "unreadable":
      return new UnexpectedReplyError(
        `cannot ${context.request.operation}: ${sentence(failure, context)}. ${whoAnswers(context.options)}`,
        { mistake },
      );
    case "lost":
      return new ConnectionError(
        `cannot ${context.request.operation}: ${sentence(failure, context)}${times(context)}` +
          lostWayOut(failure, context.options),
        { mistake },
      );
  }
}

/** The error for a creation with an unknown outcome. */
export function explainUnknownOutcome(
  reason: string,
  { request, options }: Pick<Explained, "request" | "options">,
): UnknownOutcomeError {
  return new UnknownOutcomeError(
    `it is unknown whether GitLab did this: ${request.operation}. The request was sent to ` +
      `${options.apiUrl} and its reply was lost (${reason}). ` +
      "Check in GitLab before you repeat it",
  );
}

/** The error for a request that was not sent, because GitLab asks for a longer wait than it may take. */
export function explainHeldBack(
  closedForMs: number,
  { request, options }: Explained,
): RateLimitError {
  return new RateLimitError(
    request.operation,
    429,
    `to an earlier request, and takes no request for another ${seconds(closedForMs)}`,
    budgetWayOut(options),
  );
}

function isUndone(failure: Failure): boolean {
  switch (failure.kind) {
    case "unreadable":
      return false;
    case "lost":
      return isSurelyUndone({ code: failure.code });
    default:
      return isSurelyUndone({ status: failure.status });
  }
}

/** What happened, in words. */
function sentence(failure: Failure, { options, secrets }: Explained): string {
  const server = `${options.apiUrl} (from ${options.baseUrlSource})`;
  const { connect, reply } = options.timeoutMs;
  switch (failure.kind) {
    case "refused":
      return `GitLab answered ${failure.status}`;
    case "redirected":
      return `${server} answered ${failure.status}, a redirect`;
    case "unreadable": {
      const { text, isCut } = excerptOf(failure.text ?? "");
      const words = oneLine(text);
      const beginning =
        words === "" ? "" : ` but begins "${quoted({ text: words, isCut }, BEGINNING, secrets)}"`;
      return `what ${server} sent ${failure.reason}${beginning}`;
    }
    case "lost":
      switch (failure.code) {
        case "TIMEOUT_CONNECT":
          return (
            `${server} accepted no connection within ${seconds(connect)}, the limit of ` +
            settingName(options, "gitlab-runners:connectTimeout")
          );
        case "TIMEOUT_RESPONSE":
          return (
            `${server} did not begin to answer within ${seconds(reply)}, the limit of ` +
            settingName(options, "gitlab-runners:timeout")
          );
        case "TIMEOUT_REQUEST":
          return (
            `${server} did not finish its answer within ${seconds(reply * 2)}, twice ` +
            settingName(options, "gitlab-runners:timeout")
          );
        default:
          return `no answer from ${server}: ${explanation(failure, secrets)}`;
      }
  }
}

function explanation(
  { code, message }: Extract<Failure, { kind: "lost" }>,
  secrets: readonly string[],
): string {
  const { text, isCut } = excerptOf(message);
  return quoted({ text: oneLine(text), isCut }, LONGEST_QUOTE, secrets) || code;
}

function explainRefusal(
  failure: Extract<Failure, { kind: "refused" }>,
  { request, options, secrets }: Explained,
  mistake: Mistake | undefined,
): GitLabError {
  const error = responseError(request.operation, failure.status, errorBody(failure.text), options, {
    wayOut: refusalWayOut(failure, { request, options }),
    secrets,
    mistake,
  });
  if (!(error instanceof NotFoundError)) return error;
  if (request.isEverywhere === true)
    return new UnexpectedReplyError(error.message, { mistake: "certain", cause: error });
  // A missing page does not mean a missing runner.
  return isStrange(failure) ? new UnexpectedReplyError(error.message, { mistake }) : error;
}

function refusalWayOut(
  failure: Extract<Failure, { kind: "refused" }>,
  { request, options }: Pick<Explained, "request" | "options">,
): string {
  if (failure.status === 429) return budgetWayOut(options);
  if (failure.status === 407) return `The proxy of ${variables()} requires a login`;
  const isElsewhere = request.isEverywhere === true && failure.status === 404;
  return isElsewhere || isStrange(failure) ? whoAnswers(options) : "";
}

/** People copy the address of a group or project from their browser. */
function whoAnswers({ apiUrl }: TransportOptions): string {
  const { origin } = new URL(apiUrl);
  const path = webUrl(apiUrl).slice(origin.length);
  return path === ""
    ? "Is the base URL GitLab's address, and is there a proxy in between?"
    : `The base URL has the path ${shown(path)}. Is GitLab's address ${origin}, without that path?`;
}

function budgetWayOut(options: TransportOptions): string {
  const { waitBudgetMs, retries } = options;
  return (
    `GitLab limits the rate of requests, and ${settingName(options, "gitlab-runners:waitBudget")} ` +
    `(${seconds(waitBudgetMs)}) and ${settingName(options, "gitlab:retries")} (${retries}) allow no ` +
    `longer wait. Raise them, lower ${settingName(options, "gitlab-runners:concurrency")}, or run ` +
    "this again later"
  );
}

function explainRedirect(
  { status, to }: Extract<Failure, { kind: "redirected" }>,
  { request, options, secrets }: Explained,
  mistake: Mistake | undefined,
): UnexpectedReplyError {
  const from = new URL(options.apiUrl);
  const fail = (why: string): UnexpectedReplyError =>
    new UnexpectedReplyError(
      `cannot ${request.operation}: ${options.apiUrl} (from ${options.baseUrlSource}) ${why}`,
      { mistake },
    );
  if (to === undefined) return fail(`redirects (${status}) without end, or without an address`);
  if (!URL.canParse(to, options.apiUrl))
    return fail(`redirects (${status}) to something that is not an address`);
  const { protocol, hostname, origin, pathname } = new URL(to, options.apiUrl);
  const address = quoted(excerptOf(origin + pathname), LONGEST_QUOTE, secrets);
  if (origin === from.origin) {
    return fail(
      `redirects a ${request.method} to ${address}. The package does not follow this redirect, ` +
        "because the request would become a read. Give the address that answers without a redirect",
    );
  }
  const advice =
    from.protocol === "http:" && protocol === "https:" && hostname === from.hostname
      ? `Give its https address: ${origin}`
      : "Give the address that answers without a redirect";
  return fail(`redirects to ${address}, another host, which must not get the token. ${advice}`);
}

function lostWayOut(
  { code, message }: Extract<Failure, { kind: "lost" }>,
  options: TransportOptions,
): string {
  const tls = tlsWayOut(code, message, options);
  if (tls !== undefined) return `. ${tls}`;
  if (proxyOf(options.apiUrl, process.env)) return `. The environment sets a proxy: ${variables()}`;
  const wayOut = UNREACHABLE_WAYS_OUT.get(code);
  return wayOut === undefined ? "" : `. ${wayOut}`;
}

function variables(): string {
  return proxyVariables(process.env).join(", ");
}

function times({ attempts }: Explained): string {
  return attempts > 1 ? ` (${attempts} attempts)` : "";
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 100) / 10} s`;
}
