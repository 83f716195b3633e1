/** A history with one of everything, written by the product's own stories into dynalite and the laptop's S3. */
import { archiveBucket } from '../../lib/aws/archive-bucket.ts';
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbHealth } from '../../lib/aws/dynamodb-health.ts';
import { dynamoDbExceptions } from '../../lib/aws/dynamodb-exceptions.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import { dynamoDbSeals } from '../../lib/aws/dynamodb-seals.ts';
import { inspectTable } from '../../lib/aws/inspect-access.ts';
import { sealBucket } from '../../lib/aws/seal-bucket.ts';
import { type Item, type Key, keyOf, queryAll } from '../../lib/aws/table.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { noteAttempts } from '../../lib/usecases/note-attempts.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { retireRows } from '../../lib/usecases/retire-rows.ts';
import { sealHours } from '../../lib/usecases/seal-hours.ts';
import { settleWindows } from '../../lib/usecases/summarise-repeats.ts';
import { verifyHistory } from '../../lib/usecases/verify-history.ts';
import type { VerifyRange } from '../../lib/usecases/verify-effects.ts';
import { announceSomebody, askAgain, JANE, look, SAM, say } from './review-sealed-world.ts';
import { startLocalBuckets } from './local-buckets.ts';
import { startLocalTable } from './local-table.ts';
import { memoryLogger, memoryMetrics } from './recording.ts';
import { consoleRecord, crossAccountRecord, envelopeOf, switchRoleRecord } from './sample-events.ts';
import { PRODUCTION, samplePolicy } from './sample-policy.ts';
import { virtualClock } from './virtual-clock.ts';

const MINUTE = 60;

/** For the hook that starts it and for each look at it, on a machine that does other things too. */
export const SEALED_MILLISECONDS = 180_000;

export const startStores = async () => {
  const clock = virtualClock('2026-11-22T12:00:00.000Z');
  const [local, buckets] = await Promise.all([
    startLocalTable(),
    startLocalBuckets({ buckets: [{ name: 'seals', lockDays: 430 }, { name: 'archive' }] }),
  ]);
  const { table } = local;
  const stores = {
    table,
    clock,
    s3: buckets.client,
    bucketsDirectory: buckets.directory,
    history: dynamoDbHistory(table),
    events: dynamoDbEvents({ table, clock }),
    ledger: dynamoDbLedger({ table, clock, destinationIds: samplePolicy.destinations.map(({ id }) => id) }),
    health: dynamoDbHealth(table),
    seals: dynamoDbSeals(table),
    anchors: sealBucket(buckets.client, 'seals'),
    archive: archiveBucket(buckets.client, 'archive'),
    exceptions: dynamoDbExceptions({ table }),
    inspection: inspectTable(table),
    policy: samplePolicy,
    historyUrl: 'https://history.example',
    wake: async () => undefined,
    logger: memoryLogger(),
    metrics: memoryMetrics(),
  };
  return {
    ...stores,
    record: (record: JsonObject) => recordEvent(stores, envelopeOf(record)),
    seal: () => sealHours(stores),
    retire: () => retireRows(stores),
    noteAttempts: () => noteAttempts(stores),
    settleWindows: () => settleWindows(stores),
    verify: (range: VerifyRange = {}) => verifyHistory(stores, range),
    /** Claims a delivery and settles it. */
    attempt: async (accessId: string, destinationId: string, outcome: Outcome, part?: string) => {
      const key = part === undefined ? { accessId, destinationId } : { accessId, destinationId, part };
      const claim = await stores.ledger.claim(key);
      if (claim.kind !== 'claimed') throw new Error(`${destinationId}: ${claim.kind}`);
      await stores.ledger.settle(claim, outcome);
    },
    /** Every item of a partition, as it lies there. */
    itemsOf: (pk: string): Promise<readonly Item[]> =>
      queryAll(table, { condition: 'pk = :pk', values: { ':pk': pk } }),
    /** What somebody with write access to the table can do. */
    overwrite: async (item: Item): Promise<void> => {
      await table.put(item);
    },
    erase: (item: Item | Key): Promise<void> => table.remove(keyOf(item)),
    close: async () => {
      await Promise.all([local.close(), buckets.close()]);
    },
  };
};

export type Stores = Awaited<ReturnType<typeof startStores>>;

export const ALICE = `${PRODUCTION}.alice`;
export const REPEAT = `${PRODUCTION}.repeat`;
export const SWITCH = `${PRODUCTION}.switch`;
export const OLD = `${PRODUCTION}.old`;
export const DIGEST = 'digest.acme-mail.1';

const sent = (reference: string): Outcome => ({
  kind: 'sent',
  reference,
  url: `https://vendor.example/${reference}`,
});

/**
 * From noon to half past three: an access that was told, refused and digested, repeated and corrected; a console
 * switch joined afterwards; one of last year that went to the archive; all of them reviewed, somebody announced, a notice
 * sent again, and who looked. Everything is noted, and sealed but the last hour.
 */
export const startSealedWorld = async (): Promise<Stores> => {
  const world = await startStores();
  try {
    await fill(world);
    return world;
  } catch (error) {
    await world.close();
    throw error;
  }
};

const fill = async (world: Stores): Promise<void> => {
  const { clock, ledger } = world;
  clock.advance(10 * MINUTE);
  await world.seal();
  clock.advance(5 * MINUTE);
  await world.record(crossAccountRecord({ eventID: 'alice', eventTime: '2026-11-22T12:04:00Z' }));
  await world.record(
    crossAccountRecord({ eventID: 'old', eventTime: '2025-01-05T00:00:00Z', userIdentity: somebody(2) }),
  );
  clock.advance(MINUTE);
  await world.record(crossAccountRecord({ eventID: 'repeat', eventTime: '2026-11-22T12:05:30Z' }));
  await world.record(
    consoleRecord({ eventID: 'switch', eventTime: '2026-11-22T12:05:50Z', userIdentity: somebody(3) }),
  );
  await world.record(switchRoleRecord({ eventTime: '2026-11-22T12:05:52Z' }));
  for (const accessId of [SWITCH, OLD]) {
    for (const destinationId of ['platform-slack', 'platform-jira', 'acme-mail']) {
      await world.attempt(accessId, destinationId, sent(`${destinationId}-1`));
    }
  }
  await world.attempt(ALICE, 'platform-slack', { kind: 'retry', code: 'rate-limited', retryAfterSeconds: 1 });
  await world.attempt(ALICE, 'platform-jira', { kind: 'rejected', code: 'destination-gone', detail: '404' });
  clock.advance(MINUTE);
  await world.attempt(ALICE, 'platform-slack', sent('1.2'));
  await digestOne(world);
  clock.advance(20 * MINUTE);
  await world.settleWindows();
  await world.record(
    crossAccountRecord({
      eventID: 'correction',
      eventTime: '2026-11-22T12:04:00Z',
      sourceIPAddress: '203.0.113.77',
      addendum: { reason: 'UPDATED_DATA', updatedFields: 'sourceIPAddress', originalEventID: 'alice' },
    }),
  );
  for (const { accessId, destinationId, part } of await ledger.pending(clock.now().toISOString(), 50)) {
    if (part !== undefined) await world.attempt(accessId, destinationId, sent(`${part}-1`), part);
  }
  await review(world);
  await world.noteAttempts();
  clock.advance(31 * MINUTE);
  await world.seal();
  await world.retire();
  clock.advance(120 * MINUTE);
  await world.seal();
};

/** 17 minutes. */
const review = async (world: Stores): Promise<void> => {
  await say(world, ALICE, { by: JANE, action: 'acknowledge', reason: 'planned-work', ticket: 'OPS-7' });
  await say(world, ALICE, { by: SAM, action: 'note', note: 'Asked her.' });
  await say(world, REPEAT, { by: SAM, action: 'explain', reason: 'automation' });
  await say(world, SWITCH, { by: JANE, action: 'escalate', note: 'Who is this?' });
  await say(world, SWITCH, { by: JANE, action: 'undo' });
  await say(world, OLD, { by: JANE, action: 'acknowledge', reason: 'test' });
  await askAgain(world, ALICE, 'platform-jira');
  await world.attempt(ALICE, 'platform-jira', sent('SEC-9'), 'again-1');
  await look(world);
  await announceSomebody(world, somebody(5));
};

/** Another person: nothing of theirs is grouped with somebody else's. */
export const somebody = (number: number) => ({
  type: 'AWSAccount',
  principalId: `AIDAEXAMPLEUSER00000${String(number)}`,
  accountId: '777788889999',
});

const digestOne = async ({ ledger, attempt }: Stores): Promise<void> => {
  const member = { accessId: ALICE, destinationId: 'acme-mail' };
  const digest = { accessId: DIGEST, destinationId: 'acme-mail' };
  const delivery = await ledger.find(member);
  if (delivery === undefined) throw new Error('nothing to digest');
  const { channel, edition, importance, notification } = delivery;
  await ledger.openDigest({
    digestId: DIGEST,
    destinationId: 'acme-mail',
    channel,
    edition,
    importance,
    members: [member],
  });
  await ledger.moveIntoDigest(member, DIGEST);
  await ledger.finishDigest(digest, [member], { ...notification, kind: 'digest', accessId: DIGEST });
  await attempt(DIGEST, 'acme-mail', sent('digest-1'));
};
