/** Runs a laptop in a process of its own, so that it can be killed or starved. Argument: its options as JSON. */
import { loadBundle } from '../bin/load-bundle.mjs';

const options = JSON.parse(process.argv[2] ?? '{}');
const { startLaptop } = await loadBundle(options.root, 'local/run.ts');
const laptop = await startLaptop({ ...options, write: () => undefined });
process.stdout.write(`${JSON.stringify({ ...laptop.urls, table: laptop.ref('HistoryTable') })}\n`);
await laptop.caughtUp;
