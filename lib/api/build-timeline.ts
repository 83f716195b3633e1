/** What happened around one access, in the order in which it happened: the call, the record, every attempt to tell. */
import type { Door } from '../access/door.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { NotedEvent } from '../history/history-event.ts';
import type { TimelineEntry, Tone } from './contract.ts';
import { sentenceOf, sentenceStart } from '../notification/door-words.ts';
import { correctionEntries } from './describe-correction.ts';
import { sayMoreTimes } from './describe-repeats.ts';
import type { Around, KeptAccess } from './kept-access.ts';
import { sayLateness } from './project-summary.ts';
import { expectedEntries, reviewEntries } from './review-entries.ts';
import { sayDuration, secondsBetween } from './say-duration.ts';
import { showText } from './show-text.ts';
import { tellingEntries } from './telling-entries.ts';

/** Longer than this between the call and its record is worth a look. */
const SLOW_SECONDS = 15 * 60;

const sayHappened = ({ access, door }: AccessRow): string => {
  if (door !== undefined) return sentenceStart(showText(door.explanation));
  if (access === undefined) return 'A record arrived that could not be read';
  return access.outcome === 'denied' ? 'AWS refused the attempt' : 'The role was entered';
};

const toneOfAccess = ({ access }: AccessRow): Tone =>
  access === undefined || access.outcome === 'denied' ? 'bad' : 'plain';

const DOOR_TONE: Readonly<Record<Door['weight'], Tone>> = {
  urgent: 'bad',
  normal: 'warning',
  recorded: 'plain',
};

const happened = (row: AccessRow): TimelineEntry => ({
  time: row.time,
  tone: row.door === undefined ? toneOfAccess(row) : DOOR_TONE[row.door.weight],
  words: sayHappened(row),
});

/** The record that was written first came as a correction: the one it corrects never arrived here. */
const isOnlyCorrection = ({ access, door, corrections = [] }: AccessRow): boolean =>
  (access ?? door)?.correction !== undefined && corrections.length === 0;

const recorded = (row: AccessRow): TimelineEntry => {
  const late = sayLateness(row);
  if (late !== undefined) {
    return {
      time: row.recordedAt,
      tone: 'warning',
      words: `Recorded: ${late}`,
      note: 'EventBridge did not bring it; CloudTrail was asked afterwards.',
    };
  }
  const seconds = secondsBetween(row.time, row.recordedAt);
  return {
    time: row.recordedAt,
    tone: seconds > SLOW_SECONDS ? 'warning' : 'plain',
    words: `Recorded ${sayDuration(seconds)} after it happened`,
    ...(isOnlyCorrection(row) ? { note: 'From AWS’s correction: the record itself never came.' } : {}),
  };
};

/** What AWS is asked afterwards (lib/usecases/enrich-steps.ts). */
const LOOKS: readonly string[] = ['GetRole', 'LookupEvents', 'DescribeAccount'];

/** A joined record is known when it was noted, not when it was made: what was told before did not know it. */
const joined = ({ row, events = [] }: KeptAccess): readonly TimelineEntry[] =>
  row.joined.map(({ eventId, time, eventName, note }) => ({
    time: events.find(({ name }) => name === `joined#${eventId}`)?.notedAt ?? time,
    tone: 'plain',
    words: `${LOOKS.includes(eventName) ? 'AWS was asked and' : 'A second record'} tells more (${showText(eventName)})`,
    note: showText(note),
  }));

const sayFirst = ({ row, first }: KeptAccess): string =>
  first === undefined
    ? 'an equal access had rung moments before'
    : `an equal access had rung ${sayDuration(Math.max(0, secondsBetween(first.row.recordedAt, row.recordedAt)))} before`;

/** Kept on purpose, and said so: silence must not look like a failure. */
const recordedOnly = ({ row }: KeptAccess): readonly TimelineEntry[] =>
  row.door?.weight === 'recorded' && row.route.legs.length === 0
    ? [
        {
          time: row.recordedAt,
          tone: 'plain',
          words: 'Recorded, not told',
          note: sentenceOf(showText(row.door.because)),
        },
      ]
    : [];

const grouped = (kept: KeptAccess): readonly TimelineEntry[] =>
  kept.row.groupedWith === undefined
    ? []
    : [{ time: kept.row.recordedAt, tone: 'plain', words: `No notice of its own: ${sayFirst(kept)}` }];

const MOST_ORIGINS = 5;

const sayOrigins = (origins: readonly string[]): string =>
  `from ${origins.map(showText).join(', ')}${origins.length >= MOST_ORIGINS ? ' and perhaps others' : ''}`;

const repeated = ({ row }: KeptAccess, now: Date): readonly TimelineEntry[] => {
  const { repeats, countsRepeatsUntil: until } = row;
  if (repeats !== undefined) {
    const words = `Repeated: ${sayMoreTimes(repeats.count)} by then`;
    const note =
      repeats.origins.length === 0 ? {} : { note: `Equal in all else, ${sayOrigins(repeats.origins)}` };
    return [{ time: repeats.last, tone: 'plain', words, ...note }];
  }
  return until === undefined || Date.parse(until) <= now.getTime()
    ? []
    : [{ time: until, tone: 'plain', words: 'Until then, equal accesses are counted instead of told' }];
};

const archived = (events: readonly NotedEvent[]): readonly TimelineEntry[] =>
  events
    .filter(({ kind }) => kind === 'archived')
    .map(({ at }) => ({ time: at, tone: 'plain', words: 'Copied to the archive, to be deleted here' }));

const ends = ({ access }: AccessRow): readonly TimelineEntry[] =>
  access?.session.expires === undefined
    ? []
    : [{ time: access.session.expires, tone: 'plain', words: 'The session ends' }];

/** All entries, oldest first; entries of one moment stay in the order of cause and effect. */
export const buildTimeline = (kept: KeptAccess, { policy, now }: Around): readonly TimelineEntry[] =>
  [
    happened(kept.row),
    ...joined(kept),
    recorded(kept.row),
    ...recordedOnly(kept),
    ...expectedEntries(kept.row),
    ...grouped(kept),
    ...tellingEntries(kept),
    ...reviewEntries(kept.events ?? []),
    ...correctionEntries(kept, policy),
    ...repeated(kept, now),
    ...archived(kept.events ?? []),
    ...ends(kept.row),
  ].toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
