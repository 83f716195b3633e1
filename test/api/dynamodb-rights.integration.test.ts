/** What the API asks of DynamoDB, compared with what the role of `history` may: queries, and a few keys besides. */
import { createApi } from '../../lib/api/routes.ts';
import type {
  AccessDetail,
  AccessListAnswer,
  CountsAnswer,
  ExceptionsAnswer,
  HealthAnswer,
  ReadsAnswer,
  ReviewAnswer,
  ShownException,
} from '../../lib/api/contract.ts';
import { dynamoDbCards } from '../../lib/aws/dynamodb-cards.ts';
import { dynamoDbCounters } from '../../lib/aws/dynamodb-counters.ts';
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbExceptions } from '../../lib/aws/dynamodb-exceptions.ts';
import { dynamoDbExportJobs } from '../../lib/aws/dynamodb-export-jobs.ts';
import { dynamoDbHealth } from '../../lib/aws/dynamodb-health.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import { dynamoDbMarks } from '../../lib/aws/dynamodb-marks.ts';
import { dynamoDbReads } from '../../lib/aws/dynamodb-reads.ts';
import { dynamoDbReviews } from '../../lib/aws/dynamodb-reviews.ts';
import { dynamoDbSeals } from '../../lib/aws/dynamodb-seals.ts';
import { dynamoDbPages } from '../../lib/aws/read-page.ts';
import type { Table } from '../../lib/aws/table.ts';
import { archivedEventOf, rowSnapshotEvent } from '../../lib/history/make-events.ts';
import { FIRST_ROOT } from '../../lib/history/seal.ts';
import { isoAfter, systemClock } from '../../lib/kernel/clock.ts';
import { type LocalTable, startLocalTable } from '../support/local-table.ts';
import { RESPONDER } from '../support/seeded-api.ts';
import { ALICE, deliveryOf, POLICY, rowOf } from '../support/seed-history.ts';

const clock = { ...systemClock, now: () => new Date('2026-11-22T14:00:00.000Z') };
const NOW = clock.now();

const FIRST = rowOf({ id: 'first', time: isoAfter(NOW, -600), caller: ALICE, legs: ['platform-slack'] });
const REPEAT = rowOf({
  id: 'repeat',
  time: isoAfter(NOW, -540),
  caller: ALICE,
  row: { groupedWith: FIRST.accessId },
});

let local: LocalTable;

/** An access whose only notice waits in a digest, its repeat, one in the archive, a destination that is down, a seal. */
beforeAll(async () => {
  local = await startLocalTable();
  const { table } = local;
  const history = dynamoDbHistory(table);
  const ledger = dynamoDbLedger({ table, clock, destinationIds: ['platform-slack'] });
  await history.record(FIRST);
  await history.record(REPEAT);
  const { notification, ...delivery } = deliveryOf({
    row: FIRST,
    destinationId: 'platform-slack',
    channel: 'slack-app',
    state: 'pending',
    outcomes: [],
  });
  const { accessId, destinationId, channel, edition, importance, why } = delivery;
  const key = { accessId, destinationId };
  await ledger.open([{ ...key, channel, edition, importance, why, notification }]);
  const digest = { digestId: 'digest.1', destinationId, channel, edition, importance, members: [key] };
  await ledger.openDigest(digest);
  await ledger.moveIntoDigest(key, 'digest.1');
  await ledger.finishDigest({ accessId: 'digest.1', destinationId }, [key], notification);
  await dynamoDbEvents({ table, clock }).note([
    rowSnapshotEvent(FIRST),
    archivedEventOf('111122223333.old', 'accesses/old.jsonl', isoAfter(NOW, -86_400)),
  ]);
  await dynamoDbHealth(table).markDown({
    destinationId,
    since: isoAfter(NOW, -7_200),
    nextTryAt: isoAfter(NOW, 60),
    code: 'connection-failed',
  });
  await dynamoDbSeals(table).write({
    schemaVersion: 1,
    hour: '2026-11-22T12',
    previousRoot: FIRST_ROOT,
    root: 'c'.repeat(64),
    count: 1,
    sealedAt: isoAfter(NOW, -3_000),
  });
});

afterAll(() => local.close());

/** What the role may do with an item by its key: the same patterns as `historyRole` in `infra/roles.cjs`. */
const MAY = {
  get: /^(access#.+|exceptions|exports)$/,
  getEach: /^access#./,
  put: /^(access#.+|exceptions|exports)$/,
  update: /^(access#.+|exceptions)$/,
} as const;

/** A table that refuses what IAM would. Queries are allowed everywhere, removals nowhere. */
const guarded = (table: Table): Table => {
  const check = (action: keyof typeof MAY, pk: unknown): void => {
    if (!MAY[action].test(String(pk))) throw new Error(`AccessDenied: ${action} ${String(pk)}`);
  };
  return {
    get: async (key) => {
      check('get', key.pk);
      return table.get(key);
    },
    getEach: async (keys) => {
      for (const { pk } of keys) check('getEach', pk);
      return table.getEach(keys);
    },
    put: async (item, condition) => {
      check('put', item['pk']);
      return table.put(item, condition);
    },
    update: async (key, update) => {
      check('update', key.pk);
      return table.update(key, update);
    },
    remove: async () => Promise.reject(new Error('AccessDenied: remove')),
    query: (question) => table.query(question),
  };
};

interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly calls: readonly string[];
}

const ask = async <T>(path: string, send?: object): Promise<Answer<T>> => {
  const table = guarded(local.table);
  const events = dynamoDbEvents({ table, clock });
  const app = createApi({
    readReader: () => ({ ok: true, value: RESPONDER }),
    history: dynamoDbHistory(table),
    cards: dynamoDbCards(table),
    pages: dynamoDbPages(table),
    counters: dynamoDbCounters(table),
    exceptions: dynamoDbExceptions({ table }),
    reads: dynamoDbReads({ table, events }),
    exportJobs: dynamoDbExportJobs(table),
    exportFiles: { link: async () => 'https://example.com/file' },
    askExport: async () => undefined,
    reviews: dynamoDbReviews({ table, clock }),
    wake: async () => undefined,
    ledger: dynamoDbLedger({ table, clock, destinationIds: ['platform-slack'] }),
    events,
    destinationHealth: dynamoDbHealth(table),
    seals: dynamoDbSeals(table),
    marks: dynamoDbMarks(table),
    policy: POLICY,
    clock,
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    pageFiles: () => undefined,
    regionsNotCovered: [],
  });
  local.takeCalls();
  const response = await app.request(
    path,
    send === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(send), headers: { 'content-type': 'application/json' } },
  );
  const body = (await response.json()) as T;
  return { status: response.status, body, calls: [...new Set(local.takeCalls())].sort() };
};

describe('the API over DynamoDB, with the rights of its role', () => {
  it('lists cards, then reads their rows at once, also what waits in a digest and what was counted', async () => {
    const { body, calls } = await ask<AccessListAnswer>('/api/accesses');
    expect(body.accesses.map(({ telling }) => telling.words)).toEqual([
      'with one not delivered yet',
      'not delivered yet',
    ]);
    expect(body.read).toBeLessThan(10);
    expect(calls).toEqual(['BatchGetItemCommand', 'PutItemCommand', 'QueryCommand']);
  });

  it.each(['person=alice', 'state=open&person=ALICE', 'account=111122223333', 'outcome=success'])(
    'finds by %s',
    async (query) => {
      const { body } = await ask<AccessListAnswer>(`/api/accesses?${query}`);
      expect(body.accesses.map(({ who }) => who.name)).toContain('alice');
      const other = await ask<AccessListAnswer>(`/api/accesses?${query}&session=nobody`);
      expect(other.body.accesses).toEqual([]);
    },
  );

  it('counts, and names what begins with a few letters', async () => {
    const counts = await ask<CountsAnswer>('/api/counts');
    expect(counts.body.total).toEqual({ count: 2, atLeast: false });
    const values = await ask<{ readonly values: readonly unknown[] }>('/api/values?prefix=Ali');
    expect(values.body.values).toContainEqual(expect.objectContaining({ field: 'person', value: 'alice' }));
  });

  it('tells of one access, of its repeat, and of one in the archive', async () => {
    const first = await ask<AccessDetail>(`/api/accesses/${FIRST.accessId}`);
    expect(first.body.deliveries[0]).toMatchObject({
      state: { words: 'waits in a digest' },
      digest: { digestId: 'digest.1', state: { code: 'pending' } },
    });
    expect(first.body.related.find(({ field }) => field === 'person')).toMatchObject({
      value: 'alice',
      count: { count: 2, atLeast: false },
    });
    const repeat = await ask<AccessDetail>(`/api/accesses/${REPEAT.accessId}`);
    expect(repeat.body.summary.groupedWith?.time).toBe(FIRST.time);
    const archived = await ask<{ readonly code: string }>('/api/accesses/111122223333.old');
    expect(archived.body.code).toBe('archived-access');
  });

  it('reports health, and the overview', async () => {
    const { body } = await ask<HealthAnswer>('/api/health');
    expect(body).toMatchObject({
      destinationsDown: [{ destinationId: 'platform-slack', words: 'Slack could not be reached' }],
      sealed: { until: '2026-11-22T13:00:00.000Z' },
    });
    const overview = await ask<{ readonly total: unknown }>('/api/overview');
    expect(overview.body.total).toEqual({ count: 2, atLeast: false });
  });

  it('takes a review, shows it, finds it by its state, and keeps the first of two', async () => {
    const say = (seen: number) => ({
      action: 'explain',
      reason: 'planned-work',
      ticket: 'OPS-1234',
      accesses: [{ accessId: FIRST.accessId, seen }],
    });
    const said = await ask<ReviewAnswer>('/api/reviews', say(0));
    expect(said.body.results).toMatchObject([{ kind: 'reviewed', review: { version: 1 } }]);
    const found = await ask<AccessListAnswer>('/api/accesses?state=explained&ticket=ops-1234');
    expect(found.body.accesses.map(({ accessId }) => accessId)).toEqual([FIRST.accessId]);
    const note = { action: 'note', note: 'me too', accesses: [{ accessId: FIRST.accessId, seen: 0 }] };
    const late = await ask<ReviewAnswer>('/api/reviews', note);
    expect(late.body.results).toMatchObject([{ kind: 'conflict', review: { state: { code: 'explained' } } }]);
    const { body } = await ask<AccessDetail>(`/api/accesses/${FIRST.accessId}`);
    expect(body.timeline.map(({ words }) => words)).toContain(
      'Rita Responder explained it: planned work, OPS-1234',
    );
  });

  it('makes an exception, lists it and ends it', async () => {
    const made = await ask<ShownException>('/api/exceptions', {
      accessId: FIRST.accessId,
      subject: 'principal',
      reason: 'The yearly migration.',
      until: isoAfter(NOW, 86_400),
    });
    expect(made).toMatchObject({ status: 200, body: { state: { code: 'holds' } } });
    const ended = await ask<ShownException>(`/api/exceptions/${made.body.exceptionId}/end`, {});
    expect(ended.body.state.code).toBe('ended');
    const { body } = await ask<ExceptionsAnswer>('/api/exceptions');
    expect(body.exceptions.map(({ state }) => state.code)).toEqual(['ended']);
  });

  it('begins an export and shows it', async () => {
    const begun = await ask<{ readonly jobId: string }>('/api/exports', {
      format: 'csv',
      query: 'person=alice',
    });
    expect(begun.status).toBe(200);
    const shown = await ask<{ readonly state: { readonly code: string } }>(
      `/api/exports/${begun.body.jobId}`,
    );
    expect(shown.body.state.code).toBe('waiting');
  });

  it('knows afterwards who looked at what, each once in a quarter of an hour', async () => {
    const { body } = await ask<ReadsAnswer>('/api/reads');
    const opened = body.reads.filter(({ kind }) => kind.code === 'opened').map(({ what }) => what);
    expect(opened.sort()).toEqual([FIRST.accessId, REPEAT.accessId, '111122223333.old'].sort());
    expect(body.reads.map(({ by }) => by)).toContain('Rita Responder');
    expect(body.reads.map(({ what }) => what)).toContain('person: alice; 2026-11-15 to 2026-11-22');
  });

  it('reads the looks of a day page after page, each of them once', async () => {
    const { table } = local;
    const reads = dynamoDbReads({ table, events: dynamoDbEvents({ table, clock }) });
    const by = { subject: 's', name: 'S' };
    const whats = ['a', 'b', 'c', 'd', 'e'];
    for (const [index, what] of whats.entries())
      await reads.note({ at: `2026-10-01T0${String(index % 3)}:00:00.000Z`, by, kind: 'opened', what });
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const page = await reads.ofDay('2026-10-01', 2, next);
      expect(page.reads.length).toBeLessThanOrEqual(2);
      seen.push(...page.reads.map(({ what }) => what));
      next = page.next;
    } while (next !== undefined);
    expect(seen).toHaveLength(5);
    expect(seen.toSorted()).toEqual(whats);
    expect(seen[0]).toBe('c');
  });
});
