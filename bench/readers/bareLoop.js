"use strict";

// The floor: the pages of a list one after the other on one connection, and nothing but that.

const { performance } = require("node:perf_hooks");

const bareClient = require("./bareClient");

const { get, close } = bareClient(1);

async function read() {
  await get("runners/all?per_page=1");
  const begun = performance.now();
  const rows = [];
  for (let page = "1"; page !== "";) {
    const answer = await get(`runners/all?per_page=100&page=${page}`);
    rows.push(...answer.body);
    page = answer.next;
  }
  console.log(JSON.stringify({ rows: rows.length, milliseconds: performance.now() - begun }));
  close();
}

read();
