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

const USAGE = "usage: node collect.js FILE, with what `pulumi stack export --show-secrets` printed";

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

/** @throws Error with a sentence for a person. */
function readState(file) {
  if (file === undefined) throw new Error(USAGE);
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error.message}`, { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON. ${USAGE}`, { cause: error });
  }
}

function runnersOf(state) {
  if (state.deployment) return fromPulumi(state);
  if (state.resources) return fromTerraform(state);
  throw new Error("the file holds neither an exported stack of Pulumi nor a state of Terraform");
}

function setConfig(args, input) {
  try {
    execFileSync("pulumi", ["config", "set", "--path", ...args], { input, stdio: "pipe" });
  } catch (error) {
    const said = error.stderr?.toString().trim() || error.message;
    throw new Error(`pulumi config set failed: ${said}`, { cause: error });
  }
}

try {
  const found = runnersOf(readState(process.argv[2]));
  if (found.length === 0) throw new Error("the state has no runner of that provider");
  for (const { name, id, token } of found) {
    setConfig([`runners["${name}"]`, String(id), "--plaintext"]);
    // On standard input, so that no token is on a command line.
    setConfig([`tokens["${name}"]`, "--secret"], plain(token));
    console.log(`${name}: runner ${id}`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
