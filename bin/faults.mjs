#!/usr/bin/env node
/** `npm run faults`: runs the product on this machine, injects every fault, and tells what happened. */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { availableParallelism, constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();

// The SDK warns on Node 20 about 2027; nobody can act on it here.
process.removeAllListeners('warning');

const write = (text) => process.stdout.write(text);

/** The random schedules are tests: they run where the tests run, and only in the time nobody else needs. */
const runTheseSchedules = (count, seed) =>
  new Promise((resolve) => {
    const jest = spawn(
      process.execPath,
      [join(root, 'node_modules/jest/bin/jest.js'), 'interleavings-random', '-t', 'tells everybody', '-i'],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          NODE_NO_WARNINGS: '1',
          ROLECALL_SCHEDULES: String(count),
          ROLECALL_SEED: String(seed),
        },
      },
    );
    setPriority(jest.pid, constants.priority.PRIORITY_LOW);
    let said = '';
    jest.stdout.on('data', (chunk) => (said += chunk));
    jest.stderr.on('data', (chunk) => (said += chunk));
    jest.on('close', (code) => resolve(code === 0 ? undefined : said.slice(-3000)));
  });

/** On every core a part, each with a seed of its own. */
const runSchedules = async (count, seed) => {
  const parts = availableParallelism();
  const said = await Promise.all(
    Array.from({ length: parts }, (_, index) =>
      runTheseSchedules(Math.ceil(count / parts), (seed + index) % 2 ** 31),
    ),
  );
  return said.find((each) => each !== undefined);
};

/** A command of `rolecall`, run in this process as if `folder` were the project. */
const rolecallWith =
  ({ main }) =>
  async (folder, args) => {
    let text = '';
    const keep = (more) => {
      text += more;
    };
    const code = await main({
      root: folder,
      args,
      write: keep,
      writeError: keep,
      stdin: process.stdin,
      terminal: false,
    });
    return { code, text };
  };

try {
  const [{ packageCached }, { loadBundle }] = await Promise.all([
    import('../infra/package-cached.mjs'),
    import('./load-bundle.mjs'),
  ]);
  const packaged = await packageCached({ root, write });
  const [faults, cli] = await Promise.all([
    loadBundle(root, 'faults/main.ts'),
    loadBundle(root, 'cli/main.ts'),
  ]);
  const code = await faults.main({
    root,
    packaged,
    args: process.argv.slice(2),
    write,
    rolecall: rolecallWith(cli),
    runSchedules,
    freshSeed: () => randomInt(2 ** 31),
  });
  process.exit(code);
} catch (error) {
  process.stderr.write(`faults: ${error.message}\n`);
  process.exit(2);
}
