import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeConfiguration } from '../../../lib/config/decode-configuration.ts';
import { dynamoDbHistory } from '../../../lib/aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../../../lib/aws/dynamodb-ledger.ts';
import { OPERATOR_DESTINATION } from '../../../lib/delivery/operator.ts';
import { demoMonth, demoOutages } from '../../../local/demo/demo-month.ts';
import { isHistoryEmpty, seedDemo } from '../../../local/demo/seed-demo.ts';
import { systemClock } from '../../../lib/kernel/clock.ts';
import { type LocalTable, startLocalTable } from '../../support/local-table.ts';

let table: LocalTable;

beforeAll(async () => {
  table = await startLocalTable();
});
afterAll(() => table.close());

test('a month is played in the past, with what people said about it, and nothing waits afterwards', async () => {
  const root = join(__dirname, '../../..');
  // The one that is shown to whoever looks at Rolecall for the first time.
  const decoded = decodeConfiguration(readFileSync(join(root, 'rolecall.yml'), 'utf8'), {
    allowEnvSecrets: false,
  });
  if (!decoded.ok) throw new Error('rolecall.yml has mistakes');
  const place = {
    root,
    policy: decoded.value.policy,
    region: 'us-east-1',
    databaseUrl: table.url,
    tableName: 'history',
    pageUrl: 'http://127.0.0.1:7420',
  };
  expect(await isHistoryEmpty(place, systemClock)).toBe(true);
  const days: string[] = [];
  const count = await seedDemo(place, systemClock, (day) => days.push(day));
  expect(count).toBe(demoMonth(systemClock.now()).length);
  expect(days.length).toBeGreaterThan(20);
  expect(await isHistoryEmpty(place, systemClock)).toBe(false);
  const history = dynamoDbHistory(table.table);
  const { rows } = await history.list({ from: '2020-01-01', to: '2100-01-01', limit: 200 });
  const states = new Set(rows.map(({ review, expected }) => expected?.reason ?? review?.state));
  for (const state of ['acknowledged', 'explained', 'escalated']) expect(states).toContain(state);
  expect(rows.some(({ expected }) => expected !== undefined)).toBe(true);
  expect(rows.filter(({ groupedWith }) => groupedWith !== undefined).length).toBeGreaterThan(20);
  expect(rows.every(({ time, recordedAt }) => Date.parse(recordedAt) - Date.parse(time) < 60_000)).toBe(true);
  const covered = [place.policy.homeRegion, ...place.policy.regions];
  expect(
    rows.filter(({ access, door }) => !covered.includes((access ?? door)?.recorded.region ?? '')),
  ).toEqual([]);
  const [newest] = rows;
  const kept = newest && (await history.find(newest.accessId));
  expect(kept?.deliveries.length).toBeGreaterThan(5);
  expect(kept?.deliveries.every(({ state }) => state === 'sent')).toBe(true);

  const destinationIds = [...place.policy.destinations.map(({ id }) => id), OPERATOR_DESTINATION];
  const ledger = dynamoDbLedger({ table: table.table, clock: systemClock, destinationIds });
  expect(await ledger.pending(systemClock.now().toISOString(), 100)).toEqual([]);
  expect(await ledger.unnoted(100)).toEqual([]);

  const escalated = rows.filter(({ review }) => review?.state === 'escalated');
  expect(escalated.map(({ review }) => review?.assignee)).toContain('Luis Ortega');

  // One destination refused for days, and what stands in for it for hours: those are to be sent again.
  const [hook, standIn] = demoOutages(systemClock.now());
  const told = await Promise.all(rows.map(({ accessId }) => history.find(accessId)));
  const refused = told.flatMap((one) => one?.deliveries ?? []).filter(({ state }) => state === 'rejected');
  expect(new Set(refused.map(({ destinationId }) => destinationId))).toEqual(
    new Set([hook?.destinationId, standIn?.destinationId]),
  );
  const instead = told
    .flatMap((one) => one?.deliveries ?? [])
    .filter(({ insteadOf }) => insteadOf === hook?.destinationId);
  expect(new Set(instead.map(({ state }) => state))).toEqual(new Set(['sent', 'rejected']));
}, 180_000);
