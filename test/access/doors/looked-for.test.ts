import { DOOR_DECODERS } from '../../../lib/access/doors/door-decoders.ts';
import { isLookedFor, LOOKED_FOR } from '../../../lib/access/doors/looked-for.ts';
import { rootRecord } from '../../support/sample-doors.ts';
import { readDoor, recordOf } from './door-kit.ts';

const EVENTS = LOOKED_FOR.flatMap(({ eventSource, value }) =>
  eventSource === undefined ? [] : [[eventSource, value] as const],
);

describe('The doors that are looked for', () => {
  test.each(EVENTS)('%s %s is in the table that the rules are made from', (eventSource, name) => {
    const known = DOOR_DECODERS.filter((decoder) => decoder.eventSource === eventSource);
    expect(known.flatMap(({ eventNames }) => eventNames)).toContain(name);
  });

  test('what is not looked for by the name of an event is what the root user does', () => {
    const [root, ...others] = LOOKED_FOR.filter(({ eventSource }) => eventSource === undefined);
    expect(others).toEqual([]);
    expect(root).toMatchObject({ attribute: 'Username', value: 'root' });
    expect(readDoor(rootRecord())?.kind).toBe('root');
  });

  test('none is asked for twice', () => {
    const values = LOOKED_FOR.map(({ value }) => value);
    expect(values.filter((value, index) => values.indexOf(value) !== index)).toEqual([]);
  });

  test.each(LOOKED_FOR.map((door) => [door.value, door] as const))(
    'of what CloudTrail answers for %s only what is meant is taken',
    (value, door) => {
      const elsewhere = recordOf('elasticloadbalancing', value, { userIdentity: { userName: 'root' } });
      expect(isLookedFor(door, elsewhere)).toBe(false);
      const [service = ''] = (door.eventSource ?? 'braket').split('.');
      const meant = recordOf(service, value, { userIdentity: { type: 'Root' } });
      expect(isLookedFor(door, meant)).toBe(true);
    },
  );
});
