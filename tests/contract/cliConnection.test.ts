import * as https from "node:https";

import { type Emulator, startEmulator } from "../../emulator";
import { CertificateFolder } from "../helpers/certificates";
import { type Ended, runCommand } from "../helpers/commandLine";
import { type LoopbackServer, listen, serve } from "../helpers/server";

describe("the command line, where GitLab is not", () => {
  const certificates = new CertificateFolder();
  const open: LoopbackServer[] = [];
  let gitlab: Emulator;
  let secure: LoopbackServer;
  let page: LoopbackServer;
  beforeAll(async () => {
    gitlab = await startEmulator();
    const { cert, key } = certificates.authority("authority").sign("127.0.0.1");
    secure = await listen(https.createServer({ cert, key }), "http");
    page = await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in</h1>");
    });
    open.push(secure, page);
  });
  afterAll(async () => {
    await Promise.all(open.map((server) => server.close()));
    await gitlab.close();
    certificates.remove();
  });
  const run = (args: readonly string[], env: object): Promise<Ended> =>
    runCommand(gitlab, args, { env, input: "glrt-of-a-runner" });

  test("says so at once, with the way out", async () => {
    const { code, stdout, stderr } = await run(["list", "--all"], { GITLAB_BASE_URL: secure.url });
    expect(stderr).toMatch(
      /^cannot list all runners: no answer .* \(from GITLAB_BASE_URL\): .*That port speaks TLS\. Give the address with https:\/\/\n$/,
    );
    expect(stdout).toBe("");
    expect(code).toBe(3);
  });

  test("does not say of a token that it could not be verified", async () => {
    const { code, stdout, stderr } = await run(["verify"], { GITLAB_BASE_URL: page.url });
    expect(stderr).toMatch(/^cannot verify a runner's token: .*Is the base URL GitLab's address/);
    expect(stdout).toBe("");
    expect(code).toBe(3);
  });

  test("refuses a proxy that is none as a wrong configuration, without its password", async () => {
    const proxy = "pac+http://me:hunter2-hunter2@proxy.example.com/wpad.dat";
    const { code, stderr } = await run(["list", "--all"], { http_proxy: proxy });
    expect(stderr).toMatch(/scheme "pac\+http".*The environment sets a proxy: http_proxy\n$/);
    expect(stderr).not.toContain("hunter2");
    expect(code).toBe(2);
  });
});
