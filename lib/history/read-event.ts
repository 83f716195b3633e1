/** A look at the history as an event of it: the same look within a quarter of an hour has the same name. */
import { createHash } from 'node:crypto';
import { at, compact, numberAt, textAt } from '../kernel/json.ts';
import type { HistoryEvent } from './history-event.ts';
import { type NotedRead, READ_KINDS, type ReadsPage } from './reads.ts';

/** Takes the place of an access id: the looks of a day, `2026-11-22` or any ISO 8601 text that begins with it. */
export const readsOfDay = (day: string): string => `reads-${day.slice(0, 10)}`;

export const READ_PREFIX = 'read#';

const QUARTER_MINUTES = 15;

/** `2026-11-22T14:15`: names sort as they follow each other. */
export const quarterOf = (iso: string): string => {
  const minute = Math.floor(Number(iso.slice(14, 16)) / QUARTER_MINUTES) * QUARTER_MINUTES;
  return `${iso.slice(0, 14)}${String(minute).padStart(2, '0')}`;
};

const hashOf = ({ by, kind, what }: NotedRead): string =>
  createHash('sha256')
    .update(JSON.stringify([by.subject, kind, what]))
    .digest('hex')
    .slice(0, 32);

export const readEventOf = (read: NotedRead): HistoryEvent => ({
  schemaVersion: 1,
  accessId: readsOfDay(read.at),
  name: `${READ_PREFIX}${quarterOf(read.at)}#${hashOf(read)}`,
  kind: 'read',
  at: read.at,
  body: compact({ by: read.by, kind: read.kind, what: read.what, rows: read.rows }),
});

/** Our own writing, of whatever version; `undefined` for what is no look. */
export const readOfEvent = ({ kind: eventKind, at: moment, body }: HistoryEvent): NotedRead | undefined => {
  const kind = READ_KINDS.find((one) => one === at(body, 'kind'));
  const [subject, name] = [textAt(body, 'by', 'subject'), textAt(body, 'by', 'name')];
  if (eventKind !== 'read' || kind === undefined || subject === undefined || name === undefined)
    return undefined;
  const what = textAt(body, 'what') ?? '';
  return { at: moment, by: { subject, name }, kind, what, ...compact({ rows: numberAt(body, 'rows') }) };
};

/** A page, newest first, of at most `limit` events in the order of their names, latest first: with one more there is more. */
export const readsPageOf = (events: readonly HistoryEvent[], limit: number): ReadsPage => {
  const page = events.slice(0, limit);
  const last = page.at(-1)?.name;
  const reads = page
    .flatMap((event) => readOfEvent(event) ?? [])
    .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return events.length > limit && last !== undefined ? { reads, next: last } : { reads };
};
