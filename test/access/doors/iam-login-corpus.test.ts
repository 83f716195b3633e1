/** Real records, kept beside the project: `ROLECALL_CORPUS` names the folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEDERATION_DOORS } from '../../../lib/access/doors/federation-doors.ts';
import { IAM_DOORS } from '../../../lib/access/doors/iam-doors.ts';
import { LOGIN_DOORS } from '../../../lib/access/doors/login-doors.ts';
import { type JsonObject, textAt } from '../../../lib/kernel/json.ts';
import { doorContext, readDoor } from './door-kit.ts';

const corpus = process.env.ROLECALL_CORPUS;
const CANARY = 'CANARY-SESSION-TOKEN-MUST-NEVER-LEAVE';
const DOORS = [...IAM_DOORS, ...FEDERATION_DOORS, ...LOGIN_DOORS];

const isMeant = (record: JsonObject): boolean =>
  textAt(record, 'userIdentity', 'type') === 'Root' ||
  DOORS.some(
    ({ eventSource, eventNames }) =>
      eventSource === record['eventSource'] && eventNames.some((name) => name === record['eventName']),
  );

const recordsOf = (folder: string): readonly JsonObject[] =>
  readdirSync(join(corpus ?? '', 'records', folder)).flatMap((file) =>
    readFileSync(join(corpus ?? '', 'records', folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as JsonObject),
  );

(corpus === undefined ? describe.skip : describe)('doors in real records (ROLECALL_CORPUS)', () => {
  const records = corpus === undefined ? [] : [...recordsOf('roles'), ...recordsOf('doors')].filter(isMeant);

  test('there are enough of them to mean something', () => {
    expect(records.length).toBeGreaterThanOrEqual(70);
  });

  test('each is a door with a sentence, of its own account', () => {
    const broken = records.flatMap((record) => {
      const accountId = textAt(record, 'userIdentity', 'accountId') ?? '';
      const door = readDoor(record, doorContext({ accountId, ownAccountIds: new Set([accountId]) }));
      const fine =
        door !== undefined &&
        /^\S.{10,}\S$/.test(door.explanation) &&
        !/undefined|\[object/.test(door.explanation);
      return fine ? [] : [[record['eventName'], door?.explanation]];
    });
    expect(broken).toEqual([]);
  });

  test('none lets a token, a certificate or a document out', () => {
    const kept = JSON.stringify(records.map((record) => readDoor(record)));
    for (const secret of [CANARY, 'BEGIN CERTIFICATE', 'EntityDescriptor', 'sessionToken']) {
      expect(kept).not.toContain(secret);
    }
  });

  test('of a refused one nothing is said to have happened', () => {
    const wrong = records.flatMap((record) => {
      const door = readDoor(record);
      const said = door !== undefined && door.outcome !== 'success' && / (was|were) /.test(door.explanation);
      return said ? [door.explanation] : [];
    });
    expect(wrong).toEqual([]);
  });
});
