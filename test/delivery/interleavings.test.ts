/** Every order in which one access can be recorded, told, repeated, cut off and taken up again. */
import { oneIn } from '../support/rounds.ts';
import { type Protocol, REAL_PROTOCOL } from '../support/schedule-effects.ts';
import {
  BRINGS_IN_PROGRESS_BACK,
  FORGETS_DOUBT,
  NOTES_THEN_SENDS,
  STOPS_AT_THE_ROW,
  TAKES_IN_PROGRESS_FOR_DONE,
  TELLS_THEN_RECORDS,
} from '../support/schedule-planted.ts';
import type { Case } from '../support/schedule-moves.ts';
import { exploreSchedules } from '../support/schedule-search.ts';
import type { Adversary } from '../support/schedule-world.ts';

const QUIET: Adversary = { faults: 0, duplicates: 0, sweeps: 0, pauses: 0, lostAnswers: 0 };

const explore = (protocol: Protocol, adversary: Partial<Adversary>, changes: Partial<Case> = {}) =>
  exploreSchedules({
    protocol,
    destinations: 1,
    asks: false,
    ...changes,
    adversary: { ...QUIET, ...adversary },
  });

const TWO: Partial<Case> = { destinations: 2 };

/** Name, what the adversary may do, and what else differs from one destination that cannot be asked. */
type Row = readonly [string, Partial<Adversary>, Partial<Case>];

/** Every row is searched to its end: nothing is sampled. */
const ROWS: readonly Row[] = [
  ['two crashes', { faults: 2, duplicates: 1, pauses: 1 }, {}],
  ['nothing goes wrong, but everything comes twice', { duplicates: 2, sweeps: 1 }, {}],
  ['a crash, and two messages that come again', { faults: 1, duplicates: 2, pauses: 1 }, {}],
  ['a crash while the sweep runs', { faults: 1, duplicates: 1, sweeps: 1, pauses: 1 }, {}],
  ['a crash and a lost answer', { faults: 1, duplicates: 1, pauses: 1, lostAnswers: 1 }, {}],
  ['two crashes, where the vendor can be asked', { faults: 2, pauses: 1 }, { asks: true }],
  [
    'a crash and a lost answer, where the vendor can be asked',
    { faults: 1, duplicates: 1, pauses: 1, lostAnswers: 1 },
    { asks: true },
  ],
  ['two destinations, a crash and a message that comes again', { faults: 1, duplicates: 1 }, TWO],
  ['two destinations, a crash and a pause', { faults: 1, pauses: 1 }, TWO],
];

/** Minutes instead of seconds: searched when ROLECALL_SCHEDULES asks for more than the usual number. */
const DEEP: readonly Row[] = [
  ['everything at once', { faults: 1, duplicates: 1, sweeps: 1, pauses: 1, lostAnswers: 1 }, { asks: true }],
  ['two crashes while the sweep runs', { faults: 2, duplicates: 1, sweeps: 1, pauses: 1 }, {}],
  ['two destinations, everything but the sweep', { faults: 1, duplicates: 1, pauses: 1 }, TWO],
];

const isDeep = Number(process.env.ROLECALL_SCHEDULES ?? 0) > 5_000;

describe('However recording and telling one access is interrupted, nothing is lost and no copy is without a cause', () => {
  it.each(isDeep ? [...ROWS, ...DEEP] : oneIn(2, ROWS))(
    '%s',
    async (_name, adversary, changes) => {
      const explored = await explore(REAL_PROTOCOL, adversary, changes);
      expect(explored.recoveries).toBeGreaterThan(1);
      expect(explored.schedules).toBeGreaterThan(10_000);
    },
    600_000,
  );
});

describe('The search finds what is wrong with', () => {
  it('noting first and sending afterwards: one crash loses the message', async () => {
    await expect(explore(NOTES_THEN_SENDS, { faults: 1 })).rejects.toThrow(
      'counts as sent and never arrived',
    );
    await expect(explore(NOTES_THEN_SENDS, { duplicates: 2, pauses: 1 })).resolves.toBeDefined();
  });

  it('taking "in progress" for done: one crash of a sender loses the message', async () => {
    const crash: Partial<Adversary> = { faults: 1, duplicates: 1, pauses: 1 };
    const inDeliver: Partial<Case> = { faultsIn: ['deliver'] };
    await expect(explore(TAKES_IN_PROGRESS_FOR_DONE, crash, inDeliver)).rejects.toThrow('is never sent');
    await expect(explore(BRINGS_IN_PROGRESS_BACK, crash, inDeliver)).resolves.toBeDefined();
  });

  it('stopping at the row on the second copy: a crash after the row tells nobody', async () => {
    await expect(explore(STOPS_AT_THE_ROW, { faults: 1 })).rejects.toThrow('were never opened');
  });

  it('telling first and recording afterwards', async () => {
    await expect(explore(TELLS_THEN_RECORDS, {})).rejects.toThrow('told before the row was written');
  });

  it('forgetting a doubt: the destination does not ask and gets a second copy', async () => {
    const crash: Partial<Adversary> = { faults: 1, pauses: 1 };
    await expect(explore(FORGETS_DOUBT, crash, { asks: true })).rejects.toThrow('got a second copy');
  });

  it('a lease shorter than the life of a function: two copies without any crash', async () => {
    const late: Partial<Adversary> = { duplicates: 1, pauses: 1 };
    await expect(explore(REAL_PROTOCOL, late, { functionSeconds: 120 })).rejects.toThrow('no crash explains');
    await expect(explore(REAL_PROTOCOL, late)).resolves.toBeDefined();
  });
});
