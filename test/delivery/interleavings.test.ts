import { REAL_PROTOCOL } from '../support/schedule-effects.ts';
import { exploreSchedules } from '../support/schedule-search.ts';
const Q = { faults: 0, duplicates: 0, sweeps: 0, pauses: 0, lostAnswers: 0 };
it.each([
  [1, false, { ...Q }],
  [1, false, { ...Q, faults: 1 }],
  [1, false, { ...Q, faults: 2 }],
  [1, false, { ...Q, faults: 1, duplicates: 1, pauses: 1 }],
  [1, false, { ...Q, faults: 2, duplicates: 1, pauses: 1 }],
  [1, false, { ...Q, faults: 1, duplicates: 2, pauses: 1 }],
  [1, false, { faults: 1, duplicates: 1, pauses: 1, sweeps: 1, lostAnswers: 0 }],
  [1, true, { faults: 1, duplicates: 1, pauses: 1, sweeps: 1, lostAnswers: 1 }],
  [2, false, { ...Q, faults: 1 }],
  [2, false, { ...Q, faults: 1, duplicates: 1 }],
  [2, false, { ...Q, faults: 1, duplicates: 1, pauses: 1 }],
] as const)('%d %s %j', async (destinations, asks, adversary) => {
  const t = performance.now();
  const r = await exploreSchedules({ protocol: REAL_PROTOCOL, destinations, asks, adversary });
  process.stdout.write(`${destinations} ${asks} ${JSON.stringify(adversary)} ${JSON.stringify(r)} ${Math.round(performance.now() - t)} ms\n`);
}, 60000);
