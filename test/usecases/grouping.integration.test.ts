/** Grouping on the real table: many recorders at once, and the sweep afterwards. */
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbHealth } from '../../lib/aws/dynamodb-health.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import { dynamoDbSeenBefore } from '../../lib/aws/seen-before.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { settleWindows } from '../../lib/usecases/summarise-repeats.ts';
import { type LocalTable, startLocalTable } from '../support/local-table.ts';
import { EVER, startRecording } from '../support/recording.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

let local: LocalTable;
beforeAll(async () => {
  local = await startLocalTable();
});
afterAll(() => local.close());

const start = () => {
  const { table } = local;
  const recording = startRecording();
  // Times are virtual; waiting for a first that is a moment behind is not.
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
  };
  return { ...recording, effects };
};

it('of fifty equal accesses that are recorded at once one rings, and the others are counted', async () => {
  const { effects, clock, woken } = start();
  const enter = (id: number) =>
    recordEvent(effects, envelopeOf(crossAccountRecord({ eventID: `event-${id}` })));
  const results = await Promise.all(Array.from({ length: 50 }, (_none, id) => enter(id)));
  expect(new Set(results)).toEqual(new Set(['recorded']));
  expect(new Set(woken.map(({ accessId }) => accessId)).size).toBe(1);
  expect(woken).toHaveLength(3);
  clock.advance(16 * 60 + 1);
  expect(await settleWindows(effects)).toEqual({ summarised: 1, closed: 1 });
  expect(await settleWindows(effects)).toEqual({ summarised: 0, closed: 0 });
  const { rows } = await effects.history.list(EVER);
  expect(rows).toHaveLength(50);
  expect(rows.map(({ repeats }) => repeats?.count).filter((count) => count !== undefined)).toEqual([49]);
});

it('asks the table as seldom as it can', async () => {
  const { effects } = start();
  const other = { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000009', accountId: '777788889999' };
  // Once in a process the ledger remembers which destinations there are.
  await effects.ledger.open([]);
  const calls = async (eventID: string) => {
    local.takeCalls();
    await recordEvent(effects, envelopeOf(crossAccountRecord({ eventID, userIdentity: other })));
    return local.takeCalls();
  };
  // Is it there? The window, the entry, whether it is one of many, the row, its event and three deliveries. Who is down?
  // Since when is the role watched, and has it seen principal, account, network and program? They are kept at the end.
  const [seen, kept] = [['BatchGetItemCommand'], Array<string>(5).fill('PutItemCommand')];
  const told = ['QueryCommand', ...Array<string>(8).fill('PutItemCommand'), 'QueryCommand'];
  // All but the principal was seen: AWS tells with the refusal what stands there, the stand-in is asked.
  const first = [...seen, ...told, ...kept, ...Array<string>(4).fill('GetItemCommand')];
  expect([...(await calls('first'))].sort()).toEqual(first.sort());
  const repeat = await calls('second');
  expect(repeat.filter((call) => call === 'PutItemCommand')).toHaveLength(3);
  expect(await calls('second')).toEqual(['QueryCommand']);
  const found = await effects.history.find(`${PRODUCTION}.second`);
  expect(found?.row.groupedWith).toBe(`${PRODUCTION}.first`);
});
