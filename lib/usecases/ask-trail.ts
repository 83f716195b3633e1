/** One question to CloudTrail, asked from where the last run ended; what it answers is recorded oldest first. */
import { wrapRecord } from '../access/wrap-record.ts';
import type { SweepMarks, Trail, TrailQuestion } from '../history/trail.ts';
import { isoAfter, parseIso } from '../kernel/clock.ts';
import { isObject, parseJson, textAt } from '../kernel/json.ts';
import { type RecordEffects, recordEvent } from './record-event.ts';
import { type TrailPlace, type TrailSubject, writeTrailPlace } from './trail-place.ts';

interface AskingEffects extends RecordEffects {
  readonly trail: Trail;
  readonly marks: SweepMarks;
  readonly remainingMs: () => number;
}

export interface AskedTrail {
  readonly records: number;
  readonly missed: number;
  /** Records that could not be recorded. */
  readonly failed: number;
  /** `cut-short`: the time was too short; `broken-off`: CloudTrail or the table did not answer. The next run goes on. */
  readonly end: 'reached' | 'cut-short' | 'broken-off';
  readonly cause?: unknown;
}

interface Asking {
  readonly subject: TrailSubject;
  readonly place: TrailPlace;
  readonly now: Date;
}

/** Records reach LookupEvents late and out of order: look back further than the last look. */
const OVERLAP_SECONDS = 2 * 3600;
/** Of a question that was never asked: longer than a deploy takes, and not so long that old entries ring as new ones. */
const FIRST_LOOK_SECONDS = 3600;
/** Held in memory to be turned round: forty pages, half a minute of asking. */
const AT_ONCE = 2_000;
/** Reading and recording so many takes less. */
export const TIME_FOR_ONE_MS = 75_000;

interface Part {
  readonly from: string;
  readonly to: string;
  /** The place once the part was read to its beginning. */
  readonly then: string;
}

/** What was read before it broke off is kept and not asked for again. */
export const askTrail = async (effects: AskingEffects, asking: Asking): Promise<AskedTrail> => {
  const total = { records: 0, missed: 0, failed: 0 };
  try {
    for (const part of partsOf(asking)) {
      for await (const chunk of inChunks(effects.trail.lookUp({ ...asking.subject, ...spanOf(part) }))) {
        const counted = await recordOldestFirst(effects, asking.subject, chunk.texts);
        total.records += chunk.texts.length;
        total.missed += counted.missed;
        total.failed += counted.failed;
        // One that could not be recorded must be asked for again: the place stays where it was.
        if (total.failed === 0) await notePlace(effects.marks, asking.subject, { part, chunk });
        if (!chunk.last && effects.remainingMs() < TIME_FOR_ONE_MS) return { ...total, end: 'cut-short' };
      }
    }
    return { ...total, end: 'reached' };
  } catch (cause) {
    return { ...total, end: 'broken-off', cause };
  }
};

/** The gap that an earlier run left comes first. */
const partsOf = ({ place: { until, read }, now }: Asking): readonly Part[] => {
  const upToNow = (from: string): Part => ({ from, to: now.toISOString(), then: now.toISOString() });
  if (until === undefined) return [upToNow(isoAfter(now, -FIRST_LOOK_SECONDS))];
  if (read === undefined) return [upToNow(before(until))];
  return [{ from: before(until), to: read.downTo, then: read.upTo }, upToNow(before(read.upTo))];
};

const before = (iso: string): string => isoAfter(parseIso(iso) ?? new Date(0), -OVERLAP_SECONDS);

const spanOf = ({ from, to }: Part): Pick<TrailQuestion, 'from' | 'to'> => ({ from, to });

interface Chunk {
  /** Newest first. */
  readonly texts: readonly string[];
  readonly last: boolean;
}

/** Each record once per chunk; the last chunk may be empty. */
async function* inChunks(texts: AsyncIterable<string>): AsyncIterable<Chunk> {
  let chunk = new Set<string>();
  for await (const text of texts) {
    chunk.add(text);
    if (chunk.size < AT_ONCE) continue;
    yield { texts: [...chunk], last: false };
    chunk = new Set();
  }
  yield { texts: [...chunk], last: true };
}

const notePlace = async (
  marks: SweepMarks,
  subject: TrailSubject,
  { part, chunk }: { readonly part: Part; readonly chunk: Chunk },
): Promise<void> => {
  if (chunk.last) return writeTrailPlace(marks, subject, { until: part.then });
  const downTo = timeOf(chunk.texts.at(-1) ?? '');
  if (downTo === undefined) return;
  // The next run looks back by the overlap from here, which leads to where this one began.
  const until = isoAfter(parseIso(part.from) ?? new Date(0), OVERLAP_SECONDS);
  await writeTrailPlace(marks, subject, { until, read: { downTo, upTo: part.then } });
};

const timeOf = (recordText: string): string | undefined =>
  parseIso(textAt(parseJson(recordText), 'eventTime') ?? '')?.toISOString();

const recordOldestFirst = async (
  effects: AskingEffects,
  { region }: TrailSubject,
  newestFirst: readonly string[],
): Promise<{ readonly missed: number; readonly failed: number }> => {
  const counted = { missed: 0, failed: 0 };
  for (const text of newestFirst.toReversed()) {
    try {
      if ((await recordEvent(effects, envelopeOf(text), 'sweep')) === 'recorded') counted.missed += 1;
    } catch (cause) {
      // One that cannot be recorded must not keep back those after it.
      counted.failed += 1;
      effects.logger.error('reconcile-record-failed', { region }, cause);
    }
  }
  return counted;
};

const envelopeOf = (recordText: string): string => {
  const record = parseJson(recordText);
  return isObject(record) ? JSON.stringify(wrapRecord(record)) : recordText;
};
