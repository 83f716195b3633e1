/** One question to CloudTrail, asked from where the last run ended; what it answers is recorded oldest first. */
import { wrapRecord } from '../access/wrap-record.ts';
import type { SweepMarks, Trail } from '../history/trail.ts';
import { parseIso } from '../kernel/clock.ts';
import { isObject, parseJson, textAt } from '../kernel/json.ts';
import { recordEvent } from './record-event.ts';
import type { RecordEffects } from './record-row.ts';
import { type AskAgain, askAgainAlso, placeAfter, type TrailPart, trailParts } from './trail-parts.ts';
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
  /** Whether a record (parsed JSON) is one of those that were meant; absent when all are. */
  readonly isMeant?: (record: unknown) => boolean;
}

/** Held in memory to be turned round: forty pages, half a minute of asking. */
const AT_ONCE = 2_000;
/** A question that is begun with less is not worth it. */
export const TIME_FOR_ONE_MS = 75_000;
/** The longest that one page takes (CloudTrail throttles, and is asked slower and slower), and something to spare. */
const TIME_FOR_PAGE_MS = 45_000;
/** An entry that is new takes as long; one that is there already a fifth of it. */
const TIME_FOR_RECORD_MS = 40;
/** To write down how far it came, and what was counted. */
const TIME_TO_END_MS = 10_000;

interface Counted {
  records: number;
  missed: number;
  failed: number;
  again?: AskAgain;
  cutShort: boolean;
}

/** What was read before it broke off is recorded, kept and not asked for again. */
export const askTrail = async (effects: AskingEffects, asking: Asking): Promise<AskedTrail> => {
  const total: Counted = { records: 0, missed: 0, failed: 0, cutShort: false };
  const ended = (): Omit<AskedTrail, 'end'> => ({
    records: total.records,
    missed: total.missed,
    failed: total.failed,
  });
  const { region } = asking.subject;
  try {
    const triedAt = effects.clock.now().toISOString();
    // Before it is asked: whatever becomes of it, it has had its turn.
    await writeTrailPlace(effects.marks, asking.subject, { ...asking.place, triedAt });
    for (const part of trailParts(asking.place, asking.now)) {
      for await (const chunk of inChunks(effects, asking.subject, part)) {
        await recordOldestFirst(effects, { texts: meant(asking, chunk), part, region }, total);
        const place = placeOf(part, chunk, total.again);
        if (place !== undefined) {
          await writeTrailPlace(effects.marks, asking.subject, { ...place, triedAt });
        }
        if (total.cutShort || (!chunk.last && effects.remainingMs() < TIME_FOR_ONE_MS)) {
          return { ...ended(), end: 'cut-short' };
        }
      }
    }
    return { ...ended(), end: 'reached' };
  } catch (cause) {
    return { ...ended(), end: 'broken-off', cause };
  }
};

interface Chunk {
  /** Newest first. */
  readonly texts: readonly string[];
  readonly last: boolean;
}

/**
 * Each record once per chunk; the last chunk may be empty. A chunk ends early when there is just time enough to record it.
 * What was read before CloudTrail stopped answering is a chunk too, and then it is said.
 */
async function* inChunks(
  { trail, remainingMs }: AskingEffects,
  subject: TrailSubject,
  { from, to }: TrailPart,
): AsyncIterable<Chunk> {
  let chunk = new Set<string>();
  const isFull = (): boolean =>
    chunk.size >= AT_ONCE || remainingMs() < TIME_FOR_PAGE_MS + chunk.size * TIME_FOR_RECORD_MS;
  try {
    for await (const text of trail.lookUp({ ...subject, from, to })) {
      chunk.add(text);
      if (!isFull()) continue;
      yield { texts: [...chunk], last: false };
      chunk = new Set();
    }
  } catch (cause) {
    if (chunk.size > 0) yield { texts: [...chunk], last: false };
    throw cause;
  }
  yield { texts: [...chunk], last: true };
}

const meant = ({ isMeant }: Asking, { texts }: Chunk): readonly string[] =>
  isMeant === undefined ? texts : texts.filter((text) => isMeant(parseJson(text)));

/** Nothing to note when the chunk does not say how far down it reaches. */
const placeOf = (
  part: TrailPart,
  chunk: Chunk,
  again: AskAgain | undefined,
): Omit<TrailPlace, 'triedAt'> | undefined => {
  const left = again === undefined ? {} : { again };
  if (chunk.last) return placeAfter({ part, ...left });
  const downTo = timeOf(chunk.texts.at(-1) ?? '');
  return downTo === undefined ? undefined : placeAfter({ part, downTo, ...left });
};

const timeOf = (recordText: string): string | undefined =>
  parseIso(textAt(parseJson(recordText), 'eventTime') ?? '')?.toISOString();

interface Recorded extends Pick<Chunk, 'texts'> {
  readonly part: TrailPart;
  readonly region: string;
}

/** Those there is no time for any more are asked for again, like those that cannot be recorded. */
const recordOldestFirst = async (
  effects: AskingEffects,
  { texts, part, region }: Recorded,
  total: Counted,
): Promise<void> => {
  total.records += texts.length;
  for (const text of texts.toReversed()) {
    total.cutShort ||= effects.remainingMs() < TIME_TO_END_MS;
    if (!total.cutShort) {
      try {
        if ((await recordEvent(effects, envelopeOf(text), 'sweep')) === 'recorded') total.missed += 1;
        continue;
      } catch (cause) {
        // One that cannot be recorded must not keep back those after it.
        total.failed += 1;
        effects.logger.error('reconcile-record-failed', { region }, cause);
      }
    }
    total.again = askAgainAlso(total.again, timeOf(text), part);
  }
};

const envelopeOf = (recordText: string): string => {
  const record = parseJson(recordText);
  return isObject(record) ? JSON.stringify(wrapRecord(record)) : recordText;
};
