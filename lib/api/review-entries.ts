/** What people said and did about an access, on its line of time: read from its events, which are our own writing. */
import type { AccessRow } from '../history/access-row.ts';
import type { NotedEvent } from '../history/history-event.ts';
import type { Review, ReviewAction } from '../history/review.ts';
import { at, isObject, textAt } from '../kernel/json.ts';
import type { TimelineEntry, Tone } from './contract.ts';
import { sayReview } from './project-review.ts';
import { showText } from './show-text.ts';

const TONES: Partial<Readonly<Record<ReviewAction, Tone>>> = {
  acknowledge: 'good',
  explain: 'good',
  escalate: 'warning',
};

const reviewIn = ({ body }: NotedEvent): Review | undefined => {
  const review = at(body, 'review');
  return isObject(review) ? (review as unknown as Review) : undefined;
};

/** What was said with this action; the review keeps the latest note of all. */
const noteIn = ({ body }: NotedEvent): Pick<TimelineEntry, 'note'> => {
  const note = textAt(body, 'request', 'note');
  return note === undefined ? {} : { note: showText(note) };
};

const reviewed = (event: NotedEvent): readonly TimelineEntry[] => {
  const review = reviewIn(event);
  if (review === undefined) return [];
  return [
    { time: review.at, tone: TONES[review.action] ?? 'plain', words: sayReview(review), ...noteIn(event) },
  ];
};

const sentAgain = (event: NotedEvent): readonly TimelineEntry[] => {
  const who = textAt(event.body, 'by', 'name');
  const where = textAt(event.body, 'destinationId') ?? textAt(event.body, 'key', 'destinationId');
  return [
    {
      time: event.at,
      tone: 'plain',
      words: `${who === undefined ? 'Somebody' : showText(who)} had it sent again${where === undefined ? '' : ` to ${showText(where)}`}`,
    },
  ];
};

/** Silence must not look like a failure. */
export const expectedEntries = ({ expected, recordedAt }: AccessRow): readonly TimelineEntry[] =>
  expected === undefined
    ? []
    : [
        {
          time: recordedAt,
          tone: 'plain',
          words: 'Expected, not told: an exception had announced it',
          note: showText(expected.reason),
        },
      ];

/** In no particular order. */
export const reviewEntries = (events: readonly NotedEvent[]): readonly TimelineEntry[] =>
  events.flatMap((event) => {
    if (event.kind === 'reviewed') return reviewed(event);
    return event.kind === 'sent-again' ? sentAgain(event) : [];
  });
