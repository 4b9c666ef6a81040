import { BlockList, isIP } from "node:net";

const DEFAULT_PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/**
 * Whether a client reaches an address without the proxy.
 *
 * @param list - the text of `NO_PROXY`, as curl and Go read it: host names, which stand for all names
 *   below them, too; addresses; networks (`10.0.0.0/8`); each with a port or without; `*` for all.
 */
export function isExcluded({ protocol, hostname, port }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const usedPort = port || DEFAULT_PORTS[protocol];
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === "*") return true;
      const { name, port: onlyPort } = withoutPort(entry);
      if (onlyPort !== undefined && onlyPort !== usedPort) return false;
      return isIP(host) === 0 ? isBelow(host, name) : isInNetwork(host, name);
    });
}

/** Of `host:port` or `[address]:port`; an address of IPv6 without brackets has none. */
function withoutPort(entry: string): { name: string; port?: string | undefined } {
  const { 1: bracketed, 2: plain, 3: port } = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
  return { name: bracketed ?? plain ?? entry, port };
}

function isBelow(host: string, entry: string): boolean {
  const name = entry.replace(/^\*?\.?/, "").replace(/\.$/, "");
  return name !== "" && (host === name || host.endsWith(`.${name}`));
}

function isInNetwork(host: string, entry: string): boolean {
  const [address = "", prefix] = entry.split("/");
  const version = isIP(address);
  if (version === 0 || version !== isIP(host)) return false;
  const longest = version === 4 ? 32 : 128;
  const bits = prefix === undefined ? longest : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > longest) return false;
  const network = new BlockList();
  const family = version === 4 ? "ipv4" : "ipv6";
  network.addSubnet(address, bits, family);
  return network.check(host, family);
}
