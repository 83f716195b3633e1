import { createFreshener } from '../../local/freshen-event.ts';
import { at } from '../../lib/kernel/json.ts';
import { assumeRole } from '../local/fixtures/assume-role.ts';
import { setClock } from '../local/fixtures/set-clock.ts';

const old = assumeRole({
  eventTime: '2025-03-19T00:30:20Z',
  eventID: 'e',
  requestID: 'r',
  sharedEventID: 's',
});
const envelope = {
  version: '0',
  id: 'bus',
  'detail-type': 'AWS API Call via CloudTrail',
  time: 'then',
  detail: old,
};

describe('an old event that rings anew', () => {
  it('gets fresh ids and times, and a session that ends as long after its beginning as before', () => {
    const fresh = createFreshener({ clock: setClock(), keep: 'nothing' })(old);
    expect(fresh).toMatchObject({
      eventID: 'id-1',
      requestID: 'id-2',
      sharedEventID: 'id-3',
      eventTime: '2026-11-22T10:00:00Z',
    });
    expect(at(fresh, 'responseElements', 'credentials', 'expiration')).toBe('Nov 22, 2026, 11:00:00 AM');
    expect(at(fresh, 'requestParameters')).toEqual(old['requestParameters']);
  });

  it('moves the end of a session of Roles Anywhere in its own form', () => {
    const credentials = { accessKeyId: 'ASIAEXAMPLE', expiration: '2025-03-19T01:30:20Z' };
    const entered = { ...old, responseElements: { credentialSet: [{ credentials }] } };
    const fresh = createFreshener({ clock: setClock(), keep: 'nothing' })(entered);
    expect(at(fresh, 'responseElements', 'credentialSet')).toEqual([
      { credentials: { ...credentials, expiration: '2026-11-22T11:00:00Z' } },
    ]);
  });

  it('keeps equal what was equal within one ring, and differs between two', () => {
    const clock = setClock();
    const one = createFreshener({ clock, keep: 'nothing' });
    expect(one(old)['sharedEventID']).toBe(one({ ...old, eventID: 'other' })['sharedEventID']);
    expect(createFreshener({ clock, keep: 'nothing' })(old)['eventID']).not.toBe(one(old)['eventID']);
  });

  it('renews an envelope as a whole', () => {
    const fresh = createFreshener({ clock: setClock(), keep: 'nothing' })(envelope);
    expect(fresh).toMatchObject({
      time: '2026-11-22T10:00:00Z',
      detail: { eventTime: '2026-11-22T10:00:00Z' },
    });
    expect(fresh.id).not.toBe('bus');
  });

  it('keeps its ids, or everything, when asked to', () => {
    expect(createFreshener({ clock: setClock(), keep: 'ids' })(old)).toMatchObject({
      eventID: 'e',
      eventTime: '2026-11-22T10:00:00Z',
    });
    expect(createFreshener({ clock: setClock(), keep: 'everything' })(envelope)).toEqual(envelope);
  });

  it('happens where somebody listens', () => {
    const fresh = createFreshener({ clock: setClock(), keep: 'nothing', region: 'eu-west-1' });
    expect(fresh({ ...envelope, region: 'us-east-1' })).toMatchObject({
      region: 'eu-west-1',
      detail: { awsRegion: 'eu-west-1' },
    });
  });

  it('stays where it was recorded if somebody listens there, too', () => {
    const parts = {
      clock: setClock(),
      keep: 'nothing',
      region: 'eu-west-1',
      covered: ['eu-west-1', 'us-east-1'],
    } as const;
    expect(createFreshener(parts)({ ...envelope, region: 'us-east-1' })).toMatchObject({
      region: 'us-east-1',
      detail: { awsRegion: 'us-east-1' },
    });
    expect(createFreshener(parts)(old)['awsRegion']).toBe('us-east-1');
    expect(createFreshener(parts)({ ...old, awsRegion: 'sa-east-1' })['awsRegion']).toBe('eu-west-1');
  });

  it('leaves alone what has no time', () => {
    const broken = { 'detail-type': 'x', detail: 'no record' };
    expect(createFreshener({ clock: setClock(), keep: 'nothing' })(broken)).toEqual(broken);
  });
});
