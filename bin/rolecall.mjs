#!/usr/bin/env node
/** `npx rolecall <command>`: the commands of cli/main.ts. */
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();

// The SDK warns on Node 20 about 2027; nobody can act on it here.
process.removeAllListeners('warning');

// A reader that has seen enough (`| head`) closes the pipe; that is no error.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

/** Waits for a slow reader instead of piling the report up in memory. */
const write = (text) =>
  new Promise((resolve) => {
    process.stdout.write(text, resolve);
  });

try {
  const { loadBundle } = await import('./load-bundle.mjs');
  const { main } = await loadBundle(root, 'cli/main.ts');
  process.exitCode = await main({
    root,
    args: process.argv.slice(2),
    write,
    writeError: (text) => process.stderr.write(text),
    stdin: process.stdin,
    terminal: process.stderr.isTTY === true,
  });
} catch (error) {
  process.stderr.write(`rolecall: ${error.message}\n`);
  process.exitCode = 1;
}
