/**
 * A window counted by the sweep's counters, and what they cannot hold by the cards: the hours since the last run, those in
 * which something changed since, and the parts of hours at both ends.
 */
import type { Counter } from '../history/counters.ts';
import { tallyCards, tallyHours } from '../history/tally.ts';
import { firstHourFrom, unitOf } from '../history/chart-of.ts';
import type { CountedFrom } from '../history/counts.ts';
import { beginOfHour, endOfHour, hourAfter, hourOf, SETTLE_SECONDS } from '../history/hours.ts';
import { viewFor } from '../history/month-views.ts';
import { MOST_READ_TO_COUNT, type Question } from '../history/question.ts';
import { isoAfter } from '../kernel/clock.ts';
import { inSlices } from '../kernel/in-slices.ts';
import type { CountEffects } from './count-effects.ts';
import { type CountedPart, type HourRange, partOf, readCounters } from './read-counters.ts';
import { shortestRetentionDays } from './retention-days.ts';
import { withoutHours } from './without-hours.ts';

export interface CountedWindow extends CountedFrom {
  readonly parts: readonly CountedPart[];
  /** More cards would have had to be read than one answer may. */
  readonly atLeast: boolean;
}

type Window = Omit<Question, 'filters'>;

/** For what is noted a moment after it happened. */
const OVERLAP_SECONDS = 60;

/** Everything in the window, with what `filters` needs to be told. `undefined` when the sweep has not counted that far back. */
export const countWindow = async (
  effects: CountEffects,
  { filters, ...window }: Question,
): Promise<CountedWindow | undefined> => {
  const { until, since, viewed } = await effects.counters.progress();
  if (until === undefined || since === undefined || since > window.from) return undefined;
  const tail = later(window.from, earlier(window.to, beginOfHour(hourAfter(hourOf(until), -1))));
  const reading = new Reading(effects, window);
  const [recent, old] = await Promise.all([
    readTail(reading, { ...window, from: tail }),
    beginOld(reading, { ...window, to: tail, filters }, { until, isViewed: viewed !== undefined }),
  ]);
  const parts = [...recent, ...(await old())];
  const now = effects.clock.now();
  return {
    parts,
    atLeast: reading.cut,
    source: 'counters',
    countedUntil: until,
    archived: window.from < isoAfter(now, -shortestRetentionDays(effects.policy) * 86_400),
    read: reading.read,
  };
};

const earlier = (one: string, other: string): string => (one < other ? one : other);
const later = (one: string, other: string): string => (one > other ? one : other);

/** Reads cards until as many were read as one answer may. */
class Reading {
  read = 0;
  cut = false;
  readonly effects: CountEffects;
  readonly #scope: Question['scope'];
  #left = MOST_READ_TO_COUNT;

  constructor(effects: CountEffects, { scope }: Window) {
    this.effects = effects;
    this.#scope = scope;
  }

  /** `share` of them are read at once. */
  async cards({ from, to }: Pick<Question, 'from' | 'to'>, share = 1) {
    const most = Math.floor(this.#left / share);
    if (most < 1) return { cards: [], next: to, read: 0 };
    const question = { from, to, filters: {}, ...(this.#scope === undefined ? {} : { scope: this.#scope }) };
    const page = await this.effects.cards.read(question, most);
    this.#left -= page.read;
    this.read += page.read;
    return page;
  }
}

/** Newest first: when there are too many, the counters that are there stand for the hours that were not reached. */
const readTail = async (reading: Reading, window: Window): Promise<readonly CountedPart[]> => {
  if (window.from >= window.to) return [];
  const { cards, next } = await reading.cards(window);
  const live = tallyHours(cards);
  if (next === undefined) return live;
  reading.cut = true;
  const reached = cards.at(-1)?.time ?? window.to;
  const counted = await hoursOf(reading, firstHourFrom(window.from), hourAfter(hourOf(reached)));
  const known = new Set(counted.map(({ bucket }) => bucket));
  return [...live.filter(({ bucket }) => !known.has(bucket)), ...counted.map(partOf)];
};

const hoursOf = async (reading: Reading, from: string, to: string): Promise<readonly Counter[]> => {
  const counted = await reading.effects.counters.hours(from, to);
  reading.read += counted.length;
  return counted;
};

const HOURS_AT_A_TIME = 4;

/** Of older ones the next run tells, within minutes: somebody may have reviewed a month at once. */
const MOST_HOURS_ANEW = 48;

/** The counters of it, and then, when it is known how many cards may still be read, what they cannot hold. */
const beginOld = async (
  reading: Reading,
  { filters, ...window }: Question,
  { until, isViewed }: { readonly until: string; readonly isViewed: boolean },
): Promise<() => Promise<readonly CountedPart[]>> => {
  if (window.from >= window.to) return () => Promise.resolve([]);
  const { counters, clock } = reading.effects;
  const range = {
    unit: unitOf(window),
    view: isViewed ? viewFor(filters, window.scope) : undefined,
    first: firstHourFrom(window.from),
    end: hourOf(window.to),
  };
  const noted = {
    from: isoAfter(new Date(until), -OVERLAP_SECONDS),
    // Nothing is noted later than now, but by clocks that differ.
    to: isoAfter(clock.now(), SETTLE_SECONDS),
  };
  const [counted, changed] = await Promise.all([
    readCounters(counters, { ...range, apart: new Set() }),
    counters.changedHours(noted),
  ]);
  reading.read += counted.length;
  return async () => {
    const hours = changed.filter((hour) => hour >= range.first && hour < range.end).slice(-MOST_HOURS_ANEW);
    // Later than the counters that hold them, or nobody could tell which of both is older.
    const [live, before] = await Promise.all([
      readAnew(reading, [...edgesOf(window), ...hours.map(hourAnew)]),
      counters.ofHours(range.unit === 'hour' ? [] : hours),
    ]);
    reading.read += before.length;
    const anew = new Set(live.filter(({ isWhole }) => isWhole).map(({ from }) => hourOf(from)));
    return [
      ...live.map(({ from, cards }) => ({ bucket: hourOf(from), tally: tallyCards(cards) })),
      ...(withoutHours({ counted, hours: anew, before }) ?? (await readApart(reading, range, anew))),
    ];
  };
};

/** While the sweep counts, an hour may be newer than its day: then the hours of such days are read. */
const readApart = async (
  reading: Reading,
  range: Omit<HourRange, 'apart'>,
  anew: ReadonlySet<string>,
): Promise<readonly CountedPart[]> => {
  const counted = await readCounters(reading.effects.counters, { ...range, apart: anew });
  reading.read += counted.length;
  return counted.filter(({ bucket }) => !anew.has(bucket)).map(partOf);
};

interface Piece {
  readonly from: string;
  readonly to: string;
  /** A whole hour, of which there is a counter as well. */
  readonly isWhole: boolean;
}

const hourAnew = (hour: string): Piece => ({ from: beginOfHour(hour), to: endOfHour(hour), isWhole: true });

/** An hour that is too full stays as the sweep counted it. */
const readAnew = async (reading: Reading, pieces: readonly Piece[]) => {
  const read = await inSlices(pieces, HOURS_AT_A_TIME, async (piece) => ({
    ...piece,
    ...(await reading.cards(piece, HOURS_AT_A_TIME)),
  }));
  reading.cut ||= read.some(({ next }) => next !== undefined);
  return read.filter(({ next, isWhole }) => next === undefined || !isWhole);
};

/** Parts of the first and of the last hour. */
const edgesOf = ({ from, to }: Window): readonly Piece[] => {
  if (hourOf(from) === hourOf(to)) return [{ from, to, isWhole: false }];
  const [first, last] = [beginOfHour(firstHourFrom(from)), beginOfHour(hourOf(to))];
  return [
    { from, to: first, isWhole: false },
    { from: last, to, isWhole: false },
  ].filter((edge) => edge.from < edge.to);
};
