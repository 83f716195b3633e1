/** `rolecall verify` against the running product: sealed by its own sweep, then altered behind its back. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOnLaptop } from '../../cli/open-verify.ts';
import { verify } from '../../cli/verify.ts';
import { packageCached } from '../../infra/package-cached.mjs';
import { type Clock, isoAfter, systemClock } from '../../lib/kernel/clock.ts';
import { isObject, type JsonObject } from '../../lib/kernel/json.ts';
import { callAwsJson } from '../../local/aws-json.ts';
import type { Laptop } from '../../local/laptop.ts';
import { startLaptop } from '../../local/run.ts';
import { eventually } from '../local/fixtures/eventually.ts';
import { crossAccountRecord } from '../support/sample-events.ts';
import { PRODUCTION } from '../support/sample-policy.ts';

const ROOT = join(__dirname, '../..');
const ACCESS = `${PRODUCTION}.sealed`;
const TABLE = { TableName: 'rolecall-laptop-HistoryTable' };

let folder: string;
let laptop: Laptop;

const HOUR = 3600;
/** Twenty past: what happens here happens in one hour. */
let ahead = 1200 - ((systemClock.now().getTime() / 1000) % HOUR);

/** It can be moved on; the functions follow it. */
const clock: Clock = { ...systemClock, now: () => new Date(isoAfter(systemClock.now(), ahead)) };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolecall-verify-'));
  laptop = await startLaptop({
    root: ROOT,
    dataDirectory: folder,
    packaged: await packageCached({ root: ROOT, write: () => undefined }),
    ports: { page: 0, inbox: 0 },
    // A canary is an access of its own.
    examines: false,
    clock,
    write: () => undefined,
  });
  await laptop.caughtUp;
});

afterAll(async () => {
  await laptop.stop();
  await rm(folder, { recursive: true, force: true });
});

const call = (action: string, body: JsonObject): Promise<JsonObject> =>
  callAwsJson({
    endpointUrl: laptop.urls.database,
    region: 'us-east-1',
    target: `DynamoDB_20120810.${action}`,
    body: { ...TABLE, ...body },
  });

const look = async (): Promise<{ readonly code: number; readonly text: string }> => {
  const opened = await openOnLaptop(join(folder, 'run.json'), clock);
  if (!opened.ok) throw new Error(opened.error);
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  const range = { from: isoAfter(clock.now(), -86_400).slice(0, 10) };
  const code = await verify({ effects: opened.value, range, json: false, write, writeError: write });
  return { code, text };
};

const deliveriesOf = async (): Promise<readonly JsonObject[]> => {
  const { Items } = await call('Query', {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': { S: `access#${ACCESS}` }, ':sk': { S: 'delivery#' } },
  });
  return Array.isArray(Items) ? Items.filter(isObject) : [];
};

it('finds nothing in what the product wrote, and names one flipped byte', async () => {
  const eventTime = `${clock.now().toISOString().slice(0, 19)}Z`;
  await laptop.inject(crossAccountRecord({ eventID: 'sealed', eventTime }));
  await eventually('everybody told', async () => {
    const deliveries = await deliveriesOf();
    return deliveries.length > 0 && deliveries.every(({ state }) => JSON.stringify(state) === '{"S":"sent"}');
  });
  await laptop.sweep('pending');
  const before = await look();
  expect(before).toMatchObject({ code: 0 });
  expect(before.text).toMatch(/0 sealed hours: nothing is sealed there yet\. \d+ events since/);

  ahead += HOUR;
  await laptop.sweep('seal');
  const sealed = await look();
  expect(sealed.text).toMatch(/^1 access, \d+ events, 1 sealed hour: nothing altered, nothing missing\./m);
  expect(sealed.code).toBe(0);

  const Key = { pk: { S: `access#${ACCESS}` }, sk: { S: 'row' } };
  await call('UpdateItem', {
    Key,
    UpdateExpression: 'SET #row.accountName = :name',
    ExpressionAttributeNames: { '#row': 'row' },
    ExpressionAttributeValues: { ':name': { S: 'ACME productioo' } },
  });
  const altered = await look();
  expect(altered.code).toBe(1);
  expect(altered.text).toContain(`${ACCESS}: The row is not what its events say (differs: accountName).`);
  expect(altered.text).toContain('1 sealed hour: 1 finding.');
});
