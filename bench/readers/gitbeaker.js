"use strict";

const { createRequire } = require("node:module");
const { performance } = require("node:perf_hooks");

const { Gitlab } = createRequire(`${process.env.CLIENT_DIRECTORY}/`)("@gitbeaker/rest");

async function read() {
  const gitlab = new Gitlab({ host: process.env.GITLAB_BASE_URL, token: process.env.GITLAB_TOKEN });
  await gitlab.Runners.all({ perPage: 1, maxPages: 1 });
  const begun = performance.now();
  const rows = await gitlab.Runners.all({ perPage: 100 });
  console.log(JSON.stringify({ rows: rows.length, milliseconds: performance.now() - begun }));
}

read();
