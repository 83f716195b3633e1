import type { DoorKind } from '../../../lib/access/door.ts';
import { DOOR_DECODERS } from '../../../lib/access/doors/door-decoders.ts';
import { FEDERATION_DOORS } from '../../../lib/access/doors/federation-doors.ts';
import { IAM_DOORS } from '../../../lib/access/doors/iam-doors.ts';
import { LOGIN_DOORS } from '../../../lib/access/doors/login-doors.ts';
import { textAt } from '../../../lib/kernel/json.ts';
import { readEventCases } from '../../support/event-cases.ts';
import { readDoor, recordOf, refusedFor } from './door-kit.ts';

const DOORS = [...IAM_DOORS, ...FEDERATION_DOORS, ...LOGIN_DOORS];
const EVENTS = DOORS.flatMap(({ eventSource, eventNames }) =>
  eventNames.map((name) => [eventSource.split('.')[0] ?? '', name] as const),
);

const KINDS: readonly DoorKind[] = [
  'trust',
  'role-rights',
  'role-change',
  'iam-user',
  'federation',
  'roles-anywhere',
  'identity-center',
  'organization',
  'login',
  'root',
  'federation-token',
  'region',
];

describe('the table of doors of IAM, federation and login', () => {
  test('no event is declared twice', () => {
    const keys = EVENTS.map((event) => event.join('/'));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test('the door of every event there is comes last', () => {
    expect(DOOR_DECODERS.findIndex(({ eventSource }) => eventSource === '*')).toBe(DOOR_DECODERS.length - 1);
  });

  test.each(EVENTS)('%s %s is told of an empty record, done and refused', (service, name) => {
    const done = readDoor(recordOf(service, name, { userIdentity: {} }));
    const refused = readDoor(
      recordOf(service, name, { userIdentity: {}, ...refusedFor(`${service}:${name}`, '*') }),
    );
    // Only root's own password is a door under this name.
    if (name === 'PasswordUpdated') {
      expect([done, refused]).toEqual([undefined, undefined]);
      return;
    }
    expect(done?.explanation).toMatch(/^\S.*\S$/);
    expect(refused?.explanation).toMatch(/would have been|failed|wrong/);
    expect([refused?.outcome, refused?.opens]).toEqual(['denied', []]);
  });

  test.each(KINDS)('the events show a %s door that rings and one that must not', (kind) => {
    const weights = readEventCases()
      .map(({ expectation }) => expectation.judgement)
      .filter((judgement) => textAt(judgement, 'door', 'kind') === kind)
      .map((judgement) => textAt(judgement, 'door', 'weight') === 'recorded');
    expect(new Set(weights)).toEqual(new Set([true, false]));
  });
});
