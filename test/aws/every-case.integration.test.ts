/** Every case of `events/` through the real table: what can be judged must also be possible to write down. */
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { OWN_STACK, readEventCases, readEventPolicy } from '../support/event-cases.ts';
import { type LocalTable, startLocalTable } from '../support/local-table.ts';
import { startRecording } from '../support/recording.ts';
import { oneIn } from '../support/rounds.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { PROD_ADMIN, samplePolicy } from '../support/sample-policy.ts';

let local: LocalTable;
beforeAll(async () => {
  local = await startLocalTable();
});
afterAll(() => local.close());

const effectsWith = (policy = readEventPolicy()) => {
  const { effects, clock } = startRecording();
  const ledger = dynamoDbLedger({ table: local.table, clock, destinationIds: [] });
  return { ...effects, ownStack: OWN_STACK, policy, history: dynamoDbHistory(local.table), ledger };
};

// Each writes a dozen items.
it.each(oneIn(8, readEventCases()))('$name can be recorded', async ({ text }) => {
  expect(await recordEvent(effectsWith(), text)).toMatch(/recorded|already-there|ignored|half/);
});

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'pk', '', '\u0000', '\ud800'])(
  'a session tag called %j can be recorded and read back',
  async (key) => {
    const record = crossAccountRecord({
      eventID: `tag-${Buffer.from(key).toString('hex')}`,
      requestParameters: { roleArn: PROD_ADMIN, roleSessionName: 'a', tags: [{ key, value: 'v' }] },
    });
    const effects = effectsWith(samplePolicy);
    expect(await recordEvent(effects, envelopeOf(record))).toBe('recorded');
    const found = await effects.history.find(`111122223333.${String(record['eventID'])}`);
    expect(found?.row.access?.session.tags.length).toBe(key === '' ? 0 : 1);
  },
);
