"use strict";

// The floor: the pages of the jobs of each runner by bare requests, as many at once as the package has
// by itself.

const bareClient = require("./bareClient");

const { get, close } = bareClient(16);

async function jobsOf(id) {
  let jobs = 0;
  let path = `runners/${id}/jobs?order_by=id&sort=desc&pagination=keyset&per_page=100`;
  while (path !== undefined) {
    const { body, link = "" } = await get(path);
    jobs += body.length;
    path = /\/api\/v4\/([^>]*)>; rel="next"/.exec(link)?.[1];
  }
  return jobs;
}

async function read() {
  const { body } = await get("runners/all?per_page=100");
  const jobs = await Promise.all(body.map(({ id }) => jobsOf(id)));
  console.log(JSON.stringify({ total: { jobs: jobs.reduce((sum, some) => sum + some, 0) } }));
  close();
}

read();
