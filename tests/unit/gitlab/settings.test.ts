import { readSettings } from "../../../gitlab/settings/settings";

const read = (
  config: Record<string, string>,
  environment: Record<string, string> = {},
): ReturnType<typeof readSettings> => readSettings({ config: (key) => config[key], environment });

test("configuration beats the environment, and each is named as its source", () => {
  const both = read(
    { "gitlab:token": "one", "gitlab:baseUrl": "one.example.com" },
    { GITLAB_TOKEN: "two", GITLAB_BASE_URL: "two.example.com" },
  ).transport;
  expect(both).toMatchObject({
    token: "one",
    tokenSource: "gitlab:token",
    apiUrl: "https://one.example.com/api/v4",
    baseUrlSource: "gitlab:baseUrl",
  });
  const environment = read({}, { GITLAB_TOKEN: "two", GITLAB_BASE_URL: "two.example.com" });
  expect(environment.transport).toMatchObject({
    token: "two",
    tokenSource: "GITLAB_TOKEN",
    apiUrl: "https://two.example.com/api/v4",
  });
});

test("without a base URL it is gitlab.com, and TLS is verified", () => {
  const { transport } = read({ "gitlab:token": "x" });
  expect(transport.apiUrl).toBe("https://gitlab.com/api/v4");
  expect(transport.tls.insecure).toBe(false);
  expect(transport.retries).toBe(10);
});

test("a missing token says where it was looked for, and for which GitLab", () => {
  expect(() => read({ "gitlab:baseUrl": "one.example.com" })).toThrow(
    /one\.example\.com.*gitlab:token.*GITLAB_TOKEN/,
  );
});

test.each([
  ["gitlab:retries", "many", /gitlab:retries is "many"/],
  ["gitlab:insecure", "yes", /gitlab:insecure is "yes"; it must be true or false/],
  ["gitlab-runners:verifyTokens", "loud", /quiet, full, off/],
  ["gitlab:clientCert", "cert.pem", /gitlab:clientKey/],
  ["gitlab:headers", "[]", /gitlab:headers/],
  ["gitlab:baseUrl", "", /gitlab:baseUrl is empty/],
  [
    "gitlab-runners:verifyTokensLimit",
    "all",
    /verifyTokensLimit is "all"; it must be a whole number/,
  ],
  ["gitlab-runners:connectTimeout", "0", /gitlab-runners:connectTimeout is "0"/],
  ["gitlab:cacertFile", "/nowhere/ca.pem", /gitlab:cacertFile names the file "\/nowhere\/ca.pem"/],
  ["gitlab:cacertFile", __filename, /gitlab:cacertFile is not a complete certificate in PEM/],
  ["gitlab-runners:caCertificate", "ca.pem", /caCertificate is not a complete certificate in PEM/],
  [
    "gitlab-runners:caCertificate",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    /caCertificate is not a complete certificate in PEM/,
  ],
])("%s = %s is refused by its name", (key, value, message) => {
  expect(() => read({ "gitlab:token": "x", [key]: value })).toThrow(message);
});

test("an address that was to be set and is empty does not send the token to gitlab.com", () => {
  const environment = { GITLAB_BASE_URL: "" };
  expect(() => read({ "gitlab:token": "x" }, environment)).toThrow(/GITLAB_BASE_URL is empty/);
  const config = { "gitlab:token": "x", "gitlab:baseUrl": "one.example.com" };
  expect(read(config, environment).transport.baseUrlSource).toBe("gitlab:baseUrl");
});

test("the text of a key in place of its file is refused without being shown", () => {
  const pem = "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----";
  const refused = (): unknown =>
    read({ "gitlab:token": "x", "gitlab:clientCert": __filename, "gitlab:clientKey": pem });
  expect(refused).toThrow(/gitlab:clientKey contains PEM text, but must be the name of a file/);
  expect(refused).not.toThrow(/hunter2/);
});

test("what is no certificate and key is refused by the names of both", () => {
  const files = { "gitlab:clientCert": __filename, "gitlab:clientKey": __filename };
  expect(() => read({ "gitlab:token": "x", ...files })).toThrow(
    /gitlab:clientCert and gitlab:clientKey are not a certificate and its key/,
  );
});

test("a token with white space is refused without being shown", () => {
  const token = "glpat-abc def";
  expect(() => read({ "gitlab:token": token })).toThrow(/gitlab:token contains white space/);
  expect(() => read({ "gitlab:token": token })).not.toThrow(/glpat-abc/);
});

test("keys in snake_case are warned of", () => {
  expect(read({ "gitlab:token": "x", "gitlab:base_url": "y" }).warnings).toEqual([
    "gitlab:base_url has no effect: the key is gitlab:baseUrl",
  ]);
});

test("the engine's variable says that the state is written once, by the engine's rule", () => {
  const written = (value: string): boolean =>
    read({ "gitlab:token": "x" }, { PULUMI_SKIP_CHECKPOINTS: value }).stateIsWrittenOnce;
  expect(["1", "true", "TRUE"].map(written)).toEqual([true, true, true]);
  expect(["", "0", "false", "yes"].map(written)).toEqual([false, false, false, false]);
});

test("a state that is written once and runners without a marker are warned of together", () => {
  const environment = { PULUMI_SKIP_CHECKPOINTS: "true" };
  const unmarked = { "gitlab:token": "x", "gitlab-runners:creationMarker": "false" };
  expect(read(unmarked, environment).warnings).toEqual([
    expect.stringMatching(/^PULUMI_SKIP_CHECKPOINTS is set and .*creationMarker is false/),
  ]);
  expect(read(unmarked).warnings).toEqual([]);
  expect(read({ "gitlab:token": "x" }, environment).warnings).toEqual([]);
});

test("new runners have a marker unless one key says otherwise", () => {
  const given = { "gitlab:token": "x" };
  expect(read(given).creationMarker).toBe(true);
  expect(read({ ...given, "gitlab-runners:creationMarker": "false" }).creationMarker).toBe(false);
});

test.each(["gitlab:retries", "gitlab:insecure", "gitlab-runners:verifyTokens"])(
  "a wrong %s is shown short and without control characters",
  (key) => {
    expect(() => read({ "gitlab:token": "x", [key]: "a\u001b[31m" })).toThrow(/is "a\\u001b\[31m"/);
    try {
      read({ "gitlab:token": "x", [key]: "9".repeat(1_000_000) });
    } catch (error) {
      expect((error as Error).message.length).toBeLessThan(200);
    }
    expect.assertions(2);
  },
);

test("a token as long as a file is refused without being shown", () => {
  expect(() => read({ "gitlab:token": "a".repeat(4097) })).toThrow(
    /^gitlab:token is longer than any token/,
  );
});

test.each(["Authorization", "private-token", "content-length", "Transfer-Encoding", "Connection"])(
  "the header %s is not for users to set",
  (name) => {
    const json = JSON.stringify({ [name]: "5" });
    expect(() => read({ "gitlab:token": "x", "gitlab:headers": json })).toThrow(
      `gitlab:headers holds ${name}, which is set with each request itself`,
    );
  },
);

test("a host's name may be given, and is not empty", () => {
  const headers = (host: string): unknown =>
    read({ "gitlab:token": "x", "gitlab:headers": JSON.stringify({ Host: host }) }).transport
      .headers;
  expect(headers("gitlab.example.com")).toEqual({ Host: "gitlab.example.com" });
  expect(() => headers(" ")).toThrow(/^gitlab:headers has no value for Host/);
});

test("more headers than a server takes are refused", () => {
  const json = JSON.stringify({ "X-Name": "a".repeat(5000) });
  expect(() => read({ "gitlab:token": "x", "gitlab:headers": json })).toThrow(
    /^gitlab:headers is longer/,
  );
});

test("the name of a file that cannot be read is shown short", () => {
  const config = { "gitlab:token": "x", "gitlab:cacertFile": "a".repeat(5000) };
  expect(() => read(config)).toThrow(
    /^gitlab:cacertFile names the file "a{59}…, which cannot be read: ENAMETOOLONG$/,
  );
});

test("a proxy that is none is refused before anything is sent, by its variable", () => {
  const environment = { HTTPS_PROXY: "pac+file:///proxy.pac", GITLAB_TOKEN: "x" };
  expect(() => read({}, environment)).toThrow(/scheme "pac\+file".*HTTPS_PROXY$/);
  expect(() => read({}, { ...environment, NO_PROXY: "gitlab.com" })).not.toThrow();
  expect(() => read({ "gitlab:baseUrl": "http://one.example.com" }, environment)).not.toThrow();
});

test("a key of the package's own namespace counts before that of @pulumi/gitlab, and is named", () => {
  const { transport } = read({
    "gitlab:token": "shared",
    "gitlab-runners:token": "own",
    "gitlab:baseUrl": "shared.example.com",
    "gitlab-runners:baseUrl": "own.example.com",
    "gitlab:retries": "1",
    "gitlab-runners:retries": "2",
  });
  expect(transport).toMatchObject({
    token: "own",
    tokenSource: "gitlab-runners:token",
    apiUrl: "https://own.example.com/api/v4",
    baseUrlSource: "gitlab-runners:baseUrl",
    retries: 2,
  });
  for (const name of ["retries", "headers", "insecure", "cacertFile", "clientCert"])
    expect(() => read({ "gitlab:token": "x", [`gitlab-runners:${name}`]: "?" })).toThrow(
      new RegExp(`^gitlab-runners:${name}`),
    );
});

test("an empty key of the package's own namespace does not hide that of gitlab", () => {
  const config = { "gitlab-runners:token": "", "gitlab:token": "of-gitlab" };
  expect(read(config, { GITLAB_TOKEN: "of-the-environment" }).transport.token).toBe("of-gitlab");
});

describe("of an explicit provider", () => {
  const readEu = (config: Record<string, string>): ReturnType<typeof readSettings> =>
    readSettings({ config: (key) => config[key], environment: {}, provider: "eu" });

  test("settings are called its arguments", () => {
    const given = { "gitlab:token": "x", "gitlab:baseUrl": "eu.example.com" };
    expect(readEu(given).transport).toMatchObject({
      tokenSource: "token of the provider eu",
      baseUrlSource: "baseUrl of the provider eu",
    });
  });

  test.each([
    [{ "gitlab:baseUrl": "ftp://a" }, /^baseUrl of the provider eu has the scheme ftp/],
    [{ "gitlab:baseUrl": "https://u:p@a" }, /; the token belongs in token of the provider eu\. /],
    [{ "gitlab:retries": "many" }, /^retries of the provider eu is "many"/],
    [{ "gitlab:clientCert": "a.pem" }, /^clientCert of the provider eu and clientKey of the provi/],
    [
      { "gitlab-runners:caCertificate": "?" },
      /^caCertificate of the provider eu is not a complete/,
    ],
    [
      { "gitlab:token": "" },
      /neither token of the provider eu nor .* Give the provider eu the argument token$/,
    ],
  ])("%j is refused by the provider's name, and no key of the stack", (config, message) => {
    const refused = (): unknown => readEu({ "gitlab:token": "x", ...config });
    expect(refused).toThrow(message);
    expect(refused).not.toThrow(/gitlab(-runners)?:/);
  });

  test("nothing comes from a key of the stack, so the default address is called the default", () => {
    expect(readEu({ "gitlab:token": "x" }).transport.baseUrlSource).toBe("the default");
  });
});
