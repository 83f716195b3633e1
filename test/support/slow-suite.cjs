/**
 * What `npm test` leaves out and `npm run test:slow` runs: second opinions, and stories that others tell already. Beside
 * these it runs every file that uses `rounds.ts`, with more rounds.
 */
'use strict';

const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const ONLY_SLOW = [
  // The laptop started once more, for what use cases and channels are tested for one by one.
  'cli/doctor.e2e.test.ts',
  'enrich.e2e.test.ts',
  'faults.e2e.test.ts',
  'sweep.e2e.test.ts',
  'cli/verify.e2e.test.ts',
  'local/run.integration.test.ts',
  // Both stores and real vendors; in memory the joins are told by `joins` and `record-event`.
  'usecases/both-halves.integration.test.ts',
  'usecases/both-halves-crashes.test.ts',
  'usecases/count-a-year.integration.test.ts',
  // A whole month, event by event; its plan is tested by itself.
  'local/demo/play-month.integration.test.ts',
  // The page as it was before there was a review: `list-page` and `review-page` tell what people do with it.
  'web/history-page.browser.test.ts',
  'local/forwarding.integration.test.ts',
  'local/kill.integration.test.ts',
  // `serverless package` eleven times; every other test of the stack packages it once.
  'stack/packaging.test.ts',
  // Second opinions: moto, AWS's own linter, somebody else's simulator of IAM.
  'stack/deploy.e2e.test.ts',
  'stack/forwarding-deploy.e2e.test.ts',
  'stack/cfn-lint.test.ts',
  'iam/oracle.test.ts',
  // Every way to alter a history; the product's own `verify` is tried on one byte, the reckoning in memory.
  'usecases/verify-every-byte.integration.test.ts',
  'usecases/verify-history.integration.test.ts',
];

const testFolder = join(__dirname, '..');

const deepens = (file) => readFileSync(file, 'utf8').includes("/rounds.ts'");

const everyTest = () =>
  readdirSync(testFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(testFolder, name));

module.exports = {
  /** For Jest's `testPathIgnorePatterns`. */
  onlySlow: ONLY_SLOW.map((name) => `/test/${name}$`),
  /** Absolute paths of everything the slow run runs. Throws when the list names a file that is not there. */
  slowRun: () => {
    const all = everyTest();
    const missing = ONLY_SLOW.filter((name) => !all.includes(join(testFolder, name)));
    if (missing.length > 0) throw new Error(`test/support/slow-suite.cjs names ${missing.join(', ')}`);
    return all.filter((file) => ONLY_SLOW.some((name) => file === join(testFolder, name)) || deepens(file));
  },
};
