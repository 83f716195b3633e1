/** What is remembered of an entry, by the kind of caller. */
import { decodeRecord } from '../../lib/access/decode-record.ts';
import type { RoleAccess } from '../../lib/access/role-access.ts';
import { thingsOfAccess, withoutPath } from '../../lib/history/things-of-access.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { consoleRecord, crossAccountRecord } from '../support/sample-events.ts';
import { NORTHWIND, PRODUCTION } from '../support/sample-policy.ts';

const accessOf = (record: JsonObject): RoleAccess => {
  const decoded = decodeRecord(record);
  if (decoded.kind !== 'access') throw new Error(decoded.kind);
  return decoded.access;
};

const things = (record: JsonObject): readonly string[] =>
  thingsOfAccess(accessOf(record)).map(({ facet, value }) => `${facet} ${value}`);

const by = (userIdentity: JsonObject, changes: JsonObject = {}) =>
  crossAccountRecord({ userIdentity, ...changes });

const sso = (subject: string, role: string) =>
  by(
    { type: 'SAMLUser', principalId: `HASH=:${subject}`, userName: subject, identityProvider: 'HASH=' },
    {
      eventName: 'AssumeRoleWithSAML',
      requestParameters: { roleArn: `arn:aws:iam::${PRODUCTION}:role/${role}`, roleSessionName: 'jane' },
      resources: [],
    },
  );

const token = (host: string, subject: string) => {
  const provider = `arn:aws:iam::${PRODUCTION}:oidc-provider/${host}`;
  return by(
    {
      type: 'WebIdentityUser',
      principalId: `${provider}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: provider,
    },
    { eventName: 'AssumeRoleWithWebIdentity' },
  );
};

describe('What is remembered of an entry', () => {
  it('by somebody of another account: who, whence and with what', () => {
    expect(things(crossAccountRecord())).toEqual([
      'principal AIDAEXAMPLEUSER000001',
      `account ${NORTHWIND}`,
      'network 198.51.100.0/24',
      'agent aws-cli',
    ]);
  });

  it('by the console: no address, because the console made the call', () => {
    expect(things(consoleRecord())).toEqual([
      'principal AIDAEXAMPLEUSER000001',
      `account ${NORTHWIND}`,
      'agent console',
    ]);
  });

  it('by a service: its name alone', () => {
    const lambda = { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' };
    expect(things(by(lambda))).toEqual(['service lambda.amazonaws.com']);
    expect(things(by({ type: 'AWSService' }))).toEqual([]);
  });

  it.each([
    ['AROAEXAMPLECALLER0001:job-17', 'AROAEXAMPLECALLER0001'],
    ['AROAEXAMPLECALLER0001:jane@example.com', 'AROAEXAMPLECALLER0001:jane@example.com'],
    ['AROAEXAMPLECALLER0001', 'AROAEXAMPLECALLER0001'],
  ])('by the session %s: %s', (principalId, remembered) => {
    const other = { type: 'AWSAccount', principalId, accountId: NORTHWIND };
    expect(things(by(other))[0]).toBe(`principal ${remembered}`);
  });

  it('by a session of Identity Center in our own account: the person in it', () => {
    const name = 'AWSReservedSSO_Admin_0123456789abcdef';
    const identity = {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLESSO0000001:jane',
      arn: `arn:aws:sts::${PRODUCTION}:assumed-role/${name}/jane`,
      accountId: PRODUCTION,
    };
    expect(things(by(identity))[0]).toBe('principal AROAEXAMPLESSO0000001:jane');
  });

  it('by Identity Center itself: not its servers and its program', () => {
    const reserved = 'aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef';
    expect(things(sso('jane@example.com', reserved))).toEqual(['principal HASH=:jane@example.com']);
    expect(things(sso('jane@example.com', 'prod-admin'))).toContain('network 198.51.100.0/24');
  });

  it('by a SAML subject of one login only: the name that stays', () => {
    const record = sso('_once-0123', 'prod-admin');
    const response = { ...(record['responseElements'] as JsonObject), subjectType: 'transient' };
    expect(things({ ...record, responseElements: response })[0]).toBe('principal HASH=:jane');
  });

  it.each([
    ['token.actions.githubusercontent.com', 'repo:acme/app:ref:refs/heads/main', false],
    ['token.actions.githubusercontent.com/acme', 'repo:acme/app:ref:refs/heads/main', false],
    ['gitlab.com', 'project_path:acme/app:ref_type:branch:ref:main', false],
    ['oidc.eks.us-east-1.amazonaws.com/id/0123', 'system:serviceaccount:shop:checkout', true],
    ['evil.example/token.actions.githubusercontent.com.example', 'repo:acme/app', true],
  ])('by a token of %s: its network too: %s', (host, subject, hasNetwork) => {
    const remembered = things(token(host, subject));
    expect(remembered[0]).toContain(subject);
    expect(remembered.some((thing) => thing.startsWith('network '))).toBe(hasNetwork);
  });

  it('is nothing of a caller of whom nothing is recorded', () => {
    expect(things(by({}, { sourceIPAddress: '', userAgent: '' }))).toEqual([]);
  });
});

describe('The ARN under which a role is remembered', () => {
  it.each([
    ['arn:aws:iam::111122223333:role/prod-admin', 'arn:aws:iam::111122223333:role/prod-admin'],
    ['arn:aws:iam::111122223333:role/a/b/prod-admin', 'arn:aws:iam::111122223333:role/prod-admin'],
    ['arn:aws-cn:iam::111122223333:role/a:role/x', 'arn:aws-cn:iam::111122223333:role/x'],
  ])('%s is %s', (arn, remembered) => {
    expect(withoutPath(arn)).toBe(remembered);
  });
});
