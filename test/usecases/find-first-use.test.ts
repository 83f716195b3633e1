import { decodeRecord } from '../../lib/access/decode-record.ts';
import { observeUse } from '../../lib/access/observe-use.ts';
import type { RoleAccess } from '../../lib/access/role-access.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { findFirstUse } from '../../lib/usecases/find-first-use.ts';
import { lookUpIn, NoTimeLeft } from '../../lib/usecases/look-up-records.ts';
import { callOf, memoryTrail } from '../support/memory-trail.ts';
import { consoleRecord, crossAccountRecord, switchRoleRecord } from '../support/sample-events.ts';
import { PRODUCTION } from '../support/sample-policy.ts';

const NOW = '2026-11-22T12:05:00.000Z';

const accessOf = (record: JsonObject): RoleAccess => {
  const decoded = decodeRecord(record, PRODUCTION);
  if (decoded.kind !== 'access') throw new Error(decoded.kind);
  return decoded.access;
};

const find = (entry: JsonObject, ...records: readonly JsonObject[]) => {
  const trail = memoryTrail(entry, ...records);
  return findFirstUse(lookUpIn({ trail, remainingMs: () => 100_000 }, REGIONS), accessOf(entry), NOW);
};

const REGIONS = [['us-east-1'], ['eu-central-1']];

const SAML = crossAccountRecord({
  eventName: 'AssumeRoleWithSAML',
  userIdentity: { type: 'SAMLUser', principalId: 'hash=:alice', userName: 'alice' },
  sourceIPAddress: '13.239.101.254',
  sharedEventID: undefined,
});

const withOtherKey = (call: JsonObject): JsonObject => ({
  ...call,
  userIdentity: { ...(call['userIdentity'] as JsonObject), accessKeyId: 'ASIAEXAMPLEOTHER' },
});

describe('The first call of a session', () => {
  it('is found by the minted key, the earliest of all Regions', async () => {
    const entry = crossAccountRecord();
    const found = await find(
      entry,
      callOf(entry, { eventTime: '2026-11-22T12:01:00Z', eventID: 'later' }),
      callOf(entry, { eventTime: '2026-11-22T12:00:20Z', eventID: 'first', awsRegion: 'eu-central-1' }),
    );
    expect(found?.firstUse).toMatchObject({
      eventId: 'first',
      at: '2026-11-22T12:00:20.000Z',
      eventName: 'ListBuckets',
      origin: { kind: 'address', text: '203.0.113.77' },
    });
  });

  it.each([
    ['Identity Center', SAML],
    ['the console', consoleRecord()],
  ])('is found by session and second after %s, which goes on with other keys', async (_who, entry) => {
    const found = await find(entry, withOtherKey(callOf(entry)));
    expect(found?.firstUse.origin.text).toBe('203.0.113.77');
  });

  it('is not that of another session under the same name', async () => {
    const other = { ...SAML, eventTime: '2026-11-22T11:00:00Z' };
    expect(await find(SAML, withOtherKey(callOf(other)))).toBeUndefined();
  });

  it('may be the sign-in to the console, which holds no session context', async () => {
    const signIn = switchRoleRecord({ awsRegion: 'us-east-1' });
    expect((await find(consoleRecord(), signIn))?.firstUse).toMatchObject({
      eventName: 'SwitchRole',
      origin: { text: '192.0.2.10' },
    });
    const late = switchRoleRecord({ awsRegion: 'us-east-1', eventTime: '2026-11-22T12:04:00Z' });
    expect(await find(consoleRecord(), late)).toBeUndefined();
  });

  it('is none that a service of AWS made for the session', async () => {
    const entry = crossAccountRecord();
    const byService = callOf(entry, { sourceIPAddress: 'cloudformation.amazonaws.com' });
    const internal = callOf(entry, { sourceIPAddress: 'AWS Internal' });
    expect(await find(entry, byService, internal)).toBeUndefined();
  });

  it('cannot be asked for where the record has neither key nor session', async () => {
    const bare = crossAccountRecord({ responseElements: null });
    expect(await find(bare)).toBeUndefined();
  });
});

describe('A busy session', () => {
  const entry = crossAccountRecord();
  const entered = Date.parse('2026-11-22T11:59:50Z');
  const callsAt = (seconds: readonly number[]) =>
    seconds.map((second, place) =>
      callOf(entry, {
        eventID: `call-${String(place)}`,
        eventTime: `${new Date(entered + second * 1000).toISOString().slice(0, 19)}Z`,
        sourceIPAddress: place === 0 ? '203.0.113.77' : '198.51.100.18',
      }),
    );

  it('is asked for its beginning by itself, so that the first call is the first', async () => {
    const found = await find(entry, ...callsAt(Array.from({ length: 900 }, (_each, nth) => 1 + nth / 3)));
    expect([found?.firstUse.eventId, found?.isEarly]).toEqual(['call-0', false]);
    expect(found?.elsewhere?.eventId).toBe('call-0');
  });

  it('has an early call where even the beginning is too much to read', async () => {
    const found = await find(entry, ...callsAt(Array.from({ length: 900 }, (_each, nth) => 1 + nth / 300)));
    expect(found?.isEarly).toBe(true);
  });

  it('keeps what was found when the time runs out', async () => {
    const trail = memoryTrail(...callsAt([5]));
    const remainingMs = () => (trail.asked.length === 0 ? 100_000 : 30_000);
    const found = await findFirstUse(lookUpIn({ trail, remainingMs }, REGIONS), accessOf(entry), NOW);
    expect([found?.firstUse.eventId, found?.isEarly]).toEqual(['call-0', true]);
    const none = findFirstUse(lookUpIn({ trail, remainingMs }, REGIONS), accessOf(entry), NOW);
    await expect(none).rejects.toThrow(NoTimeLeft);
  });
});

describe('A session used elsewhere', () => {
  const entry = crossAccountRecord();
  const used = (sourceIPAddress: string) => find(entry, callOf(entry, { sourceIPAddress }));

  it('is one with a call from another network than the entry’s', async () => {
    const found = await find(
      entry,
      callOf(entry, { sourceIPAddress: '198.51.100.200' }),
      callOf(entry, { sourceIPAddress: '203.0.113.77', eventTime: '2026-11-22T12:03:00Z' }),
    );
    expect(found?.firstUse.origin.text).toBe('198.51.100.200');
    expect(found?.elsewhere?.origin.text).toBe('203.0.113.77');
    expect(found?.elsewhere && observeUse(accessOf(entry), found.elsewhere)).toEqual([
      {
        code: 'used-elsewhere',
        reason: 'The role was entered from 198.51.100.18, and the session was used from 203.0.113.77.',
      },
    ]);
  });

  it.each(['198.51.100.250', '2001:db8::1', '10.1.2.3', '100.64.0.9', '172.31.0.1', 'fd00::1'])(
    'is not one used from %s',
    async (address) => {
      expect((await used(address))?.elsewhere).toBeUndefined();
    },
  );

  it('is none where the entry shows an address of a server, or a service took the role', () => {
    const use = { origin: { kind: 'address' as const, text: '203.0.113.77' } };
    expect(observeUse(accessOf(SAML), use)).toEqual([]);
    expect(observeUse(accessOf(consoleRecord()), use)).toEqual([]);
    const service = { userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' } };
    expect(observeUse(accessOf(crossAccountRecord(service)), use)).toEqual([]);
  });
});
