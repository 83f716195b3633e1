/**
 * One access that several people review while records are joined and corrected, the table forgets answers and refuses, and
 * the sweep repairs: in the end row, card and events say the same, and nobody's word is lost or said twice.
 */
import fc from 'fast-check';
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbReviews } from '../../lib/aws/dynamodb-reviews.ts';
import { hasCurrentCard } from '../../lib/aws/index-attributes.ts';
import { repairCard } from '../../lib/aws/repair-card.ts';
import type { Table } from '../../lib/aws/table.ts';
import { accessKey } from '../../lib/aws/table-keys.ts';
import {
  correctedEventOf,
  joinedEventOf,
  reviewedOf,
  rowSnapshotEvent,
} from '../../lib/history/make-events.ts';
import { playEvents } from '../../lib/history/play-events.ts';
import type { ReviewWords } from '../../lib/history/clean-review.ts';
import { reviewAccesses } from '../../lib/usecases/review-access.ts';
import { accessOf, closeTable, emptyTable, rowOf } from '../history/history-kit.ts';
import { rounds } from '../support/rounds.ts';
import { virtualClock } from '../support/virtual-clock.ts';

afterAll(closeTable);
const ROW = rowOf();
const ID = ROW.accessId;

const WORDS: readonly ReviewWords[] = [
  { action: 'acknowledge', reason: 'test' },
  { action: 'explain', reason: 'planned-work', ticket: 'OPS-1' },
  { action: 'escalate', note: 'why?' },
  { action: 'reopen' },
  { action: 'note', note: 'seen' },
  { action: 'assign', assignee: 'Bob' },
  { action: 'undo' },
];

const anyStep = fc.record({
  kind: fc.constantFrom('review', 'review', 'review', 'join', 'correct', 'repair', 'card'),
  who: fc.constantFrom('jane', 'bob', 'eve'),
  words: fc.nat(WORDS.length - 1),
  /** At which calls of the table it dies. */
  dies: fc.uniqueArray(fc.nat(9), { maxLength: 3 }),
  after: fc.boolean(),
});

const trouble = (table: Table, dies: readonly number[], after: boolean): Table => {
  let count = 0;
  const wrapped =
    <A extends readonly unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      count += 1;
      const isDeath = dies.includes(count);
      if (isDeath && !after) throw new Error('throttled');
      const answer = await call(...given);
      if (isDeath) throw new Error('answer lost');
      return answer;
    };
  return {
    get: wrapped((key) => table.get(key)),
    getEach: wrapped((keys) => table.getEach(keys)),
    put: wrapped((item, condition) => table.put(item, condition)),
    update: wrapped((key, update) => table.update(key, update)),
    remove: wrapped((key, condition) => table.remove(key, condition)),
    query: wrapped((question) => table.query(question)),
  };
};

it('ends where all of them are told, whatever happens in between', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 3, maxLength: 7 }), async (steps) => {
      const { table } = await emptyTable();
      const clock = virtualClock();
      const whole = { events: dynamoDbEvents({ table, clock }), history: dynamoDbHistory(table) };
      await whole.history.record(ROW);
      await whole.events.note([rowSnapshotEvent(ROW)]);
      let answered = 0;
      const act = async ({ kind, who, words, dies, after }: (typeof steps)[number], nth: number) => {
        const broken = trouble(table, dies, after);
        const run = async (on: Table, seen: number) => {
          const [history, events, reviews] = [
            dynamoDbHistory(on),
            dynamoDbEvents({ table: on, clock }),
            dynamoDbReviews({ table: on, clock }),
          ];
          const joined = { eventId: `e${nth}`, eventName: 'E', time: ROW.time, note: 'n' };
          const access = accessOf({ sourceIPAddress: `198.51.100.${nth}` });
          const correction = { eventId: `c${nth}`, at: ROW.recordedAt, reason: 'UPDATED_DATA' };
          if (kind === 'join') {
            await events.note([joinedEventOf(ID, undefined, joined)]);
            await history.join(ID, undefined, joined);
          } else if (kind === 'correct') {
            await events.note([correctedEventOf(ID, { access }, correction)]);
            await history.correct(ID, { access }, correction);
          } else if (kind === 'repair') await reviews.repair(ID);
          else if (kind === 'card') await repairCard(on, ID);
          else {
            const effects = { find: (id: string) => history.find(id), reviews, clock };
            const by = { subject: who, name: who };
            const said = await reviewAccesses(effects, by, {
              ...(WORDS[words] ?? { action: 'reopen' }),
              accesses: [{ accessId: ID, seen }],
            });
            if (!said.ok) throw new Error(said.error);
            answered += 1;
          }
        };
        const seen = (await whole.history.find(ID))?.row.review?.version ?? 0;
        await run(broken, seen).catch(() => run(table, seen));
      };
      // Three at a time.
      for (let at = 0; at < steps.length; at += 3)
        await Promise.all(steps.slice(at, at + 3).map((step, place) => act(step, at + place)));
      const found = await whole.history.find(ID);
      if (found === undefined) throw new Error('gone');
      const played = playEvents(found.events ?? [], found.row, () => false);
      expect([steps, played.fits]).toEqual([steps, true]);
      const item = await table.get(accessKey(ID));
      expect(item !== undefined && hasCurrentCard(item, found.row)).toBe(true);
      const said = (found.events ?? []).flatMap((event) => reviewedOf(event) ?? []);
      expect(said.map(({ review }) => review.version).sort()).toEqual(said.map((_one, place) => place + 1));
      expect(found.row.joined).toHaveLength(steps.filter(({ kind }) => kind === 'join').length);
      expect(found.row.corrections ?? []).toHaveLength(steps.filter(({ kind }) => kind === 'correct').length);
      const reviews = steps.filter(({ kind }) => kind === 'review');
      expect(answered).toBe(reviews.length);
      for (const { who, words } of reviews) {
        const isAlike = (by: string, action?: string) => by === who && action === WORDS[words]?.action;
        const times = said.filter(({ review, request }) => isAlike(review.by.subject, request.action)).length;
        const asked = reviews.filter((one) => isAlike(one.who, WORDS[one.words]?.action)).length;
        expect(times).toBeLessThanOrEqual(asked);
      }
    }),
    { numRuns: rounds(3, 150) },
  );
});
