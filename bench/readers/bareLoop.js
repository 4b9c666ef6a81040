"use strict";

// The floor: the pages of a list one after the other on one connection, and nothing but that.

const http = require("node:http");
const { performance } = require("node:perf_hooks");

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const headers = { "private-token": process.env.GITLAB_TOKEN };

function get(url) {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent, headers }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => {
          const rows = JSON.parse(Buffer.concat(chunks).toString());
          resolve({ rows, next: response.headers["x-next-page"] });
        });
      })
      .on("error", reject);
  });
}

async function read() {
  await get(`${process.env.GITLAB_BASE_URL}/api/v4/runners/all?per_page=1`);
  const begun = performance.now();
  const rows = [];
  for (let page = "1"; page !== "";) {
    const url = `${process.env.GITLAB_BASE_URL}/api/v4/runners/all?per_page=100&page=${page}`;
    const answer = await get(url);
    rows.push(...answer.rows);
    page = answer.next;
  }
  console.log(JSON.stringify({ rows: rows.length, milliseconds: performance.now() - begun }));
  agent.destroy();
}

read();
