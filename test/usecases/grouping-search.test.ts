/** Repeats, their window and the sweep that counts them, in every order: see test/support/grouping-search.ts. */
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { settleWindows } from '../../lib/usecases/summarise-repeats.ts';
import { exploreGrouping, type GroupingCase, type Left } from '../support/grouping-search.ts';
import { isSlowRun } from '../support/rounds.ts';

const QUIET: Left = { faults: 0, duplicates: 0, windows: 0, sweeps: 0 };

const explore = (adversary: Partial<Left>, changes: Partial<GroupingCase> = {}) =>
  exploreGrouping({ ...changes, adversary: { ...QUIET, ...adversary } });

type Row = readonly [string, Partial<Left>, Partial<GroupingCase>];

const TWO: Partial<GroupingCase> = { accesses: 2 };

const ROWS: readonly Row[] = [
  ['nothing goes wrong', {}, TWO],
  ['a record comes twice', { duplicates: 1 }, TWO],
  ['a crash or a failed effect', { faults: 1 }, TWO],
  ['the window ends and the sweep runs in between', { windows: 1, sweeps: 1 }, TWO],
];

/** Searched by `npm run test:slow`. */
const LONGER: readonly Row[] = [
  ['a crash while the sweep counts', { faults: 1, sweeps: 1, windows: 1 }, TWO],
];

/** Minutes instead of seconds: searched when ROLECALL_SCHEDULES asks for more than the usual number. */
const DEEP: readonly Row[] = [
  ['three accesses, and nothing goes wrong', {}, {}],
  ['three accesses, a crash, the sweep, the end of the window', { faults: 1, sweeps: 1, windows: 1 }, {}],
  ['two crashes, the sweep, the end of the window', { faults: 2, sweeps: 1, windows: 1 }, TWO],
  ['a crash, a record that comes twice, the sweep', { faults: 1, duplicates: 1, sweeps: 1, windows: 1 }, TWO],
];

const isDeep = Number(process.env.ROLECALL_SCHEDULES ?? 0) > 5_000;

describe('However recording equal accesses and counting them is interrupted, each is told or counted with one that was', () => {
  it.each([...ROWS, ...(isSlowRun || isDeep ? LONGER : []), ...(isDeep ? DEEP : [])])(
    '%s',
    async (_name, adversary, changes) => {
      const explored = await explore(adversary, changes);
      expect(explored.worlds).toBeGreaterThan(200);
      expect(explored.recoveries).toBeGreaterThan(3);
    },
    900_000,
  );
});

describe('The search finds what is wrong with', () => {
  it('closing the window before the later word is open', async () => {
    const settle: typeof settleWindows = async (effects) => {
      const due = await effects.history.windowsDue(effects.clock.now().toISOString(), 10);
      for (const row of due) {
        await effects.history.closeWindow(row.accessId, await effects.history.repeatsOf(row.accessId));
      }
      return settleWindows(effects);
    };
    await expect(explore({}, { ...TWO, settle })).rejects.toThrow('later words');
  });

  it('grouping by role alone', async () => {
    const record: typeof recordEvent = (effects, ...rest) =>
      recordEvent(
        {
          ...effects,
          history: Object.assign(Object.create(effects.history), {
            firstOfGroup: (_key: string, ...more: [string, { from: string; to: string }]) =>
              effects.history.firstOfGroup('everybody', ...more),
          }),
        },
        ...rest,
      );
    await expect(explore({}, { record })).rejects.toThrow('another person was taken for a repeat');
  });
});
