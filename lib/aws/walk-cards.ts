/** Walks through the cards of a question, newest first, and stops after a number of reads that is known beforehand. */
import type { Question } from '../history/question.ts';
import { parseIso } from '../kernel/clock.ts';
import { monthOf } from '../history/months.ts';
import { CardStream, type MetCard } from './card-stream.ts';
import { chooseDrivers, type Driver } from './choose-driver.ts';
import { monthsBack } from './months-back.ts';
import type { Table } from './table.ts';

export interface Walk extends Question {
  /** Position: only older ones are met. */
  readonly before?: string;
  /** Cards to read at most. */
  readonly most: number;
  /** Cards to ask for at first, of each value. */
  readonly first: number;
}

export interface Walked {
  /** Items that were read. */
  readonly read: number;
  /** Position to go on before; absent when the window holds no more, or when `visit` ended it. */
  readonly next?: string;
}

/** Queries that are on their way at the same time. */
const MOST_AT_ONCE = 24;

/** Of a window without end, so many months are looked at. */
const MOST_MONTHS = 240;

/** `visit` answers true to go no further. */
export const walkCards = async (
  table: Table,
  walk: Walk,
  visit: (met: MetCard) => boolean,
): Promise<Walked> => {
  const drivers = chooseDrivers(walk);
  const from = momentOf(walk.from);
  const before = endOf(walk);
  const reading: Reading = { left: walk.most, visit, at: before };
  if (drivers.length === 0 || before <= from) return { read: 0 };
  let months = 1;
  let walked = 0;
  let month: string | undefined = monthOf(before);
  while (month !== undefined) {
    if (walked >= MOST_MONTHS || reading.left < 2 * drivers.length) return cutAt(reading, walk);
    const atOnce = Math.min(MOST_AT_ONCE, Math.floor(reading.left / 2)) / drivers.length;
    const some = monthsBack(month, monthOf(from), Math.max(1, Math.floor(Math.min(months, atOnce))));
    const parts = some.map((each) => streamsOf(table, { walk, drivers, month: each, from, before }));
    const found = await firstFill(parts, reading);
    for (const [index, streams] of parts.entries()) {
      const ended = await merge(streams, reading);
      if (ended === 'over') return { read: walk.most - reading.left };
      if (ended === 'cut') return cutAt(reading, walk);
      reading.at = `${some[index] ?? ''}-01T00:00:00.000Z`;
    }
    walked += some.length;
    months = found === 0 ? months * 2 : 1;
    month = monthsBack(some.at(-1) ?? '', monthOf(from), 2)[1];
  }
  return { read: walk.most - reading.left };
};

interface Reading {
  /** Cards that may still be read. */
  left: number;
  /** Position of the last card that was met, or the end of what was looked at. */
  at: string;
  readonly visit: (met: MetCard) => boolean;
}

const cutAt = ({ left, at }: Reading, { most }: Walk): Walked => ({ read: most - left, next: at });

/** With milliseconds, as cards have them. */
const momentOf = (iso: string): string => parseIso(iso)?.toISOString() ?? iso;

const endOf = ({ to, before }: Walk): string => {
  const end = momentOf(to);
  return before !== undefined && /^\d{4}-\d{2}-/.test(before) && before < end ? before : end;
};

interface Part {
  readonly walk: Walk;
  readonly drivers: readonly Driver[];
  readonly month: string;
  readonly from: string;
  readonly before: string;
}

const streamsOf = (table: Table, { walk, drivers, month, from, before }: Part): readonly CardStream[] =>
  drivers.map((driver) => new CardStream(table, { ...driver, month, from, before }, walk.first));

/** Answers how many items that were. */
const fill = async (streams: readonly CardStream[], reading: Reading): Promise<number> => {
  const most = Math.floor(reading.left / streams.length);
  const read = (await Promise.all(streams.map((stream) => stream.fill(most)))).reduce((sum, n) => sum + n, 0);
  reading.left -= read;
  return read;
};

const firstFill = (parts: readonly (readonly CardStream[])[], reading: Reading): Promise<number> =>
  fill(parts.flat(), reading);

/** `empty`: everything was met; `cut`: no more may be read; `over`: `visit` wants no more. */
type Ended = 'empty' | 'cut' | 'over';

const merge = async (streams: readonly CardStream[], reading: Reading): Promise<Ended> => {
  for (;;) {
    const empty = streams.filter((stream) => stream.isEmpty);
    if (empty.length > reading.left) return 'cut';
    if (empty.length > 0) {
      await fill(empty, reading);
      continue;
    }
    const newest = newestOf(streams);
    if (newest === undefined) return 'empty';
    // One card may lie in several streams: of its account, its owner and its client.
    for (const stream of streams) if (stream.head?.position === newest.position) stream.take();
    reading.at = newest.position;
    if (reading.visit(newest)) return 'over';
  }
};

const newestOf = (streams: readonly CardStream[]): MetCard | undefined => {
  let newest: MetCard | undefined;
  for (const { head } of streams) {
    if (head !== undefined && (newest === undefined || head.position > newest.position)) newest = head;
  }
  return newest;
};
