"use strict";

const http = require("node:http");

/** Bare requests to GitLab, so many at once, on connections that are kept alive. */
module.exports = function bareClient(atOnce) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });
  const headers = { "private-token": process.env.GITLAB_TOKEN };
  return {
    get: (path) =>
      new Promise((resolve, reject) => {
        http
          .get(`${process.env.GITLAB_BASE_URL}/api/v4/${path}`, { agent, headers }, (response) => {
            const chunks = [];
            response.on("data", (chunk) => chunks.push(chunk));
            response.on("end", () => {
              const body = JSON.parse(Buffer.concat(chunks).toString());
              resolve({ body, next: response.headers["x-next-page"], link: response.headers.link });
            });
          })
          .on("error", reject);
      }),
    close: () => agent.destroy(),
  };
};
