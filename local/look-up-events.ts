/**
 * CloudTrail's LookupEvents over the kept records: one attribute, one Region, 90 days, 50 per page, newest first,
 * two requests a second.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
import type { Clock } from '../lib/kernel/clock.ts';
import { type JsonObject, listAt, numberAt, parseJson, textAt } from '../lib/kernel/json.ts';
import { indexRecord, type IndexedRecord } from './index-record.ts';

export class LookupRefused extends Error {
  readonly code: string;

  constructor(code: string, words: string) {
    super(words);
    this.code = code;
  }
}

export type LookUpEvents = (request: JsonObject, region: string) => JsonObject;

/** What the fault suite can make CloudTrail say; the requests after these are answered again. */
export const LOOKUP_REFUSALS = ['ThrottlingException', 'InvalidNextTokenException'] as const;
export type LookupRefusal = (typeof LOOKUP_REFUSALS)[number];

export interface TrailLookups {
  readonly lookUp: LookUpEvents;
  /** Refuses so many of the next requests; those for a token only when they bring one. */
  readonly refuseNext: (code: LookupRefusal, times: number) => void;
}

const DAYS_KEPT = 90;
const PAGE = 50;
const REQUESTS_PER_SECOND = 2;

export function trailLookups(records: () => readonly JsonObject[], clock: Clock): TrailLookups {
  const refusals = new Map<LookupRefusal, number>();
  const lookUp = lookUpEvents(records, clock);
  const refuse = (code: LookupRefusal, words: string): void => {
    const left = refusals.get(code) ?? 0;
    if (left <= 0) return;
    refusals.set(code, left - 1);
    throw new LookupRefused(code, words);
  };
  return {
    lookUp: (request, region) => {
      refuse('ThrottlingException', 'Rate exceeded');
      if (textAt(request, 'NextToken') !== undefined) refuse('InvalidNextTokenException', 'Invalid token.');
      return lookUp(request, region);
    },
    refuseNext: (code, times) => {
      refusals.set(code, times);
    },
  };
}

export function lookUpEvents(records: () => readonly JsonObject[], clock: Clock): LookUpEvents {
  const admit = throttle(clock);
  const indexed: IndexedRecord[] = [];
  return (request, region) => {
    admit(region);
    const query = decodeQuery(request);
    const now = clock.now().getTime() / 1000;
    // Records are only ever added, so each is indexed once.
    indexed.push(...records().slice(indexed.length).map(indexRecord));
    const found = indexed
      .filter((each) => each.region === region && each.time > now - DAYS_KEPT * 86_400)
      .filter((each) => each.time >= query.from && each.time <= query.to && query.matches(each))
      .reverse()
      .sort((one, other) => other.time - one.time);
    const page = found.slice(query.offset, query.offset + query.size);
    const end = query.offset + page.length;
    return {
      Events: page.map(presentEvent),
      ...(end < found.length ? { NextToken: encodeToken(query.key, end) } : {}),
    };
  };
}

/** Per Region: the limit is shared by everybody in the account, the console included. */
function throttle(clock: Clock): (region: string) => void {
  const recent = new Map<string, readonly number[]>();
  return (region) => {
    const now = clock.now().getTime();
    const within = (recent.get(region) ?? []).filter((time) => time > now - 1000);
    if (within.length >= REQUESTS_PER_SECOND) throw new LookupRefused('ThrottlingException', 'Rate exceeded');
    recent.set(region, [...within, now]);
  };
}

interface Query {
  /** The query without its token: a token belongs to one query. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly size: number;
  readonly offset: number;
  matches(record: IndexedRecord): boolean;
}

function decodeQuery(request: JsonObject): Query {
  const attributes = listAt(request, 'LookupAttributes');
  if (attributes.length > 1) {
    throw new LookupRefused('InvalidLookupAttributesException', 'You can specify only one lookup attribute.');
  }
  const from = numberAt(request, 'StartTime') ?? 0;
  const to = numberAt(request, 'EndTime') ?? Number.MAX_SAFE_INTEGER;
  if (from > to)
    throw new LookupRefused('InvalidTimeRangeException', 'The start time is after the end time.');
  const size = numberAt(request, 'MaxResults') ?? PAGE;
  if (size < 1 || size > PAGE)
    throw new LookupRefused('InvalidMaxResultsException', 'MaxResults must be 1 to 50.');
  const key = JSON.stringify([attributes, from, to]);
  const attribute = attributes[0];
  const name = textAt(attribute, 'AttributeKey');
  const wanted = textAt(attribute, 'AttributeValue');
  return {
    key,
    from,
    to,
    size,
    offset: decodeToken(textAt(request, 'NextToken'), key),
    matches: (record) => name === undefined || record.attribute(name).includes(wanted ?? ''),
  };
}

const encodeToken = (key: string, offset: number): string =>
  Buffer.from(JSON.stringify({ key, offset })).toString('base64url');

function decodeToken(token: string | undefined, key: string): number {
  if (token === undefined) return 0;
  const decoded = parseJson(Buffer.from(token, 'base64url').toString('utf8'));
  const offset = numberAt(decoded, 'offset');
  if (offset === undefined || textAt(decoded, 'key') !== key) {
    throw new LookupRefused('InvalidNextTokenException', 'The token does not belong to this request.');
  }
  return offset;
}

function presentEvent(each: IndexedRecord): JsonObject {
  const one = (name: string): string | undefined => each.attribute(name)[0];
  return {
    EventId: one('EventId'),
    EventName: one('EventName'),
    ReadOnly: one('ReadOnly'),
    AccessKeyId: one('AccessKeyId'),
    EventTime: each.time,
    EventSource: one('EventSource'),
    Username: one('Username'),
    Resources: each.resources,
    CloudTrailEvent: JSON.stringify(each.record),
  };
}
