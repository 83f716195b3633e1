#!/usr/bin/env node
/** `npm start`: installs what is missing, packages what has changed, and runs everything on this machine. */
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();
// The SDK warns on Node 20 about 2027; nobody can act on it here.
process.removeAllListeners('warning');

const write = (text) => process.stdout.write(text);

const stopSignals = (stop) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
};

try {
  const [{ packageCached }, { loadBundle }] = await Promise.all([
    import('../infra/package-cached.mjs'),
    import('./load-bundle.mjs'),
  ]);
  const [packaged, { start }] = await Promise.all([
    packageCached({ root, write }),
    loadBundle(root, 'local/start.ts'),
  ]);
  process.exit(await start({ root, packaged, args: process.argv.slice(2), write, onStop: stopSignals }));
} catch (error) {
  process.stderr.write(`Rolecall could not start: ${error.message}\n`);
  process.exit(1);
}
