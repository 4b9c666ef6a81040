"use strict";

const { performance } = require("node:perf_hooks");

const { getAllRunners } = require("pulumi-gitlab-runners");

async function read() {
  await getAllRunners({ limit: 1 });
  const begun = performance.now();
  const rows = await getAllRunners({});
  console.log(JSON.stringify({ rows: rows.length, milliseconds: performance.now() - begun }));
}

read();
