#!/usr/bin/env node
/**
 * `npm run bench`: the review's questions at 10,000 and 1,000,000 accesses. `npm run bench -- 10000 100000` takes other
 * sizes. What was loaded is kept in the temporary folder and asked again the next time.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();

// The SDK warns on Node 20 about 2027; nobody can act on it here.
process.removeAllListeners('warning');

const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [10_000, 1_000_000];
if (sizes.some((size) => !Number.isInteger(size) || size < 1)) {
  process.stderr.write('bench: sizes are whole numbers, for example 10000 100000\n');
  process.exit(2);
}

try {
  const { loadBundle } = await import('./load-bundle.mjs');
  const { main } = await loadBundle(root, 'bench/main.ts');
  const write = (text) => process.stdout.write(text);
  process.exit(
    await main({ folder: join(tmpdir(), 'rolecall-bench'), sizes, write, now: () => performance.now() }),
  );
} catch (error) {
  process.stderr.write(`bench: ${error.stack}\n`);
  process.exit(2);
}
