"use strict";

// Leaves the most memory that a process had, in KiB, in a file when the process ends.

const { writeFileSync } = require("node:fs");

process.on("exit", () => {
  writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS));
});
