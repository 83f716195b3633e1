/**
 * Makes an old event new: its ids, its times, the time its session ends, and, where nobody listens, the Region that recorded
 * it. Everything else stays as recorded.
 */
import { readExpiration } from '../lib/access/read-expiration.ts';
import { type Clock, parseIso } from '../lib/kernel/clock.ts';
import { isObject, type JsonObject, textAt } from '../lib/kernel/json.ts';

/** What stays as it was. */
export type Kept = 'nothing' | 'ids' | 'everything';

const ID_FIELDS = ['eventID', 'requestID', 'sharedEventID'];

export interface FreshParts {
  readonly clock: Clock;
  readonly keep: Kept;
  /** Where it is to be recorded; as before when absent. */
  readonly region?: string;
  /** Regions in which somebody listens as well: what was recorded there stays there. */
  readonly covered?: readonly string[];
}

/** Where an event was recorded: a record, or an envelope around one. */
export const recordedIn = (event: JsonObject): string | undefined =>
  textAt(event, 'region') ?? textAt(event, 'detail', 'awsRegion') ?? textAt(event, 'awsRegion');

/** Answers a function for one ring: ids that were equal stay equal, so that two halves of a call stay together. */
export function createFreshener(parts: FreshParts): (event: JsonObject) => JsonObject {
  const { clock, keep, covered = [] } = parts;
  const ids = new Map<string, string>();
  const fresh = (id: string): string => {
    const known = ids.get(id) ?? clock.newId();
    ids.set(id, known);
    return known;
  };
  const freshenRecord = (record: JsonObject, region: string | undefined): JsonObject => {
    const now = clock.now();
    const moved =
      region === undefined || !('awsRegion' in record) ? record : { ...record, awsRegion: region };
    const renewed = keep === 'nothing' ? mapIds(moved, fresh) : moved;
    const recorded = parseIso(textAt(record, 'eventTime') ?? '');
    if (recorded === undefined) return renewed;
    const later = now.getTime() - recorded.getTime();
    return { ...moveExpiration(renewed, later), eventTime: isoSeconds(now) };
  };
  return (event) => {
    if (keep === 'everything') return event;
    const record = event['detail'];
    const region = covered.includes(recordedIn(event) ?? '') ? undefined : parts.region;
    if (!isObject(record)) return 'detail-type' in event ? event : freshenRecord(event, region);
    const moved = region === undefined ? {} : { region };
    return {
      ...event,
      ...moved,
      id: clock.newId(),
      time: isoSeconds(clock.now()),
      detail: freshenRecord(record, region),
    };
  };
}

const isoSeconds = (moment: Date): string => moment.toISOString().replace(/\.\d+Z$/, 'Z');

const mapIds = (record: JsonObject, fresh: (id: string) => string): JsonObject =>
  Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key,
      ID_FIELDS.includes(key) && typeof value === 'string' ? fresh(value) : value,
    ]),
  );

function moveExpiration(record: JsonObject, milliseconds: number): JsonObject {
  const response = record['responseElements'];
  if (!isObject(response)) return record;
  const opened = response['credentialSet'];
  const moved = moveEnd(response, milliseconds);
  // Roles Anywhere answers with a list of sessions.
  const listed = Array.isArray(opened)
    ? { credentialSet: opened.map((one: unknown) => (isObject(one) ? moveEnd(one, milliseconds) : one)) }
    : {};
  return { ...record, responseElements: { ...moved, ...listed } };
}

function moveEnd(session: JsonObject, milliseconds: number): JsonObject {
  const { credentials } = session;
  if (!isObject(credentials)) return session;
  const text = textAt(credentials, 'expiration') ?? '';
  const ends = parseIso(readExpiration(text) ?? '');
  if (ends === undefined) return session;
  const later = new Date(ends.getTime() + milliseconds);
  const expiration = ISO_DAY.test(text) ? isoSeconds(later) : awsTime(later);
  return { ...session, credentials: { ...credentials, expiration } };
}

const ISO_DAY = /^\d{4}-/;

/** As CloudTrail writes it: "Mar 19, 2025, 1:30:20 AM". */
const awsTime = (moment: Date): string =>
  moment
    .toLocaleString('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })
    .replace(/\s+(?=[AP]M$)/u, ' ');
