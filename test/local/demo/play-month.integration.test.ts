import { dynamoDbHistory } from '../../../lib/aws/dynamodb-history.ts';
import { demoMonth } from '../../../local/demo/demo-month.ts';
import { isHistoryEmpty, seedDemo } from '../../../local/demo/seed-demo.ts';
import { systemClock } from '../../../lib/kernel/clock.ts';
import { readEventPolicy } from '../../support/event-cases.ts';
import { type LocalTable, startLocalTable } from '../../support/local-table.ts';
import { join } from 'node:path';

let table: LocalTable;

beforeAll(async () => {
  table = await startLocalTable();
});
afterAll(() => table.close());

test('a month is played in the past, with what people said about it, and nothing waits afterwards', async () => {
  const place = {
    root: join(__dirname, '../../..'),
    policy: readEventPolicy(),
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
  const [newest] = rows;
  const kept = newest && (await history.find(newest.accessId));
  expect(kept?.deliveries.every(({ state }) => state === 'sent')).toBe(true);
}, 180_000);
