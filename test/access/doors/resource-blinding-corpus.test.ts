/** Real records, kept beside the project: `ROLECALL_CORPUS` names the folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BLINDING_DOORS } from '../../../lib/access/doors/blinding-doors.ts';
import { RESOURCE_DOORS } from '../../../lib/access/doors/resource-doors.ts';
import { type JsonObject, textAt } from '../../../lib/kernel/json.ts';
import { doorContext, readDoor } from './door-kit.ts';

const corpus = process.env.ROLECALL_CORPUS;
const CANARY = 'CANARY-SESSION-TOKEN-MUST-NEVER-LEAVE';

/** Of IAM only what is done to our own roles is a door of this table. */
const DOORS = [...BLINDING_DOORS, ...RESOURCE_DOORS].filter(
  ({ eventSource }) => eventSource !== 'iam.amazonaws.com',
);

const isMeant = (record: JsonObject): boolean => {
  const name = textAt(record, 'eventName') ?? '';
  return DOORS.some(
    ({ eventSource, eventNames }) =>
      eventSource === record['eventSource'] &&
      eventNames.some((known) =>
        known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : known === name,
      ),
  );
};

const readRecords = (): readonly JsonObject[] =>
  readdirSync(join(corpus ?? '', 'records', 'doors')).flatMap((file) =>
    readFileSync(join(corpus ?? '', 'records', 'doors', file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as JsonObject),
  );

const read = (record: JsonObject) => {
  const accountId = textAt(record, 'recipientAccountId') ?? textAt(record, 'userIdentity', 'accountId') ?? '';
  return readDoor(record, doorContext({ accountId, ownAccountIds: new Set([accountId]) }));
};

(corpus === undefined ? describe.skip : describe)(
  'doors of resources in real records (ROLECALL_CORPUS)',
  () => {
    const records = corpus === undefined ? [] : readRecords().filter(isMeant);

    test('there are enough of them to mean something', () => {
      expect(records.length).toBeGreaterThanOrEqual(55);
    });

    test('each is a door with a sentence; versions of a bucket that no trail writes into are none', () => {
      const none = records
        .filter((record) => read(record) === undefined)
        .map((record) => record['eventName']);
      expect(none).toEqual(['PutBucketVersioning']);
      const odd = records
        .flatMap((record) => read(record)?.explanation ?? [])
        .filter((text) => !/^\S.{10,}\S$/.test(text) || /undefined|\[object/.test(text));
      expect(odd).toEqual([]);
    });

    test('what a tool of attackers did rings', () => {
      const quiet = records
        .filter((record) => JSON.stringify(record).includes('stratus-red-team'))
        .map((record) => [record['eventName'], read(record)?.weight])
        .filter(([, weight]) => weight === 'recorded');
      // Nothing is opened by these: a layer of the same account, and code.
      expect(quiet.map(([name]) => name)).toEqual([
        'UpdateFunctionConfiguration20150331v2',
        'UpdateFunctionCode20150331v2',
      ]);
    });

    test('none lets a token out, and of a refused one nothing is said to have happened', () => {
      const doors = records.map(read);
      expect(JSON.stringify(doors)).not.toContain(CANARY);
      const wrong = doors.filter(
        (door) => door !== undefined && door.outcome !== 'success' && / (was|now) /.test(door.explanation),
      );
      expect(wrong.map((door) => door?.explanation)).toEqual([]);
    });
  },
);
