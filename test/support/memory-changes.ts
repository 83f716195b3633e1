/** Changes by the events in memory, and cards as the rows in memory have them. */
import type { TimeWindow } from '../../lib/history/access-history.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import { cardOf } from '../../lib/history/card-of.ts';
import { CARD_CHANGING, type Change, type Changes } from '../../lib/history/changes.ts';
import type { NotedEvent } from '../../lib/history/history-event.ts';
import type { MendedCards, MendedPage } from '../../lib/history/mended-cards.ts';

interface Sources {
  readonly rows: () => readonly AccessRow[];
  readonly events: () => readonly NotedEvent[];
}

export const memoryChanges = ({ rows, events }: Sources): Changes => ({
  noted: async ({ from, to }, most = Number.POSITIVE_INFINITY) => {
    const times = new Map(rows().map(({ accessId, time }) => [accessId, time]));
    return events()
      .filter(({ notedAt }) => notedAt >= from && notedAt < to)
      .flatMap(({ accessId, kind, notedAt }): readonly Change[] => {
        const known = CARD_CHANGING.find((each) => each === kind);
        const accessTime = times.get(accessId);
        return known === undefined || accessTime === undefined
          ? []
          : [{ accessId, kind: known, notedAt, accessTime }];
      })
      .sort((one, other) => (one.notedAt < other.notedAt ? 1 : -1))
      .slice(0, most);
  },
});

export const memoryMendedCards = (rows: () => readonly AccessRow[]): MendedCards => ({
  ofRows: (between) => pagesOf(rows(), between),
  newestBefore: async (moment) =>
    rows()
      .map(({ time }) => time)
      .filter((time) => time < moment)
      .sort()
      .at(-1),
});

async function* pagesOf(rows: readonly AccessRow[], { from, to }: TimeWindow): AsyncGenerator<MendedPage> {
  const cards = rows.flatMap((row) => cardOf(row) ?? []).filter(({ time }) => time >= from && time < to);
  yield { cards, mended: 0 };
}
