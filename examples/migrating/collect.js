"use strict";

/*
 * node collect.js FILE
 *
 * Puts the runners of another tool's state into the configuration of the present stack: their ids
 * as `runners`, their tokens as the secret `tokens`. FILE is what `pulumi stack export
 * --show-secrets` or `terraform state pull` printed.
 */

const { execFileSync } = require("node:child_process");
const { readFileSync } = require("node:fs");

/** `gitlab.UserRunner` of @pulumi/gitlab, in an exported stack. */
function fromPulumi(state) {
  return state.deployment.resources
    .filter(({ type }) => type === "gitlab:index/userRunner:UserRunner")
    .map(({ urn, id, outputs }) => ({ name: urn.split("::").at(-1), id, token: outputs.token }));
}

/** `gitlab_user_runner` of Terraform, each of its instances. */
function fromTerraform(state) {
  return state.resources
    .filter(({ type }) => type === "gitlab_user_runner")
    .flatMap(({ name, instances }) =>
      instances.map(({ index_key: key, attributes }) => ({
        name: key === undefined ? name : `${name}-${key}`,
        id: attributes.id,
        token: attributes.token,
      })),
    );
}

/** An exported secret is wrapped, its value in JSON. */
function plain(token) {
  return typeof token === "string" ? token : JSON.parse(token.plaintext);
}

const state = JSON.parse(readFileSync(process.argv[2], "utf8"));
const found = state.deployment ? fromPulumi(state) : fromTerraform(state);
for (const { name, id, token } of found) {
  const set = (args, input) =>
    execFileSync("pulumi", ["config", "set", "--path", ...args], { input, stdio: "pipe" });
  set([`runners["${name}"]`, String(id), "--plaintext"]);
  // On standard input, so that no token is on a command line.
  set([`tokens["${name}"]`, "--secret"], plain(token));
  console.log(`${name}: runner ${id}`);
}
