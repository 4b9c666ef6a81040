import { ConfigurationError } from "../../../gitlab";
import { proxyOf, proxyPasswords } from "../../../gitlab/transport/proxy";

const GITLAB = "https://gitlab.example.com/api/v4";
const of = (environment: Record<string, string>, address = GITLAB): string | undefined =>
  proxyOf(address, environment)?.url.href;

describe("the proxy that the environment sets", () => {
  test.each<[string, Record<string, string>, string | undefined]>([
    ["none", {}, undefined],
    ["an empty one", { HTTPS_PROXY: " ", https_proxy: "" }, undefined],
    ["that of the scheme", { HTTPS_PROXY: "http://a:1", HTTP_PROXY: "http://b:1" }, "http://a:1/"],
    ["that of another scheme", { http_proxy: "http://b:1" }, undefined],
    ["lower case first", { HTTPS_PROXY: "http://a:1", https_proxy: "http://b:1" }, "http://b:1/"],
    ["upper case where it is empty", { HTTPS_PROXY: "http://a:1", https_proxy: "" }, "http://a:1/"],
    ["that for all", { ALL_PROXY: "socks5://c:1" }, "socks5://c:1"],
    [
      "the scheme's before it",
      { all_proxy: "http://c:1", HTTPS_PROXY: "http://a:1" },
      "http://a:1/",
    ],
    [
      "without a scheme, one of http",
      { HTTPS_PROXY: "proxy.example.com:3128" },
      "http://proxy.example.com:3128/",
    ],
    [
      "without a scheme, with a user",
      { HTTPS_PROXY: "me:secret@proxy:3128" },
      "http://me:secret@proxy:3128/",
    ],
    ["with a scheme in upper case", { HTTPS_PROXY: "HTTP://proxy:3128" }, "http://proxy:3128/"],
  ])("%s", (_, environment, expected) => {
    expect(of(environment)).toBe(expected);
  });

  test("for http is that of http_proxy", () => {
    const environment = { http_proxy: "http://a:1", HTTPS_PROXY: "http://b:1" };
    expect(of(environment, "http://gitlab.example.com/api/v4")).toBe("http://a:1/");
  });

  test.each([
    ["pac+file:///etc/proxy.pac", /scheme "pac\+file"; it must be http, https or socks/],
    ["pac+http://me:hunter2-hunter2@wpad/wpad.dat", /scheme "pac\+http"/],
    ["pac+data://me:hunter2-hunter2@x", /scheme "pac\+data"/],
    ["ftp://me:hunter2-hunter2@proxy", /scheme "ftp"/],
    ["file:///etc/passwd", /scheme "file"/],
    ["http://me:hunter2-hunter2@[", /cannot be read/],
    ["me:hunter2-hunter2@proxy:port", /cannot be read/],
    ["socks5://", /has no host|cannot be read/],
    ["http://me:hunter2-hunter2%@proxy", /not encoded for a URL/],
  ])("is refused, by the name of its variable and not its value: %s", (value, reason) => {
    for (const variable of ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]) {
      const refused = (): unknown => of({ [variable]: value });
      expect(refused).toThrow(ConfigurationError);
      expect(refused).toThrow(reason);
      expect(refused).toThrow(new RegExp(`The environment sets a proxy: ${variable}$`));
      expect(refused).not.toThrow(/hunter2/);
    }
  });

  test("is not looked at where NO_PROXY names the host", () => {
    expect(of({ HTTPS_PROXY: "pac+file:///x", NO_PROXY: "example.com" })).toBeUndefined();
  });

  test("has its passwords recognised, however it is written", () => {
    const password = "p%40ss-word";
    for (const value of [
      `http://me:${password}@proxy`,
      `me:${password}@proxy:1`,
      `socks5h://me:${password}@p`,
    ]) {
      expect(proxyPasswords({ all_proxy: value })).toEqual([password, "p@ss-word"]);
    }
  });
});

describe("NO_PROXY", () => {
  const isProxied = (list: string, address = GITLAB): boolean =>
    of({ HTTPS_PROXY: "http://a:1", NO_PROXY: list }, address) !== undefined;

  test.each([
    "*",
    "gitlab.example.com",
    "GitLab.Example.com",
    "example.com",
    ".example.com",
    "*.example.com",
    "gitlab.example.com:443",
    "localhost, example.com",
    "localhost example.com",
    "gitlab.example.com.",
  ])("excludes the host: %s", (list) => {
    expect(isProxied(list)).toBe(false);
  });

  test.each([
    "",
    "example.org",
    "lab.example.com",
    "ample.com",
    "gitlab.example.com:8443",
    ".",
    "gitlab",
    "10.0.0.0/8",
  ])("does not exclude the host: '%s'", (list) => {
    expect(isProxied(list)).toBe(true);
  });

  test.each([
    ["10.1.2.3", "10.1.2.3"],
    ["10.1.2.3", "10.0.0.0/8"],
    ["10.1.2.3", "10.1.2.3:443"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["[2001:db8::1]", "[2001:db8::1]"],
    ["[2001:db8::1]", "[2001:DB8:0::1]:443"],
    ["[2001:db8::1]", "2001:db8::/32"],
  ])("excludes the address %s: %s", (host, list) => {
    expect(isProxied(list, `https://${host}/api/v4`)).toBe(false);
  });

  test.each([
    ["10.1.2.3", "11.0.0.0/8"],
    ["10.1.2.3", "10.0.0.0/99"],
    ["10.1.2.3", "10.0.0.0/x"],
    ["10.1.2.3", "2.3"],
    ["10.1.2.3", "::/0"],
    ["[2001:db8::1]", "2001:db9::/32"],
  ])("does not exclude the address %s: %s", (host, list) => {
    expect(isProxied(list, `https://${host}/api/v4`)).toBe(true);
  });
});
