/**
 * The order of the test files: those first that wait for processes and browsers, so that nobody waits for the last of them
 * alone. Jest knows what took long last time; a fresh clone has no last time.
 */
'use strict';

const { default: Sequencer } = require('@jest/test-sequencer');

/** What begins earliest is named first. */
const LONG = [
  /\/product\.e2e\.test/,
  /\.e2e\.test/,
  /\.browser\.test/,
  /\/bench\//,
  /\/stack\/bundles\.test/,
];

const rank = ({ path }) => {
  const found = LONG.findIndex((pattern) => pattern.test(path));
  return found === -1 ? LONG.length : found;
};

module.exports = class extends Sequencer {
  async sort(tests) {
    return [...(await super.sort(tests))].sort((one, other) => rank(one) - rank(other));
  }
};
