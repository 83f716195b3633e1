/** A year of a busy history is answered from its days' counters, and from few of them. */
import { dynamoDbCounters } from '../../lib/aws/dynamodb-counters.ts';
import { cardOf } from '../../lib/history/card-of.ts';
import type { Counters } from '../../lib/history/counters.ts';
import { bucketsOf } from '../../lib/history/chart-of.ts';
import { hourAfter } from '../../lib/history/hours.ts';
import { tallyCards } from '../../lib/history/tally.ts';
import { answerCounts } from '../../lib/usecases/answer-counts.ts';
import { POLICY, sketched } from '../support/counted-world.ts';
import { MemoryCards } from '../support/memory-cards.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { closeTable, emptyTable } from '../history/history-kit.ts';

const YEAR = { from: '2025-11-22T12:30:00.000Z', to: '2026-11-22T12:00:00.000Z' };
const A_DAY = 2_740;

/** A day on which many people enter many accounts. */
const busyDay = () =>
  tallyCards(
    Array.from({ length: A_DAY }, (_each, place) =>
      cardOf(
        sketched({
          id: `a${place}`,
          time: '2026-11-22T11:00:00.000Z',
          person: `person-${place % 60}`,
          role: `role-${place % 20}`,
          address: `198.51.100.${place % 120}`,
          account: String(111111110000 + (place % 12)),
          denied: place % 17 === 0,
          state: (['explained', 'acknowledged', 'unreviewed'] as const)[place % 3] ?? 'unreviewed',
        }),
      ),
    ).filter((card) => card !== undefined),
  );

const countedAt = '2026-11-22T12:00:00.000Z';

const countYear = async (counters: Counters): Promise<number> => {
  const tally = busyDay();
  const days = bucketsOf({ from: '2025-11-22T00:00:00.000Z', to: '2026-11-22T00:00:00.000Z' }, 'day');
  for (const bucket of days) await counters.write({ bucket, countedAt, ...tally });
  for (const day of ['2025-11-22', '2026-11-22'])
    for (let hour = 0; hour < 12; hour += 1)
      await counters.write({ bucket: hourAfter(`${day}T12`, hour - 6), countedAt, ...tally });
  await counters.keepProgress({ until: countedAt, since: '0000-01-01T00:00:00.000Z' });
  return days.length;
};

afterAll(closeTable);

it('A year without filters reads some 400 counters, and is exact', async () => {
  const counters = dynamoDbCounters((await emptyTable()).table);
  const days = await countYear(counters);
  const effects = { cards: new MemoryCards([]), counters, clock: virtualClock(), policy: POLICY };
  const counts = await answerCounts(effects, { ...YEAR, filters: {} });
  expect(counts.source).toBe('counters');
  expect(counts.read).toBeLessThanOrEqual(days + 48);
  expect(counts.histogram.bars).toHaveLength(366);
  // All days but the first, of which hours from the middle count, and the present one.
  expect(counts.total).toEqual({ count: (days - 1) * A_DAY + 5 * A_DAY + 5 * A_DAY, atLeast: false });
  const people = counts.facets.find(({ field }) => field === 'person');
  expect(people).toMatchObject({ cut: true });
  expect(people?.values[0]?.atLeast).toBe(true);
  expect(counts.facets.find(({ field }) => field === 'account')?.cut).toBe(false);
});
