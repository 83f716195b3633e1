/**
 * `npm test`: every test but those that are slow. `npm run test:slow`: those, and the searches and random runs with more
 * rounds. With paths or patterns behind `--` only these. Ends in one line that counts them.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();

const { onlySlow, slowRun } = createRequire(import.meta.url)('../test/support/slow-suite.cjs');

const given = process.argv.slice(2);
const isSlow = given[0] === '--slow';
const passedOn = isSlow ? given.slice(1) : given;

const chosen = () => {
  if (passedOn.some((each) => !each.startsWith('-'))) return [];
  return isSlow
    ? ['--runTestsByPath', ...slowRun()]
    : onlySlow.map((path) => `--testPathIgnorePatterns=${path}`);
};

const report = join(tmpdir(), `rolecall-test-${process.pid}.json`);
const jest = spawn(
  process.execPath,
  [join(root, 'node_modules/jest/bin/jest.js'), '--json', `--outputFile=${report}`, ...passedOn, ...chosen()],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      // The SDK warns on Node 20 about 2027; nobody can act on it in a test run.
      NODE_NO_WARNINGS: '1',
      ...(isSlow ? { ROLECALL_SLOW: '1' } : {}),
    },
  },
);

/** Jest exits with 0 when it ran nothing: an empty run is a failure here. */
const closingLine = () => {
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { failed, passed: numPassedTests, skipped: numPendingTests };
};

jest.on('exit', (code) => {
  try {
    const { passed, failed, skipped } = closingLine();
    process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    process.exitCode = code === 0 && passed > 0 && failed === 0 ? 0 : 1;
  } catch {
    process.stdout.write('\n0 passed, 1 failed\n');
    process.exitCode = 1;
  } finally {
    rmSync(report, { force: true });
  }
});
