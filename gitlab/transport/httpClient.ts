import type { Agents, ExtendOptions, Got, HttpsOptions, PlainResponse } from "got";
import { readFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import * as tls from "node:tls";
import { loadModule } from "./loadModule";
import { proxyOf } from "./proxy";
import type { TlsOptions, TransportOptions } from "./transport";

/** got, set up for one GitLab. It neither repeats requests nor throws for a status. */
export async function createHttpClient(options: TransportOptions): Promise<Got> {
  // got is loaded for the first request, so an operation without requests saves the time.
  const { got } = await loadModule("got", () => import("got"));
  const { connect, reply } = options.timeoutMs;
  const host = new URL(options.apiUrl).hostname.replace(/^\[|\]$/g, "");
  const shared: ExtendOptions = {
    prefixUrl: options.apiUrl,
    responseType: "text",
    throwHttpErrors: false,
    retry: { limit: 0 },
    headers: {
      accept: "application/json",
      "user-agent": "pulumi-gitlab-runners",
      ...options.headers,
    },
    agent: await createAgents(options),
    timeout: { lookup: connect, connect, secureConnect: connect, response: reply },
    https: {
      rejectUnauthorized: !options.tls.insecure,
      minVersion: "TLSv1.2",
      // Behind a proxy, Node would else look for another name than an address's.
      checkServerIdentity: (_, certificate) => tls.checkServerIdentity(host, certificate),
      ...tlsFiles(options.tls),
    },
    followRedirect: (response) => isFollowed(response, options.apiUrl),
    maxRedirects: 5,
    methodRewriting: false,
  };
  return got.extend(shared);
}

/**
 * A moved project answers a read with a redirect. The credential never goes to another host. A request that
 * changes something does not follow a redirect, which would turn it into a read.
 */
function isFollowed({ url, headers, request }: PlainResponse, apiUrl: string): boolean {
  const { location } = headers;
  return (
    request.options.method === "GET" &&
    location !== undefined &&
    URL.canParse(location, url) &&
    new URL(location, url).origin === new URL(apiUrl).origin
  );
}

function tlsFiles({ authorities, clientCertificate, clientKey }: TlsOptions): HttpsOptions {
  const certificateAuthority = trustedBesides(authorities);
  return {
    ...(clientCertificate !== undefined && { certificate: clientCertificate }),
    ...(clientKey !== undefined && { key: clientKey }),
    ...(certificateAuthority && { certificateAuthority }),
  };
}

function trustedBesides(authorities: readonly string[]): string[] | undefined {
  return authorities.length > 0 ? [...trusted(), ...authorities] : undefined;
}

/** The authorities that Node trusts by default; a list of authorities would replace them. */
function trusted(): readonly string[] {
  // Node 22.15 and later list it, with the system's own where Node is set to use them.
  const { getCACertificates } = tls as { getCACertificates?: () => string[] };
  if (getCACertificates) return getCACertificates();
  const extra = process.env["NODE_EXTRA_CA_CERTS"];
  return extra ? [...tls.rootCertificates, readFileSync(extra, "utf8")] : tls.rootCertificates;
}

/** Keeps connections open; the limiter decides how many there are. */
async function createAgents({ apiUrl, tls: given }: TransportOptions): Promise<Agents> {
  const options = { keepAlive: true };
  const proxy = proxyOf(apiUrl, process.env);
  if (!proxy) return { http: new http.Agent(options), https: new https.Agent(options) };
  // The proxy's certificate must meet the same rules as GitLab's.
  const ca = trustedBesides(given.authorities);
  const agent = await createProxyAgent(proxy.url, new URL(apiUrl).protocol === "https:", {
    ...options,
    rejectUnauthorized: !given.insecure,
    ...(ca && { ca }),
  });
  return { http: agent, https: agent as unknown as https.Agent };
}

/** @param isTunnelled - whether the connection to GitLab is a TLS tunnel through the proxy. */
async function createProxyAgent(
  proxy: URL,
  isTunnelled: boolean,
  options: https.AgentOptions,
): Promise<http.Agent> {
  if (proxy.protocol.startsWith("socks")) {
    const { SocksProxyAgent } = await loadModule(
      "socks-proxy-agent",
      () => import("socks-proxy-agent"),
    );
    return new SocksProxyAgent(proxy, options);
  }
  if (isTunnelled) {
    const { HttpsProxyAgent } = await loadModule(
      "https-proxy-agent",
      () => import("https-proxy-agent"),
    );
    return new HttpsProxyAgent(proxy, options);
  }
  const { HttpProxyAgent } = await loadModule("http-proxy-agent", () => import("http-proxy-agent"));
  return new HttpProxyAgent(proxy, options);
}
