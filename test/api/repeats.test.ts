import type { AccessDetail, AccessListAnswer, AccessSummary } from '../../lib/api/contract.ts';
import { isoAfter, systemClock } from '../../lib/kernel/clock.ts';
import { MemoryCards } from '../support/memory-cards.ts';
import { MemoryHistory } from '../support/memory-history.ts';
import { memoryPages } from '../support/memory-pages.ts';
import { ALICE, deliveryOf, rowOf, type SeededAccess } from '../support/seed-history.ts';
import { type SeededApi, seededApi } from '../support/seeded-api.ts';

const NOW = new Date('2026-11-22T14:00:00.000Z');
const clock = { ...systemClock, now: () => NOW };

const listOf = async ({ app }: SeededApi, query = ''): Promise<readonly AccessSummary[]> => {
  const answer = (await (await app.request(`/api/accesses${query}`)).json()) as AccessListAnswer;
  return answer.accesses;
};

const detailOf = async (id: string, api?: SeededApi): Promise<AccessDetail> => {
  const { app } = api ?? (await seededApi({ clock }));
  return (await (await app.request(`/api/accesses/111122223333.${id}`)).json()) as AccessDetail;
};

const find = (accesses: readonly AccessSummary[], id: string): AccessSummary | undefined =>
  accesses.find(({ accessId }) => accessId === `111122223333.${id}`);

/** A repeat, and its first in some state of being told. */
const grouped = (state: 'sent' | 'pending' | 'rejected'): readonly SeededAccess[] => {
  const time = isoAfter(NOW, -600);
  const row = rowOf({ id: `first-${state}`, time, caller: ALICE });
  const delivery = deliveryOf({ row, destinationId: 'd', channel: 'sns', state, outcomes: [] });
  const repeat = rowOf({
    id: `repeat-${state}`,
    time: isoAfter(NOW, -540),
    caller: ALICE,
    row: { groupedWith: row.accessId },
  });
  return [
    { row, deliveries: [delivery] },
    { row: repeat, deliveries: [] },
  ];
};

describe('an access that rang for its group', () => {
  it('says how often it repeated and until when, once that is counted', async () => {
    const accesses = await listOf(await seededApi({ clock }));
    expect(find(accesses, 'nightly')?.repeats).toEqual({
      count: 12,
      words: '12 more times',
      until: '2026-11-22T10:12:00.000Z',
    });
  });

  it('says until when repeats are counted, while they are', async () => {
    const accesses = await listOf(await seededApi({ clock }));
    expect(find(accesses, 'deploy')?.repeats).toEqual({
      words: 'counting repeats',
      until: '2026-11-22T14:06:57.000Z',
    });
  });

  it('says nothing when nothing repeated', async () => {
    const api = await seededApi({ clock });
    const row = rowOf({
      id: 'once',
      time: isoAfter(NOW, -3600),
      caller: ALICE,
      row: { countsRepeatsUntil: isoAfter(NOW, -2700) },
    });
    await api.seed([{ row, deliveries: [] }]);
    expect(find(await listOf(api), 'once')).not.toHaveProperty('repeats');
  });

  it('shows on its line of time when and from where, and what was said of it later', async () => {
    const { timeline } = await detailOf('nightly');
    expect(timeline.map(({ words, note }) => [words, note])).toEqual(
      expect.arrayContaining([
        ['Repeated: 12 more times by then', 'Equal in all else, from 198.51.100.18, 198.51.100.19'],
        ['Slack took it', 'platform-slack, said later: 12 more times'],
      ]),
    );
  });
});

describe('a repeat', () => {
  it('stays a row of the list, and names the access that rang', async () => {
    const accesses = await listOf(await seededApi({ clock }));
    expect(find(accesses, 'deploy-repeat-2')).toMatchObject({
      telling: { code: 'grouped', words: 'told with an earlier one' },
      groupedWith: { accessId: '111122223333.deploy', time: '2026-11-22T13:52:00.000Z' },
    });
  });

  it('names it also where the page of the list ends before it', async () => {
    const accesses = await listOf(await seededApi({ clock }), '?limit=2');
    expect(accesses.map(({ groupedWith }) => groupedWith?.time)).toEqual([
      undefined,
      '2026-11-22T13:52:00.000Z',
    ]);
  });

  it.each([
    ['sent', 'told with an earlier one'],
    ['pending', 'with one not delivered yet'],
    ['rejected', 'with one that was rejected'],
  ] as const)('is told no further than its first, which is %s', async (state, words) => {
    const api = await seededApi({ clock });
    await api.seed(grouped(state));
    expect(find(await listOf(api), `repeat-${state}`)?.telling).toMatchObject({ code: 'grouped', words });
    expect((await detailOf(`repeat-${state}`, api)).summary.telling.words).toBe(words);
  });

  it('does not claim to be told with one that the history does not hold any more', async () => {
    const api = await seededApi({ clock });
    await api.seed(grouped('sent').slice(1));
    const { summary, timeline } = await detailOf('repeat-sent', api);
    expect(summary.telling.words).toBe('counted with an earlier one');
    expect(summary.groupedWith).toEqual({ accessId: '111122223333.first-sent' });
    expect(timeline.map(({ words }) => words)).toContain(
      'No notice of its own: an equal access had rung moments before',
    );
  });

  it('says on its line of time how long before the other one had rung', async () => {
    const { timeline, deliveries } = await detailOf('deploy-repeat-1');
    expect(timeline.map(({ words }) => words)).toContain(
      'No notice of its own: an equal access had rung 1 minute before',
    );
    expect(deliveries).toEqual([]);
  });
});

describe('a storm of repeats', () => {
  it('costs the list one look at the access that rang, however many there are', async () => {
    const looked: string[] = [];
    const history = new MemoryHistory();
    await history.record(rowOf({ id: 'first', time: isoAfter(NOW, -900), caller: ALICE }));
    for (let index = 0; index < 150; index += 1) {
      const time = isoAfter(NOW, index - 800);
      const row = { groupedWith: '111122223333.first' };
      await history.record(rowOf({ id: `repeat-${index}`, time, caller: ALICE, row }));
    }
    const pages = memoryPages({
      find: (accessId) => {
        looked.push(accessId);
        return history.find(accessId);
      },
    });
    const more = { history, pages, cards: new MemoryCards(history) };
    const accesses = await listOf(await seededApi({ clock, more }), '?limit=120');
    expect(accesses).toHaveLength(120);
    expect(looked.filter((accessId) => accessId === '111122223333.first')).toHaveLength(1);
    expect(looked).toHaveLength(121);
  });
});
