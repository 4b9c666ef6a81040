"use strict";

const { default: Sequencer } = require("@jest/test-sequencer");

/** The slowest first, so that no worker is left alone with one in the end. */
const SLOWEST_FIRST = ["campaign", "e2e", "contract"];

/** Jest itself goes by how long each took the last time, which a fresh clone does not know. */
module.exports = class SlowestFirst extends Sequencer {
  /** @param {import("@jest/test-result").Test[]} tests */
  sort(tests) {
    const rank = ({ context }) => {
      const index = SLOWEST_FIRST.indexOf(context.config.displayName.name);
      return index < 0 ? SLOWEST_FIRST.length : index;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
