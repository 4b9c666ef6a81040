"use strict";

const { performance } = require("node:perf_hooks");

const { getAllRunners } = require("pulumi-gitlab-runners");

async function read() {
  const begun = performance.now();
  const rows = await getAllRunners({ details: true });
  const detailed = rows.filter(({ tagList }) => tagList !== undefined);
  console.log(JSON.stringify({ rows: detailed.length, milliseconds: performance.now() - begun }));
}

read();
