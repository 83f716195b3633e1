/** Kinds of entries and their halves, beyond what one case in events/ can show. */
import { decodeRecord } from '../../lib/access/decode-record.ts';
import { accessFromHalf, belongsTogether } from '../../lib/access/join-switch-role.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { readEventCases, readEventPolicy } from '../support/event-cases.ts';
import { consoleRecord, crossAccountRecord, envelopeOf, switchRoleRecord } from '../support/sample-events.ts';
import { NORTHWIND, PROD_ADMIN, PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

const renewRecord = (changes: JsonObject = {}): JsonObject =>
  switchRoleRecord({ eventName: 'RenewRole', responseElements: { RenewRole: 'Success' }, ...changes });

const accessOf = (record: JsonObject) => {
  const decoded = decodeRecord(record);
  if (decoded.kind !== 'access') throw new Error(decoded.kind);
  return decoded.access;
};

const halfOf = (record: JsonObject) => {
  const decoded = decodeRecord(record);
  if (decoded.kind !== 'switch-half') throw new Error(decoded.kind);
  return decoded.half;
};

describe('RenewRole', () => {
  const access = accessOf(consoleRecord());

  test('is joined to the renewed AssumeRole, and to no other', () => {
    const half = halfOf(renewRecord());
    expect(belongsTogether(access, half)).toBe(true);
    expect(belongsTogether({ ...access, time: '2026-11-22T10:59:50.000Z' }, half)).toBe(false);
    expect(half.renewal).toBe(true);
  });

  test('keeps its own name when its other half never comes', () => {
    expect(accessFromHalf(halfOf(renewRecord())).eventName).toBe('RenewRole');
    expect(accessFromHalf(halfOf(switchRoleRecord())).eventName).toBe('SwitchRole');
  });

  test('that failed is an attempt', () => {
    expect(halfOf(renewRecord({ responseElements: { RenewRole: 'Failure' } })).outcome).toBe('denied');
  });
});

describe('names that begin with AssumeRole', () => {
  test('are entries, also those that AWS may add', () => {
    expect(accessOf(crossAccountRecord({ eventName: 'AssumeRoleWithPasskey' }))).toMatchObject({
      kind: 'assume-role',
      eventName: 'AssumeRoleWithPasskey',
      role: { arn: PROD_ADMIN },
    });
  });

  test('of another service than STS are none', () => {
    expect(decodeRecord(crossAccountRecord({ eventSource: 'eks-auth.amazonaws.com' })).kind).toBe('not-ours');
  });
});

describe("the caller's own copy", () => {
  const copyRecord = (changes: JsonObject = {}): JsonObject =>
    crossAccountRecord({
      recipientAccountId: NORTHWIND,
      userIdentity: {
        type: 'IAMUser',
        userName: 'alice.miller',
        arn: `arn:aws:iam::${NORTHWIND}:user/alice.miller`,
        accountId: NORTHWIND,
        principalId: 'AIDAEXAMPLEUSER000001',
        accessKeyId: 'ASIAEXAMPLECALLER001',
        sessionContext: { attributes: { mfaAuthenticated: 'true' } },
      },
      ...changes,
    });
  const judged = (record: JsonObject, partner: boolean) =>
    judgeEvent(
      { ...samplePolicy, trustedAccounts: [{ id: NORTHWIND, name: 'Northwind', partner }] },
      envelopeOf(record),
    );

  test('of a partner holds what joins it, and the name', () => {
    const judgement = judged(copyRecord(), true);
    if (judgement.kind !== 'caller-copy') throw new Error(judgement.kind);
    expect(judgement.copy).toMatchObject({
      accountId: NORTHWIND,
      roleArn: PROD_ADMIN,
      roleAccountId: PRODUCTION,
      sharedEventId: 'shared-1',
      requestId: 'request-1',
      accessKeyId: 'ASIAEXAMPLEMINTED001',
      sessionPrincipalId: 'AROAEXAMPLETARGET001:alice',
      outcome: 'success',
      mfa: 'yes',
      caller: { label: 'alice.miller', certainty: 'asserted' },
    });
  });

  test.each<[string, JsonObject, boolean]>([
    ['somebody who is no partner', {}, false],
    ['a partner, without a shared id', { sharedEventID: undefined }, true],
    ['a partner, by a federated call, which has no copy', { eventName: 'AssumeRoleWithSAML' }, true],
    [
      'a partner, into a role that is not designated',
      { requestParameters: { roleArn: `arn:aws:iam::${PRODUCTION}:role/staging`, roleSessionName: 'alice' } },
      true,
    ],
  ])('of %s is ignored as before', (_name, changes, partner) => {
    expect(judged(copyRecord(changes), partner)).toEqual({ kind: 'ignored', reason: 'caller-side-copy' });
  });
});

describe('IAM Roles Anywhere', () => {
  const anywhere = (requestParameters: JsonObject, changes: JsonObject = {}): JsonObject => ({
    ...crossAccountRecord(),
    eventSource: 'rolesanywhere.amazonaws.com',
    eventName: 'CreateSession',
    userIdentity: { type: 'Unknown', accountId: PRODUCTION },
    resources: undefined,
    responseElements: null,
    requestParameters: { roleArn: PROD_ADMIN, ...requestParameters },
    ...changes,
  });

  /** Subject O=ACME, OU=Plant; its key was thrown away. */
  const WITHOUT_COMMON_NAME = [
    'MIIBlTCCATugAwIBAgIUWid0brSqqpqpqYS16HTX4kk2EeYwCgYIKoZIzj0EAwIwHzENMAsGA1UECgwEQUNNRTEOMAwGA1UE',
    'CwwFUGxhbnQwIBcNMjYxMTIyMjEzNDU0WhgPMjEyNjEwMjkyMTM0NTRaMB8xDTALBgNVBAoMBEFDTUUxDjAMBgNVBAsMBVBs',
    'YW50MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENuhXKkRdBzYfdJxbkNAZszyaDU1thuh92Eftt4OlOz1uwcgySKoFcK/m',
    'VPtW9wbgeBRRjJAS3ljAHRudzu9bp6NTMFEwHQYDVR0OBBYEFLlkNh9JlA9Ku1FNh68QRHV147fXMB8GA1UdIwQYMBaAFLlk',
    'Nh9JlA9Ku1FNh68QRHV147fXMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgS7npYChhSR5D+QuOrnf7fkVW',
    'Up8LEOWERJHU8/yltqsCIQDvtN5Oso9IJRvDy9e6Q+kzEfzMlw71tWQeKqGFPe42ww==',
  ].join('');

  const event = readEventCases().find(({ name }) => name === 'roles-anywhere/certificate');
  const cert: unknown = (
    JSON.parse(event?.text ?? '{}') as { detail: { requestParameters: { cert: unknown } } }
  ).detail.requestParameters.cert;

  test('reads the subject of a certificate in PEM, and in the base64 of the request header', () => {
    const bare = String(cert).replaceAll(/-----[^-]+-----|\s/g, '');
    for (const text of [cert, bare]) {
      const { caller } = accessOf(anywhere({ cert: text }));
      expect(caller.label).toBe('Certificate build-agent-7.acme.example');
      expect(JSON.stringify(caller)).not.toContain(bare.slice(40, 80));
    }
  });

  test('is not deceived by a certificate that is none, or is endless', () => {
    for (const text of [
      '',
      'no certificate',
      '-----BEGIN CERTIFICATE-----',
      'A'.repeat(1e6),
      `${String(cert)}x`.repeat(200),
    ]) {
      const { caller } = accessOf(anywhere({ cert: text }));
      expect(['somebody of account 111122223333', 'Certificate build-agent-7.acme.example']).toContain(
        caller.label,
      );
    }
  });

  test('says the whole subject, on one line, where there is no common name', () => {
    const { caller } = accessOf(anywhere({ cert: WITHOUT_COMMON_NAME }));
    expect(caller.label).toBe('Certificate O=ACME, OU=Plant');
  });

  test('a refused session proves nothing about its certificate', () => {
    const { caller, outcome } = accessOf(anywhere({ cert }, { errorCode: 'AccessDeniedException' }));
    expect([outcome, caller.certainty]).toEqual(['denied', 'claimed']);
  });

  test('needs no principal id to be told apart from other machines', () => {
    const one = accessOf(anywhere({ roleSessionName: '00aa11bb22cc33dd' }));
    const other = accessOf(anywhere({ roleSessionName: '00aa11bb22cc33de' }));
    expect(one.caller.principalId).not.toBe(other.caller.principalId);
  });

  test('rings only for CreateSession of that service', () => {
    const policy = readEventPolicy();
    const other = anywhere({}, { eventSource: 's3express.amazonaws.com' });
    expect(judgeEvent(policy, envelopeOf(other))).toEqual({ kind: 'ignored', reason: 'not-an-entry' });
  });
});
