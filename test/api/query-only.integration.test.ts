/** The role of `history` may query and nothing else: everything the API asks of DynamoDB must be a query. */
import { createApi } from '../../lib/api/routes.ts';
import type { AccessDetail, AccessListAnswer, HealthAnswer } from '../../lib/api/contract.ts';
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbHealth } from '../../lib/aws/dynamodb-health.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import { dynamoDbMarks } from '../../lib/aws/dynamodb-marks.ts';
import { dynamoDbSeals } from '../../lib/aws/dynamodb-seals.ts';
import { archivedEventOf, rowSnapshotEvent } from '../../lib/history/make-events.ts';
import { FIRST_ROOT } from '../../lib/history/seal.ts';
import { isoAfter, systemClock } from '../../lib/kernel/clock.ts';
import { type LocalTable, startLocalTable } from '../support/local-table.ts';
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

const ask = async <T>(path: string): Promise<{ readonly body: T; readonly calls: readonly string[] }> => {
  const { table } = local;
  const app = createApi({
    history: dynamoDbHistory(table),
    events: dynamoDbEvents({ table, clock }),
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
  const body = (await (await app.request(path)).json()) as T;
  return { body, calls: [...new Set(local.takeCalls())] };
};

describe('the API over DynamoDB', () => {
  it('lists with queries alone, also what waits in a digest and what was counted', async () => {
    const { body, calls } = await ask<AccessListAnswer>('/api/accesses');
    expect(body.accesses.map(({ telling }) => telling.words)).toEqual([
      'with one not delivered yet',
      'not delivered yet',
    ]);
    expect(calls).toEqual(['QueryCommand']);
  });

  it('tells of one access with queries alone', async () => {
    const first = await ask<AccessDetail>(`/api/accesses/${FIRST.accessId}`);
    expect(first.body.deliveries[0]).toMatchObject({
      state: { words: 'waits in a digest' },
      digest: { digestId: 'digest.1', state: { code: 'pending' } },
    });
    const repeat = await ask<AccessDetail>(`/api/accesses/${REPEAT.accessId}`);
    expect(repeat.body.summary.groupedWith?.time).toBe(FIRST.time);
    const archived = await ask<{ readonly code: string }>('/api/accesses/111122223333.old');
    expect(archived.body.code).toBe('archived-access');
    expect([first, repeat, archived].flatMap(({ calls }) => calls)).toEqual([
      'QueryCommand',
      'QueryCommand',
      'QueryCommand',
    ]);
  });

  it('reports health with queries alone', async () => {
    const { body, calls } = await ask<HealthAnswer>('/api/health');
    expect(body).toMatchObject({
      destinationsDown: [{ destinationId: 'platform-slack', words: 'Slack could not be reached' }],
      sealed: { until: '2026-11-22T13:00:00.000Z' },
    });
    expect(calls).toEqual(['QueryCommand']);
  });
});
