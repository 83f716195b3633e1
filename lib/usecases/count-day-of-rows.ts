/** A day counted from its rows, while their cards are mended: what is read here needs no index to be right. */
import { HourlyCounting, NOTHING } from '../history/tally.ts';
import { beginOfHour, endOfHour, hourAfter, hourOf } from '../history/hours.ts';
import type { MendedCards } from '../history/mended-cards.ts';
import { hasStaleSums, type SumEffects } from './has-stale-sums.ts';
import {
  type IsLive,
  liveAt,
  type RecountEffects,
  recountDays,
  recountMonths,
  writeHour,
} from './recount-hour.ts';

export interface RowCountEffects extends RecountEffects {
  readonly rows: Pick<MendedCards, 'ofRows'>;
  readonly counters: RecountEffects['counters'] & SumEffects['counters'];
}

/** Answers how many cards were mended. Where it counts what was counted before, it writes nothing. */
export const countDayOfRows = async (
  effects: RowCountEffects,
  day: string,
): Promise<{ readonly mended: number }> => {
  const countedAt = effects.clock.now().toISOString();
  const before = await effects.counters.hours(`${day}T00`, hourAfter(`${day}T23`));
  const known = new Set(before.map(({ bucket }) => bucket));
  const live = new Map<string, IsLive>();
  const isLive = (hour: string): IsLive => {
    const ofHour = live.get(hour) ?? liveAt(effects, hour, countedAt);
    live.set(hour, ofHour);
    return ofHour;
  };
  const counting = new HourlyCounting();
  let mended = 0;
  const between = { from: beginOfHour(`${day}T00`), to: endOfHour(`${day}T23`) };
  for await (const page of effects.rows.ofRows(between)) {
    mended += page.mended;
    for (const card of page.cards) {
      const hour = hourOf(card.time);
      if (!known.has(hour) || isLive(hour)(card.accountId)) counting.add(card);
    }
  }
  const tallies = new Map(counting.tallies().map(({ bucket, tally }) => [bucket, tally]));
  const hours = [...new Set([...known, ...tallies.keys()])].sort();
  let isOther = false;
  for (const hour of hours) {
    const written = await writeHour(effects, {
      hour,
      countedAt,
      before: before.find(({ bucket }) => bucket === hour),
      tally: tallies.get(hour) ?? NOTHING,
      onlyIfOther: true,
    });
    isOther ||= written;
  }
  if (isOther || (await hasStaleSums(effects, day, before))) {
    await recountDays(effects, [day]);
    await recountMonths(effects, [day]);
  }
  return { mended };
};
