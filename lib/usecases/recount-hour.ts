/** One hour counted from its cards, and a day from its hours. */
import type { Card } from '../history/card.ts';
import type { CellKey, Counter, Counters } from '../history/counters.ts';
import { beginOfHour, endOfHour, hourAfter } from '../history/hours.ts';
import type { CardIndex } from '../history/question.ts';
import { sumTallies, type Tally, tallyCards } from '../history/tally.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';
import type { Policy } from '../policy/policy.ts';
import { retentionDaysOf } from './retention-days.ts';

export interface RecountEffects {
  readonly cards: Pick<CardIndex, 'read'>;
  readonly counters: Pick<Counters, 'hours' | 'write'>;
  readonly policy: Pick<Policy, 'accounts'>;
  readonly clock: Clock;
}

/** More than AWS lets anybody do; a card is some hundred bytes. */
const MOST_IN_AN_HOUR = 200_000;

/** The day of a moment or an hour. */
export const dayOf = (iso: string): string => iso.slice(0, 10);

/** `before`: what was counted of it last. */
export const recountHour = async (
  effects: RecountEffects,
  hour: string,
  before: Counter | undefined,
): Promise<void> => {
  const countedAt = effects.clock.now().toISOString();
  const question = { from: beginOfHour(hour), to: endOfHour(hour), filters: {} };
  const { cards, next } = await effects.cards.read(question, MOST_IN_AN_HOUR);
  if (next !== undefined) throw new Error(`the hour ${hour} holds more than can be counted`);
  const tally = before === undefined ? tallyCards(cards) : tallyLive(effects, hour, cards);
  await writeHour(effects, { hour, countedAt, before, tally });
};

interface CountedHour {
  readonly hour: string;
  /** ISO 8601: before the first card was read. */
  readonly countedAt: string;
  readonly before: Counter | undefined;
  /** Of what stays in the table for now (`isLive`), or of everything in it when nothing was counted before. */
  readonly tally: Tally;
}

/**
 * Accesses whose retention is over leave the table, those of one account sooner than those of another: of such accounts
 * stays what was counted last, and the others are counted on.
 */
export const writeHour = async (
  effects: RecountEffects,
  { hour, countedAt, before, tally }: CountedHour,
): Promise<void> => {
  const isFrozen = ({ accountId }: CellKey): boolean => !isLive(effects, hour, accountId);
  const frozen: Tally = {
    cells: before?.cells.filter(isFrozen) ?? [],
    top: before?.top.filter(({ cell }) => isFrozen(cell)) ?? [],
    topCut: before?.topCut ?? [],
  };
  const counted = frozen.cells.length === 0 ? tally : sumTallies([frozen, tally]);
  // Nothing is what an hour without a counter says as well.
  if (counted.cells.length === 0 && before === undefined) return;
  await effects.counters.write({ bucket: hour, countedAt, ...counted });
};

const tallyLive = (effects: RecountEffects, hour: string, cards: readonly Card[]): Tally => {
  const live = new Map<string, boolean>();
  const isKept = ({ accountId }: Card): boolean => {
    const known = live.get(accountId) ?? isLive(effects, hour, accountId);
    live.set(accountId, known);
    return known;
  };
  return tallyCards(cards.filter(isKept));
};

/** Whether none of the hour's accesses of an account can have gone to the archive. */
export const isLive = ({ policy, clock }: RecountEffects, hour: string, accountId: string): boolean =>
  beginOfHour(hour) >= isoAfter(clock.now(), -retentionDaysOf(policy, accountId) * 86_400);

export const recountDays = async (effects: RecountEffects, days: readonly string[]): Promise<void> => {
  for (const day of days) {
    const countedAt = effects.clock.now().toISOString();
    const hours = await effects.counters.hours(`${day}T00`, hourAfter(`${day}T23`));
    if (hours.length > 0) await effects.counters.write({ bucket: day, countedAt, ...sumTallies(hours) });
  }
};
