"use strict";

/** Closes Jest's output with one plain line that any CI system can read. */
module.exports = class SummaryReporter {
  /**
   * @param {unknown} _contexts
   * @param {import("@jest/reporters").AggregatedResult} results
   */
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const counts = [`${results.numPassedTests} passed`, `${failed} failed`];
    if (skipped > 0) counts.push(`${skipped} skipped`);
    // On exit, because Jest prints its own summary after every reporter has run.
    process.once("exit", () => process.stdout.write(`\n${counts.join(", ")}\n`));
  }
};
