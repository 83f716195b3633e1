/** What happened around one access, in the order in which it happened: the call, the record, every attempt to tell. */
import type { Delivery } from '../delivery/delivery.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { TimelineEntry } from './contract.ts';
import { describeAttempt } from './describe-attempt.ts';
import { sayLateness } from './project-summary.ts';
import { sayDuration, secondsBetween } from './say-duration.ts';
import { showText } from './show-text.ts';

const sayHappened = ({ access }: AccessRow): string => {
  if (access === undefined) return 'A record arrived that could not be read';
  return access.outcome === 'denied' ? 'AWS refused the attempt' : 'The role was entered';
};

const happened = (row: AccessRow): TimelineEntry => ({
  time: row.time,
  tone: row.access?.outcome === 'denied' || row.access === undefined ? 'bad' : 'plain',
  words: sayHappened(row),
});

const recorded = (row: AccessRow): TimelineEntry => {
  const late = sayLateness(row);
  if (late !== undefined) {
    return {
      time: row.recordedAt,
      tone: 'waiting',
      words: `Recorded: ${late}`,
      note: 'EventBridge did not bring it; CloudTrail was asked afterwards.',
    };
  }
  const seconds = secondsBetween(row.time, row.recordedAt);
  return { time: row.recordedAt, tone: 'plain', words: `Recorded ${sayDuration(seconds)} after it happened` };
};

const joined = (row: AccessRow): readonly TimelineEntry[] =>
  row.joined.map(({ time, eventName, note }) => ({
    time,
    tone: 'plain',
    words: `A second record tells more (${showText(eventName)})`,
    note: showText(note),
  }));

const attempts = (delivery: Delivery): readonly TimelineEntry[] =>
  delivery.attempts.map((attempt) => {
    const { words, detail, tone } = describeAttempt(delivery.channel, attempt);
    const which = attempt.number === 1 ? '' : ` at attempt ${attempt.number}`;
    const about = `${delivery.destinationId}: ${delivery.why}`;
    return {
      time: attempt.endedAt ?? attempt.startedAt,
      tone,
      words: `${words}${which}`,
      note: showText(detail === undefined ? about : `${about}. ${detail}`),
    };
  });

const nextTry = (delivery: Delivery): readonly TimelineEntry[] =>
  delivery.state === 'pending'
    ? [{ time: delivery.dueAt, tone: 'waiting', words: `Next try for ${showText(delivery.destinationId)}` }]
    : [];

const grouped = (row: AccessRow): readonly TimelineEntry[] =>
  row.groupedWith === undefined
    ? []
    : [
        {
          time: row.recordedAt,
          tone: 'plain',
          words: 'No notice of its own: an equal access rang moments before',
        },
      ];

const ends = ({ access }: AccessRow): readonly TimelineEntry[] =>
  access?.session.expires === undefined
    ? []
    : [{ time: access.session.expires, tone: 'plain', words: 'The session ends' }];

/** All entries, oldest first; entries of one moment stay in the order of cause and effect. */
export const buildTimeline = (row: AccessRow, deliveries: readonly Delivery[]): readonly TimelineEntry[] =>
  [
    happened(row),
    ...joined(row),
    recorded(row),
    ...grouped(row),
    ...deliveries.flatMap(attempts),
    ...deliveries.flatMap(nextTry),
    ...ends(row),
  ].toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
