/** What the configuration did not expect of an entry. */
import { decodeRecord } from '../../lib/access/decode-record.ts';
import type { RoleAccess } from '../../lib/access/role-access.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { observeByPolicy } from '../../lib/policy/observe-by-policy.ts';
import type { DesignatedRole, Party } from '../../lib/policy/policy.ts';
import { consoleRecord, crossAccountRecord } from '../support/sample-events.ts';
import { NORTHWIND, PROD_ADMIN, PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

const accessOf = (record: JsonObject): RoleAccess => {
  const decoded = decodeRecord(record);
  if (decoded.kind !== 'access') throw new Error(decoded.kind);
  return decoded.access;
};

interface Change {
  readonly role?: Partial<DesignatedRole>;
  readonly owner?: Partial<Party>;
}

const observed = (record: JsonObject, { role, owner }: Change = {}) => {
  const [designated] = samplePolicy.roles;
  if (designated === undefined) throw new Error('the sample designates nothing');
  const owners = samplePolicy.owners.map((party) => ({ ...party, ...owner }));
  return observeByPolicy({ ...samplePolicy, owners }, accessOf(record), { ...designated, ...role });
};

const codes = (record: JsonObject, change: Change = {}) => observed(record, change).map(({ code }) => code);

const passing = (parameters: JsonObject, changes: JsonObject = {}): JsonObject =>
  crossAccountRecord({
    requestParameters: { roleArn: PROD_ADMIN, roleSessionName: 'alice', ...parameters },
    ...changes,
  });

const service = (changes: JsonObject = {}): JsonObject =>
  passing(
    { durationSeconds: 21_600, tags: [{ key: 'admin', value: 'yes' }], transitiveTagKeys: ['admin'] },
    {
      userIdentity: { type: 'AWSService', invokedBy: 'pods.eks.amazonaws.com' },
      sourceIPAddress: 'pods.eks.amazonaws.com',
      ...changes,
    },
  );

const refused = { errorCode: 'AccessDenied', requestParameters: null, responseElements: null };
const named = { sourceIdentity: 'alice' };

describe('An entry as the configuration expects it', () => {
  it('is nothing of note', () => {
    expect(codes(passing({ ...named, durationSeconds: 3600 }))).toEqual([]);
  });

  it('keeps what the record told', () => {
    const chained = { type: 'AWSAccount', principalId: 'AROAEXAMPLECALLER0001:ci', accountId: NORTHWIND };
    expect(codes(passing(named, { userIdentity: chained }))).toEqual(['chained-session']);
  });
});

describe('A program that AWS names', () => {
  it('has no person one step further back, and no name to set', () => {
    const lambda = {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLECALLER0001:nightly',
      arn: `arn:aws:sts::${PRODUCTION}:assumed-role/nightly/nightly`,
      accountId: PRODUCTION,
      inScopeOf: { credentialsIssuedTo: `arn:aws:lambda:us-east-1:${PRODUCTION}:function:nightly` },
    };
    expect(codes(passing({}, { userIdentity: lambda }))).toEqual([]);
    const { inScopeOf, ...unnamed } = lambda;
    expect(inScopeOf).toBeDefined();
    expect(codes(passing({}, { userIdentity: unnamed }))).toEqual(['chained-session', 'no-source-identity']);
  });
});

describe('The account of the caller', () => {
  const from = (accountId: string) =>
    passing(named, { userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000001', accountId } });

  it.each([
    ['ours', PRODUCTION, undefined, []],
    ['trusted', NORTHWIND, undefined, []],
    ['a stranger’s', '999999999999', undefined, ['unexpected-account']],
    ['trusted, but not for this role', NORTHWIND, [PRODUCTION], ['unexpected-account']],
    ['expected, though a stranger’s', '999999999999', ['999999999999'], []],
  ])('that is %s', (_whose, accountId, expectedAccounts, expected) => {
    expect(
      codes(from(accountId), { role: expectedAccounts === undefined ? {} : { expectedAccounts } }),
    ).toEqual(expected);
  });

  it('is named in the reason', () => {
    expect(observed(from('999999999999'))[0]?.reason).toContain('999999999999');
  });

  it('is expected of a refused attempt as well', () => {
    expect(codes({ ...from('999999999999'), ...refused })).toEqual(['denied', 'unexpected-account']);
  });
});

describe('A source identity', () => {
  it('is missed where somebody could have set one', () => {
    expect(codes(passing({}))).toEqual(['no-source-identity']);
    const user = {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEUSER000002',
      arn: `arn:aws:iam::${PRODUCTION}:user/bob`,
      accountId: PRODUCTION,
      userName: 'bob',
    };
    expect(codes(passing({}, { userIdentity: user }))).toEqual(['no-source-identity']);
  });

  it('that is carried on from the session before is there', () => {
    const carried = { ...crossAccountRecord()['responseElements']!, sourceIdentity: 'alice' };
    expect(codes(passing({}, { responseElements: carried }))).toEqual([]);
  });

  const web = {
    type: 'WebIdentityUser',
    principalId: 'arn:aws:iam::111122223333:oidc-provider/x:aud:sub',
    userName: 'sub',
  };
  it.each([
    ['the console, which cannot', consoleRecord()],
    ['a service', service({ requestParameters: { roleArn: PROD_ADMIN, roleSessionName: 'i-1' } })],
    ['web identity', passing({}, { eventName: 'AssumeRoleWithWebIdentity', userIdentity: web })],
    [
      'SAML',
      passing(
        {},
        {
          eventName: 'AssumeRoleWithSAML',
          userIdentity: { type: 'SAMLUser', principalId: 'x:jane', userName: 'jane' },
        },
      ),
    ],
    ['somebody who was refused', crossAccountRecord(refused)],
  ])('is not asked of %s', (_who, record) => {
    expect(codes(record)).not.toContain('no-source-identity');
  });
});

describe('The role of a third party', () => {
  const vendor = { role: { thirdParty: true } };

  it('expects an external ID, and no source identity', () => {
    expect(codes(passing({}), vendor)).toEqual(['no-external-id']);
    expect(codes(passing({ externalId: 'EXAMPLE-1' }), vendor)).toEqual([]);
  });

  it('misses none where the record cannot tell, or a service enters', () => {
    expect(codes(passing({}, refused), vendor)).toEqual(['denied']);
    expect(codes(service(), vendor)).toEqual(['service-entered']);
  });

  it('does not repeat the external ID', () => {
    expect(JSON.stringify(observed(passing({ externalId: 'EXAMPLE-1' }), vendor))).not.toContain('EXAMPLE-1');
  });
});

describe('A service', () => {
  it('is noted in a role for people', () => {
    expect(codes(service())).toEqual(['service-entered']);
    expect(codes(service(), { role: { services: ['ec2.amazonaws.com'] } })).toEqual(['service-entered']);
  });

  it('that is expected is not, neither are its long sessions, its tags and its hours', () => {
    const role = { services: ['pods.eks.amazonaws.com'], longestHours: 1 };
    const owner = { workingHours: { from: '08:00', to: '08:01', days: [1] } };
    expect(codes(service(), { role, owner })).toEqual([]);
  });
});

describe('A session', () => {
  it.each([
    [{ durationSeconds: 4 * 3600 }, {}, []],
    [{ durationSeconds: 4 * 3600 + 1 }, {}, ['long-session']],
    [{ durationSeconds: '43200' }, {}, ['long-session']],
    [{ durationSeconds: 43_200 }, { longestHours: 12 }, []],
    [{ durationSeconds: 3601 }, { longestHours: 1 }, ['long-session']],
  ])('asked for with %j where %j is usual is %j', (asked, role, expected) => {
    expect(codes(passing({ ...named, ...asked }), { role })).toEqual(expected);
  });

  it('is as long as its credentials hold where nobody asked', () => {
    expect(codes(passing(named), { role: { longestHours: 1 } })).toEqual([]);
    const minted = crossAccountRecord()['responseElements'] as JsonObject;
    const credentials = { ...(minted['credentials'] as JsonObject), expiration: 'Nov 22, 2026, 11:59:50 PM' };
    const [observation] = observed(passing(named, { responseElements: { ...minted, credentials } }));
    expect(observation?.reason).toBe(
      'The session may last 12 hours; more than 4 hours is not usual for the role.',
    );
  });

  it('with tags that sound like a privilege is noted, by their keys alone', () => {
    const tags = [
      { key: 'team', value: 'platform-admin' },
      { key: 'Department', value: 'Engineering' },
      { key: 'hobby', value: 'badminton' },
      { key: 'isAdmin', value: 'true' },
    ];
    const [observation, ...others] = observed(passing({ ...named, tags }));
    expect(others).toEqual([]);
    expect(observation).toEqual({
      code: 'session-tags',
      reason: 'The session carries tags that sound like a privilege: team, isAdmin.',
    });
  });

  it('with tags that go on is noted, with others it is not', () => {
    const tags = [{ key: 'Email', value: 'jane@example.com' }];
    expect(codes(passing({ ...named, tags }))).toEqual([]);
    expect(codes(passing({ ...named, tags, transitiveTagKeys: ['Email'] }))).toEqual(['session-tags']);
  });

  it('with a session policy is noted, without its text', () => {
    const policy = '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
    const policyArns = [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }];
    const [observation] = observed(passing({ ...named, policy, policyArns }));
    expect(observation?.code).toBe('session-policy');
    expect(observation?.reason).toContain('arn:aws:iam::aws:policy/ReadOnlyAccess, one written for it');
    expect(observation?.reason).not.toContain('Statement');
  });
});

describe('The hour of an entry', () => {
  const office = { owner: { workingHours: { from: '07:00', to: '19:00', days: [1, 2, 3, 4, 5] } } };

  it('is noted outside of the hours of the owner, in the words of his wall clock', () => {
    expect(observed(passing(named), office)).toEqual([
      {
        code: 'out-of-hours',
        reason: 'It was Sunday, 12:59 in Europe/Berlin: outside of the working hours of Platform team.',
      },
    ]);
  });

  it('is not noted within them, nor where nobody wrote any', () => {
    const friday = passing({ ...named, durationSeconds: 3600 }, { eventTime: '2026-11-20T11:59:50Z' });
    expect(codes(friday, office)).toEqual([]);
    expect(codes(passing(named))).toEqual([]);
  });

  it('is that of the account’s owner for an attempt that names no role', () => {
    const owners = samplePolicy.owners.map((party) => ({ ...party, ...office.owner }));
    const access = accessOf(crossAccountRecord({ ...refused, resources: [] }));
    const { role: _none, ...nameless } = access;
    const noted = observeByPolicy({ ...samplePolicy, owners }, nameless, undefined);
    expect(noted.map(({ code }) => code)).toEqual(['denied', 'out-of-hours']);
  });
});
