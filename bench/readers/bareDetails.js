"use strict";

// The floor: each runner's details by a bare request, as many at once as the package has by itself.

const { performance } = require("node:perf_hooks");

const bareClient = require("./bareClient");

const { get, close } = bareClient(16);

async function read() {
  const begun = performance.now();
  const listed = [];
  for (let page = "1"; page !== "";) {
    const answer = await get(`runners/all?per_page=100&page=${page}`);
    listed.push(...answer.body);
    page = answer.next;
  }
  const rows = await Promise.all(listed.map(({ id }) => get(`runners/${id}`)));
  console.log(JSON.stringify({ rows: rows.length, milliseconds: performance.now() - begun }));
  close();
}

read();
