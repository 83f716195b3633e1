/** What is kept: 41, 45, 47, 49, 52. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { at, isObject, type JsonObject, listAt, parseJson, textAt } from '../../lib/kernel/json.ts';
import { callAwsJson } from '../../local/aws-json.ts';
import { heal, ring, until, untilAttempted, untilTold } from '../act.ts';
import { readStored } from '../deliveries.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import { CANARIES } from '../fault-records.ts';
import { matching } from '../matches.ts';
import { readRaw, writeItem } from '../read-table.ts';
import type { Stage } from '../stage.ts';

export const historyCases: readonly FaultCase[] = [
  {
    id: '41',
    name: 'planted secrets: session token, secret key, external id, webhook addresses, API tokens',
    expected: 'in no file and no request but those to the vendor itself',
    stage: {},
    lane: 'second',
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses = [await ring(stage, { role: 'prod-all' })];
      stage.arm({
        on: matching({ from: 'deliver', sends: true }),
        every: 2,
        times: 3,
        fault: { kind: 'cut', when: 'after' },
      });
      accesses.push(await ring(stage, { role: 'prod-all' }));
      const broken = stage.access({ role: 'prod-all', changes: { eventName: 'AssumeRoleWithNothing' } });
      await stage.laptop().inject(broken.record);
      await heal(stage, accesses);
      await stage.sweep('reconcile');
      await stage.sweep('seal');
      const { looked, leaked } = await searchFiles(stage.options.dataDirectory);
      for (const leak of leaked) check(false, leak);
      check(looked.found > 0, 'the search would not find anything');
      return { seen: `${String(looked.files)} files searched`, accesses, explained: 1, problems };
    },
  },
  {
    id: '45',
    name: 'a byte of the stored history is flipped, an event is removed',
    expected: 'verify names both, and nothing before',
    // The command goes by the machine's clock: hours must be over there as well.
    stage: { startsHoursAgo: 5 },
    lane: 'second',
    run: async (stage) => {
      const { problems, check } = checks();
      // The first seal begins the chain; what comes after it is vouched for.
      await stage.sweep('seal');
      const flipped = await ring(stage, { role: 'prod-hook' });
      const robbed = await ring(stage, { role: 'prod-hook' });
      await untilTold(stage, [flipped, robbed]);
      await stage.sweep('pending');
      await stage.advance(3 * 3600);
      await stage.sweep('seal');
      const clean = await stage.rolecall('verify', ...RANGE);
      check(clean.code === 0, `verify finds something in an untouched history: ${clean.text.slice(0, 200)}`);
      await flipByte(stage, flipped.accessId);
      await removeEvent(stage, robbed.accessId);
      const after = await stage.rolecall('verify', ...RANGE);
      check(after.code === 1, `verify answers ${String(after.code)} after it was altered`);
      check(after.text.includes(flipped.accessId), 'the flipped byte is not named');
      check(after.text.includes(robbed.accessId), 'the missing event is not named');
      return { seen: after.text.split('\n')[0] ?? '', accesses: [], problems };
    },
  },
  {
    id: '47',
    name: 'AWS corrects a record (addendum)',
    expected: 'the row is corrected, no second notice of the access',
    stage: 'main',
    run: async (stage) => {
      const { problems, check } = checks();
      const access = await ring(stage, { role: 'prod-two' });
      await untilTold(stage, [access]);
      const correction = {
        ...access.record,
        eventID: `corrects-${access.eventId}`,
        sourceIPAddress: '203.0.113.77',
        addendum: {
          reason: 'UPDATED_DATA',
          updatedFields: 'sourceIPAddress',
          originalRequestID: textAt(access.record, 'requestID'),
          originalEventID: access.eventId,
        },
      };
      await stage.laptop().inject(correction);
      await stage.laptop().inject(correction);
      await until('the row is corrected', async () => {
        const { row } = await readStored(stage, access.accessId);
        return listAt(row, 'corrections').length === 1;
      });
      await untilTold(stage, [access]);
      const { row } = await readStored(stage, access.accessId);
      check(JSON.stringify(row).includes('203.0.113.77'), 'the row does not say what is true now');
      const own = await readStored(stage, `111122223333.corrects-${access.eventId}`);
      check(own.row === undefined, 'the correction became an access of its own');
      return { seen: 'one row, one correction', accesses: [access], problems };
    },
  },
  {
    id: '49',
    name: 'a delivery that the version before wrote is still open after a deploy',
    expected: 'read and told by the new one',
    stage: 'main',
    run: async (stage) => {
      const access = stage.access({ role: 'prod-hook' });
      const on = matching({ from: 'deliver', operation: 'POST hooks.example', about: access });
      stage.arm({ on, times: 50, fault: { kind: 'cut', when: 'before' } });
      await stage.laptop().inject(access.record);
      await untilAttempted(stage, access, { destinationId: 'platform-hook' });
      await writeAsBefore(stage, access.accessId);
      await heal(stage, [access]);
      return { seen: 'told once', accesses: [access] };
    },
  },
  {
    id: '52',
    name: 'the history API is asked for what is not there, too much, and nonsense',
    expected: '4xx or a bounded answer, never 5xx, with a token and without',
    stage: 'main',
    run: async (stage) => {
      const { problems, check } = checks();
      const page = stage.laptop().urls.page;
      const questions: readonly (readonly [string, RequestInit?])[] = [
        ['/api/accesses/999999999999.not-there'],
        ['/api/accesses/..%2f..%2fetc%2fpasswd'],
        ['/api/accesses?limit=100000000'],
        [`/api/accesses?cursor=${'A'.repeat(12_000)}`],
        ['/api/accesses?cursor=bm90IGEgY3Vyc29y'],
        ['/api/accesses?from=yesterday&to=%00'],
        ['/api/nothing', { method: 'POST', body: 'x'.repeat(10_000_000) }],
        ['/api/accesses', { method: 'DELETE' }],
        ['/assets/..%2f..%2fpolicy.json'],
      ];
      const statuses: number[] = [];
      for (const [path, request] of questions) {
        const status = await statusOf(page + path, request);
        const signedIn = await stage
          .laptop()
          .ask(path, request)
          .then(
            (answer) => answer.status,
            () => 413,
          );
        statuses.push(status, signedIn);
        check(
          status < 500 && signedIn < 500,
          `${path.slice(0, 60)} answers ${String(status)}, ${String(signedIn)}`,
        );
      }
      return { seen: statuses.join(' '), accesses: [], problems };
    },
  },
];

/** All days: the clock of the stage is not that of the command. */
const RANGE = ['--from', '2026-01-01', '--to', '2099-12-31'] as const;

const statusOf = async (url: string, request: RequestInit = {}): Promise<number> => {
  try {
    const response = await fetch(url, request);
    await response.arrayBuffer();
    return response.status;
  } catch {
    // Cut off in the middle of ten megabytes: refused as well.
    return 413;
  }
};

interface Searched {
  readonly looked: { readonly files: number; readonly found: number };
  readonly leaked: readonly string[];
}

async function searchFiles(folder: string): Promise<Searched> {
  const secrets = parseJson(await readFile(join(folder, 'secrets.json'), 'utf8'));
  const forbidden = [...CANARIES, ...Object.values(isObject(secrets) ? secrets : {}).map(String)];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'secrets.json');
  const leaked: string[] = [];
  let found = 0;
  for (const file of files) {
    const bytes = await readFile(join(file.parentPath, file.name));
    found += bytes.includes('AIDAFAULT') ? 1 : 0;
    const held = forbidden.findIndex((secret) => bytes.includes(secret));
    if (held >= 0) leaked.push(`${file.name} holds secret ${String(held)}`);
  }
  return { looked: { files: files.length, found }, leaked };
}

/** Somebody with access to the table changes one character of what was recorded. */
async function flipByte(stage: Stage, accessId: string): Promise<void> {
  const place = stage.table();
  const items = await readRaw(place, `access#${accessId}`);
  const event = items.find((item) => textAt(item, 'sk', 'S')?.startsWith('event#recorded'));
  if (event === undefined) throw new Error('the access has no event');
  const text = JSON.stringify(event);
  const changed = text.replace('198.51.100.18', '198.51.100.19');
  if (changed === text) throw new Error('there is no byte to flip');
  const item = parseJson(changed);
  if (isObject(item)) await writeItem(place, item);
}

async function removeEvent(stage: Stage, accessId: string): Promise<void> {
  const { endpointUrl, tableName } = stage.table();
  const [event] = (await readRaw(stage.table(), `access#${accessId}`)).filter((item) =>
    textAt(item, 'sk', 'S')?.startsWith('event#'),
  );
  await callAwsJson({
    endpointUrl,
    region: 'us-east-1',
    target: 'DynamoDB_20120810.DeleteItem',
    body: { TableName: tableName, Key: { pk: at(event, 'pk'), sk: at(event, 'sk') } },
  });
}

/** Fields that the version before did not know. */
const NEW_FIELDS = ['owner', 'listKey', 'listSort', 'part', 'follows'];

/** Rewrites an open delivery as it was written before importance had a place in its key. */
async function writeAsBefore(stage: Stage, accessId: string): Promise<void> {
  const place = stage.table();
  const items = await readRaw(place, `access#${accessId}`);
  for (const item of items.filter((each) => textAt(each, 'sk', 'S')?.startsWith('delivery#'))) {
    const dueSort = textAt(item, 'dueSort', 'S')?.replace(/^[a-c](?=2)/, '') ?? '';
    const kept: JsonObject = Object.fromEntries(
      Object.entries(item).filter(([name]) => !NEW_FIELDS.includes(name)),
    );
    await writeItem(place, { ...kept, dueSort: { S: dueSort } });
  }
}
