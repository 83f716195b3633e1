/** Random schedules over the real use cases: `ROLECALL_SCHEDULES=100000 npx jest interleavings-random` runs more. */
import fc from 'fast-check';
import { rounds } from '../support/rounds.ts';
import { type Protocol, REAL_PROTOCOL } from '../support/schedule-effects.ts';
import {
  FORGETS_DOUBT,
  NOTES_THEN_SENDS,
  STOPS_AT_THE_ROW,
  TELLS_THEN_RECORDS,
} from '../support/schedule-planted.ts';
import { HAPPENINGS, runSchedule } from '../support/schedule-run.ts';

const SCHEDULES = Number(process.env.ROLECALL_SCHEDULES ?? rounds(300, 2_000));
/** The same schedules again; others each time unless it is set. */
const SEED = process.env.ROLECALL_SEED;

const schedule = fc.record({
  accesses: fc.integer({ min: 1, max: 4 }),
  choices: fc.array(fc.nat({ max: 999 }), { minLength: 20, maxLength: 150, size: 'max' }),
});

/** Answers how often what happened in all schedules together. On a failure fast-check prints seed and shortest schedule. */
const runMany = async (
  protocol: Protocol,
  parameters: { readonly numRuns: number; readonly seed?: number; readonly endOnFailure?: boolean },
): Promise<Readonly<Record<string, number>>> => {
  const total: Record<string, number> = Object.fromEntries(HAPPENINGS.map((name) => [name, 0]));
  await fc.assert(
    fc.asyncProperty(schedule, async ({ accesses, choices }) => {
      const happened = await runSchedule({ protocol, accesses, choices });
      for (const name of HAPPENINGS) total[name] = (total[name] ?? 0) + happened[name];
    }),
    parameters,
  );
  return total;
};

describe('Whatever happens to several accesses at once', () => {
  it(
    `tells everybody in the end, once unless a crash or a lost answer explains more (${SCHEDULES} schedules)`,
    async () => {
      const total = await runMany(REAL_PROTOCOL, {
        numRuns: SCHEDULES,
        ...(SEED === undefined ? {} : { seed: Number(SEED) }),
      });
      // Schedules in which nothing goes wrong would prove nothing. In a few hundred the rarest may be missing by chance.
      const least = SCHEDULES >= 1_000 ? SCHEDULES / 200 : 0;
      for (const name of HAPPENINGS.filter((each) => each !== 'redrives')) {
        expect([name, (total[name] ?? 0) >= least]).toEqual([name, true]);
      }
      expect(HAPPENINGS.filter((name) => (total[name] ?? 0) > 0).length).toBeGreaterThan(
        HAPPENINGS.length / 2,
      );
    },
    60_000 + SCHEDULES * 20,
  );

  it.each([
    ['notes before it sends', NOTES_THEN_SENDS],
    ['stops at the row', STOPS_AT_THE_ROW],
    ['tells before it records', TELLS_THEN_RECORDS],
    ['forgets a doubt', FORGETS_DOUBT],
  ])('would notice a protocol that %s', async (_name, protocol) => {
    // The shortest schedule is of no interest here: the first is enough.
    await expect(runMany(protocol, { numRuns: 2_000, endOnFailure: true })).rejects.toThrow(/seed/);
  });
});
