import { ACCOUNT, doorContext, doorOf, OUTSIDER, recordOf, refusedFor, ROOT } from './door-kit.ts';

const trustOf = (...principals: readonly unknown[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })),
  });

const newTrust = (roleName: string, policyDocument: unknown, more = {}) =>
  doorOf(
    recordOf('iam', 'UpdateAssumeRolePolicy', { requestParameters: { roleName, policyDocument }, ...more }),
  );

const outsider = { AWS: `arn:aws:iam::${OUTSIDER}:root` };
const insider = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

describe('who may assume a role', () => {
  test.each([
    ['an outsider, a designated role', 'prod-admin', outsider, 'urgent'],
    ['an outsider, any other role', 'reports', outsider, 'normal'],
    ['one of ours, a designated role', 'prod-admin', insider, 'normal'],
    ['one of ours, any other role', 'reports', insider, 'recorded'],
  ])('%s', (_what, role, principal, weight) => {
    expect(newTrust(role, trustOf(principal)).weight).toBe(weight);
  });

  test('the explanation says who, and what one would have expected', () => {
    const { explanation, opens } = newTrust('prod-admin', trustOf(outsider, insider));
    expect(explanation).toContain(`role prod-admin`);
    expect(explanation).toContain(`account ${OUTSIDER}, without external ID`);
    expect(explanation).toContain('ACME production');
    expect(opens.map(({ outside }) => outside)).toEqual([true, false]);
  });

  test('the policy may be an object, or URL-encoded, after a pipeline', () => {
    const text = trustOf(outsider);
    const weights = [JSON.parse(text), encodeURIComponent(text)].map(
      (document) => newTrust('reports', document).weight,
    );
    expect(weights).toEqual(['normal', 'normal']);
  });

  test.each([[null], ['no policy'], [42], [undefined]])(
    'a policy that is %j is taken for open',
    (document) => {
      const door = newTrust('reports', document);
      expect([door.weight, door.opens[0]?.outside]).toEqual(['normal', true]);
    },
  );

  test('a refused attempt opens nothing, and rings for a designated role only', () => {
    const [one, other] = ['prod-admin', 'reports'].map((role) =>
      doorOf(
        recordOf('iam', 'UpdateAssumeRolePolicy', refusedFor('iam:UpdateAssumeRolePolicy', `role ${role}`)),
      ),
    );
    expect([one?.weight, other?.weight]).toEqual(['normal', 'recorded']);
    expect(one?.opens).toEqual([]);
    expect(one?.explanation).toMatch(/^role prod-admin would have been /);
  });

  test('what failed although it was allowed shows whom it would have let in, and opens nothing', () => {
    const door = newTrust('reports', trustOf(outsider), { errorCode: 'MalformedPolicyDocumentException' });
    expect([door.outcome, door.weight, door.opens]).toEqual(['failed', 'recorded', []]);
    expect(door.explanation).toContain('would have been');
    expect(door.explanation).toContain(OUTSIDER);
  });

  test('the work of a service of AWS is recorded, unless it opens something to outside', () => {
    const userIdentity = { type: 'AWSService', invokedBy: 'sso.amazonaws.com' };
    expect(newTrust('builder', trustOf(insider), { userIdentity }).weight).toBe('recorded');
    expect(newTrust('prod-admin', trustOf(insider), { userIdentity }).weight).toBe('normal');
    expect(newTrust('prod-admin', trustOf(outsider), { userIdentity }).weight).toBe('urgent');
  });
});

describe('what a role may do', () => {
  const inline = (roleName: string, statement: object) =>
    doorOf(
      recordOf('iam', 'PutRolePolicy', {
        requestParameters: {
          roleName,
          policyName: 'p',
          policyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
        },
      }),
    );

  test.each([
    [{ Effect: 'Allow', Action: '*', Resource: '*' }, 'normal'],
    [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }, 'normal'],
    [{ Effect: 'Allow', Action: 'IAM:Put?olePolicy', Resource: 'arn:aws:iam::*:role/*' }, 'normal'],
    [{ Effect: 'Allow', NotAction: 'organizations:*', Resource: '*' }, 'normal'],
    [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }, 'normal'],
    [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::1:role/reader' }, 'recorded'],
    [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }, 'recorded'],
    [{ Effect: 'Deny', Action: '*', Resource: '*' }, 'recorded'],
  ])('a role that is not designated given %j is %s', (statement, weight) => {
    expect(inline('reports', statement).weight).toBe(weight);
  });

  test('any change of a designated role rings, but not the revocation of its sessions', () => {
    const deny = { Effect: 'Deny', Action: ['*'], Resource: ['*'] };
    expect(inline('prod-admin', deny).weight).toBe('normal');
    const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [deny] });
    const params = { roleName: 'prod-admin', policyName: 'AWSRevokeOlderSessions', policyDocument };
    const revoked = doorOf(recordOf('iam', 'PutRolePolicy', { requestParameters: params }));
    expect(revoked.weight).toBe('recorded');
    expect(revoked.explanation).toContain('revoked');
  });

  test('under the name of a revocation nothing can be given', () => {
    const policyDocument = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
    const params = { roleName: 'reports', policyName: 'AWSRevokeOlderSessions', policyDocument };
    expect(doorOf(recordOf('iam', 'PutRolePolicy', { requestParameters: params })).weight).toBe('normal');
  });
});

describe('IAM users', () => {
  const made = (more = {}) => doorOf(recordOf('iam', 'CreateAccessKey', more));

  test('a key without a user name is for the caller, by root it is a key of root', () => {
    expect(made().subject).toEqual({ type: 'IAM user', name: 'alice' });
    const byRoot = made({ userIdentity: ROOT });
    expect([byRoot.kind, byRoot.weight, byRoot.subject.name]).toEqual(['root', 'urgent', ACCOUNT]);
  });

  test.each([
    ['Active', 'normal'],
    ['Inactive', 'recorded'],
  ])('a key made %s is %s', (status, weight) => {
    const requestParameters = { userName: 'bob', accessKeyId: 'AKIAEXAMPLE', status };
    expect(doorOf(recordOf('iam', 'UpdateAccessKey', { requestParameters })).weight).toBe(weight);
  });

  test.each([
    ['user alice', 'alice'],
    [`arn:aws:iam::${ACCOUNT}:user/a/path/alice`, 'alice'],
    ['group alice', '(not named in the record)'],
    ['*', '(not named in the record)'],
  ])('a refused creation on resource %s names %s', (resource, name) => {
    const record = recordOf('iam', 'CreateUser', {
      ...refusedFor('iam:CreateUser', resource),
      userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/x/y` },
    });
    expect(doorOf(record).subject.name).toBe(name);
  });

  test('a name that may have been cut off with its message is not shown', () => {
    const errorMessage = `${'x'.repeat(980)} on resource: user aaaaaaaaaaaaaaaaaaaaaa`;
    const record = recordOf('iam', 'CreateUser', {
      errorCode: 'AccessDenied',
      errorMessage,
      userIdentity: {},
    });
    expect(doorOf(record).subject.name).toBe('(not named in the record)');
  });

  test('whatever a template, a state machine or the console does is done by a person', () => {
    const weights = ['cloudformation', 'signin', 'AWS Internal', 'states', 'scheduler'].map((by) => {
      const invokedBy = by === 'AWS Internal' ? by : `${by}.amazonaws.com`;
      return made({ userIdentity: { type: 'AssumedRole', invokedBy } }).weight;
    });
    expect(weights).toEqual(['normal', 'normal', 'normal', 'normal', 'normal']);
  });

  test('a service with the role that only it can take does its own work', () => {
    const weights = [
      'aws-service-role/x.amazonaws.com/AWSServiceRoleForX',
      'x/aws-service-role/AWSServiceRoleForX',
    ].map((role) => {
      const sessionIssuer = { arn: `arn:aws:iam::${ACCOUNT}:role/${role}` };
      return made({ userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer } } }).weight;
    });
    expect(weights).toEqual(['recorded', 'normal']);
  });

  test('a designated role is told of whoever changes it, but for the permission sets of Identity Center', () => {
    const changed = (roleName: string, service: string) =>
      doorOf(
        recordOf('iam', 'AttachRolePolicy', {
          requestParameters: { roleName, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
          userIdentity: {
            type: 'AssumedRole',
            sessionContext: {
              sessionIssuer: {
                arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/${service}/AWSServiceRoleForX`,
              },
            },
          },
        }),
        doorContext({ isDesignated: () => true }),
      ).weight;
    expect(changed('prod-admin', 'states.amazonaws.com')).toBe('normal');
    expect(changed('prod-admin', 'sso.amazonaws.com')).toBe('normal');
    expect(changed('AWSReservedSSO_Admin_7243976e43c75fc5', 'sso.amazonaws.com')).toBe('recorded');
  });

  test("root's access key rings whatever service stands between", () => {
    const invokedBy = 'states.amazonaws.com';
    const record = recordOf('iam', 'CreateAccessKey', { userIdentity: { ...ROOT, invokedBy } });
    expect(doorOf(record).weight).toBe('urgent');
  });
});
