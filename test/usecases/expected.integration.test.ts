/** Announced accesses on the real table: from the exception to the notice that rings after all, and its verification. */
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbExceptions } from '../../lib/aws/dynamodb-exceptions.ts';
import { dynamoDbHealth } from '../../lib/aws/dynamodb-health.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import { dynamoDbSeenBefore } from '../../lib/aws/seen-before.ts';
import { playEvents } from '../../lib/history/play-events.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { endException } from '../../lib/usecases/end-exception.ts';
import { makeException } from '../../lib/usecases/make-exception.ts';
import { RESPONDER, enterBy, timeOf } from '../support/expecting.ts';
import { type LocalTable, startLocalTable } from '../support/local-table.ts';
import { startRecording } from '../support/recording.ts';
import { PROD_ADMIN, PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

let local: LocalTable;
beforeAll(async () => {
  local = await startLocalTable();
});
afterAll(() => local.close());

const start = () => {
  const { table } = local;
  const recording = startRecording();
  const clock = { ...recording.clock, sleep: systemClock.sleep, newId: systemClock.newId };
  const destinationIds = samplePolicy.destinations.map(({ id }) => id);
  const effects = {
    ...recording.effects,
    clock,
    history: dynamoDbHistory(table),
    events: dynamoDbEvents({ table, clock }),
    ledger: dynamoDbLedger({ table, clock, destinationIds }),
    health: dynamoDbHealth(table),
    seen: dynamoDbSeenBefore({ table, clock }),
    exceptions: dynamoDbExceptions({ table }),
  };
  return { ...recording, clock, effects };
};

it('mutes what was announced from its next entry on, and rings for everything else', async () => {
  const world = start();
  const { effects, clock } = world;
  const enter = async (eventID: string, changes: JsonObject = {}) => {
    await enterBy(effects, { eventID, eventTime: timeOf(world), ...changes });
    return detail(eventID);
  };
  const detail = async (eventID: string) => {
    const found = await effects.history.find(`${PRODUCTION}.${eventID}`);
    if (found === undefined) throw new Error(`no ${eventID}`);
    expect(playEvents(found.events ?? [], found.row, () => false).fits).toBe(true);
    return { told: found.deliveries.length, state: found.row.expected?.exceptionId, row: found.row };
  };
  await effects.seen.completeBaseline(PROD_ADMIN, '2026-11-01T00:00:00.000Z');
  const before = await enter('before');
  expect(before.told).toBe(3);
  clock.advance(17 * 60);
  const until = new Date(clock.now().getTime() + 3_600_000).toISOString();
  const made = await makeException(effects, {
    row: before.row,
    request: { subject: 'principal', reason: 'The release of Sunday', until },
    by: RESPONDER,
  });
  if (!made.ok) throw new Error(made.error);
  const { exceptionId } = made.value;
  clock.advance(31);

  const moment = timeOf(world);
  const muted = await Promise.all(['one', 'two', 'three'].map((eventID) => enter(eventID)));
  expect(muted.map(({ told, state }) => [told, state])).toEqual(Array(3).fill([0, exceptionId]));
  expect(await enter('network', { sourceIPAddress: '203.0.113.9' })).toMatchObject({ told: 3 });

  // AWS corrects one of them to somebody else.
  await enterBy(effects, {
    eventID: 'correction',
    eventTime: moment,
    addendum: { reason: 'UPDATED_DATA', originalEventID: 'two' },
    userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: '777788889999' },
  });
  const corrected = await detail('two');
  expect([corrected.told, corrected.state, corrected.row.route.legs.length]).toEqual([3, undefined, 3]);
  expect(corrected.row.access?.caller.principalId).toBe('AIDAEXAMPLEUSER000002');

  const ended = await endException(effects, { exception: made.value, by: RESPONDER });
  expect(ended?.ended?.by).toEqual(RESPONDER);
  // After the window of the one that rang.
  clock.advance(17 * 60);
  expect(await enter('after')).toMatchObject({ told: 3, state: undefined });
  // A copy of what was muted stays muted.
  await enterBy(effects, { eventID: 'one', eventTime: moment });
  expect(await detail('one')).toMatchObject({ told: 0, state: exceptionId });
  const events = await effects.events.ofAccess(`exception-${exceptionId}`);
  expect(events.map(({ name }) => name).sort()).toEqual(['excepted#ended', 'excepted#made']);
});
