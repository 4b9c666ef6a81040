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
import { excerptOf, oneLine, quoted } from "../text/quoted";
import { errorBody } from "./replyReason";
import { isSurelyUndone } from "./retryPolicy";
import { tlsWayOut } from "./tlsRefusals";
import type { GitLabRequest, TransportOptions } from "./transport";

/** What an error may be made of. */
export interface Explained {
  readonly request: GitLabRequest;
  readonly options: TransportOptions;
  /** How often the request was sent. */
  readonly attempts: number;
  /** What was sent and must not be shown, also when it comes back. */
  readonly secrets: readonly string[];
  /** Whether GitLab has answered there before. */
  readonly hasAnswered: boolean;
}

/** Characters of what is no answer of GitLab's. */
const BEGINNING = 80;
/** Characters of an address, and of what Node says. */
const LONGEST_QUOTE = 300;
const WHO_ANSWERS = "Is the base URL that of GitLab, and is a proxy in between?";

/** What to do where nobody can connect, by the system's code. */
const UNREACHABLE_WAYS_OUT: ReadonlyMap<string, string> = new Map([
  ["ENOTFOUND", "There is no host of this name. Is the address right?"],
  ["ECONNREFUSED", "Nothing listens there. Is the address right, and is GitLab up?"],
  ["EAI_AGAIN", "Names cannot be looked up. Is this machine offline?"],
  ["ENETUNREACH", "There is no way to it. Is this machine offline?"],
  ["EHOSTUNREACH", "There is no way to it. Is this machine offline?"],
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
        `cannot ${context.request.operation}: ${sentence(failure, context)}. ${WHO_ANSWERS}`,
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

/** The error for a create of which nobody knows whether GitLab did it. */
export function explainUnknownOutcome(
  reason: string,
  { request, options }: Pick<Explained, "request" | "options">,
): UnknownOutcomeError {
  return new UnknownOutcomeError(
    `cannot tell whether GitLab did ${request.operation}: the request was sent to ` +
      `${options.apiUrl} and its reply was lost (${reason}). ` +
      "See at GitLab whether it was done before you repeat it",
  );
}

/** The error for a request that was not sent, because the throttle holds back for longer than it may wait. */
export function explainHeldBack(
  closedForMs: number,
  { request, options }: Explained,
): RateLimitError {
  return new RateLimitError(
    request.operation,
    429,
    `to an earlier request, and wants none for another ${seconds(closedForMs)}`,
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
            `no connection to ${server} came about within ${seconds(connect)}; ` +
            "gitlab-runners:connectTimeout is how many it may take"
          );
        case "TIMEOUT_RESPONSE":
          return (
            `${server} did not begin to answer within ${seconds(reply)}; ` +
            "gitlab-runners:timeout is how many it may take"
          );
        case "TIMEOUT_REQUEST":
          return (
            `${server} did not end its answer within ${seconds(reply * 2)}, twice ` +
            "gitlab-runners:timeout"
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
    wayOut: refusalWayOut(failure, options),
    secrets,
    mistake,
  });
  // That a page is not found says nothing of a runner.
  return error instanceof NotFoundError && isStrange(failure)
    ? new UnexpectedReplyError(error.message, { mistake })
    : error;
}

function refusalWayOut(
  failure: Extract<Failure, { kind: "refused" }>,
  options: TransportOptions,
): string {
  if (failure.status === 429) return budgetWayOut(options);
  if (failure.status === 407)
    return `It is the proxy of ${variables()} that wants to know who asks`;
  return isStrange(failure) ? WHO_ANSWERS : "";
}

function budgetWayOut({ waitBudgetMs, retries }: TransportOptions): string {
  return (
    "GitLab limits the rate of requests, and what gitlab-runners:waitBudget " +
    `(${seconds(waitBudgetMs)}) and gitlab:retries (${retries}) allow was not enough. Raise them, ` +
    "lower gitlab-runners:concurrency, or run this again later"
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
  if (!URL.canParse(to, options.apiUrl)) return fail(`redirects (${status}) to what is no address`);
  const { protocol, hostname, origin, pathname } = new URL(to, options.apiUrl);
  const address = quoted(excerptOf(origin + pathname), LONGEST_QUOTE, secrets);
  if (origin === from.origin) {
    return fail(
      `redirects a ${request.method} to ${address}, which is not followed, as it would become a ` +
        "read. Give the address that answers itself",
    );
  }
  const advice =
    from.protocol === "http:" && protocol === "https:" && hostname === from.hostname
      ? `Give its https address: ${origin}`
      : "Give the address that answers itself";
  return fail(`redirects to ${address}, another host, and the token is not sent there. ${advice}`);
}

function lostWayOut(
  { code, message }: Extract<Failure, { kind: "lost" }>,
  { apiUrl }: TransportOptions,
): string {
  const tls = tlsWayOut(code, message);
  if (tls !== undefined) return `. ${tls}`;
  if (proxyOf(apiUrl, process.env)) return `. The environment sets a proxy: ${variables()}`;
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
