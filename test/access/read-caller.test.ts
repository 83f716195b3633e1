/** Who it was: which piece of a record gives the name, and in which order the others stand behind it. */
import { readCaller } from '../../lib/access/read-caller.ts';
import { at, type JsonObject, parseJson, textAt } from '../../lib/kernel/json.ts';
import { readEventCases } from '../support/event-cases.ts';

const ACCOUNT = '111122223333';

const session = (changes: JsonObject = {}): JsonObject => ({
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEFIRST0001:jane.doe',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/jane.doe`,
  accountId: ACCOUNT,
  ...changes,
});

const SSO_ROLE = 'AWSReservedSSO_Admin_0123456789abcdef';

const identityCenter = (
  path = '/aws-reserved/sso.amazonaws.com/eu-central-1/',
  role = SSO_ROLE,
): JsonObject =>
  session({
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${SSO_ROLE}/jane.doe`,
    sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${ACCOUNT}:role${path}${role}` } },
  });

const recordOf = (userIdentity: JsonObject, changes: JsonObject = {}): JsonObject => ({
  userIdentity,
  requestParameters: { roleSessionName: 'release-42', sourceIdentity: 'jane' },
  ...changes,
});

const sourcesOf = (record: JsonObject): readonly string[] =>
  readCaller(record).evidence.map(({ source }) => source);

describe('the ladder of evidence', () => {
  test('source identity, directory, role, previous session, session name, provider, principal id', () => {
    const record = recordOf(
      session({
        onBehalfOf: { userId: '9067f1b2', identityStoreArn: 'arn:aws:identitystore::1:identitystore/d-1' },
        invokedByDelegate: { accountId: '999988887777' },
        sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${ACCOUNT}:role/deploy` } },
      }),
    );
    expect(sourcesOf(record)).toEqual([
      'sourceIdentity',
      'userIdentity.onBehalfOf.userId',
      'userIdentity.onBehalfOf.identityStoreArn',
      'userIdentity.sessionContext.sessionIssuer.arn',
      'userIdentity.principalId',
      'requestParameters.roleSessionName',
      'userIdentity.invokedByDelegate.accountId',
      'userIdentity.principalId',
    ]);
  });

  test('a name that AWS gives stands before a source identity that the caller chose', () => {
    const user = { type: 'IAMUser', userName: 'carol', accountId: ACCOUNT, principalId: 'AIDAEXAMPLE' };
    const caller = readCaller(recordOf(user));
    expect(caller).toMatchObject({ label: 'carol', certainty: 'asserted' });
    expect(caller.evidence.map(({ source }) => source)).toEqual([
      'userIdentity.userName',
      'sourceIdentity',
      'requestParameters.roleSessionName',
      'userIdentity.principalId',
    ]);
  });

  test('what an identity provider says of the source identity stands before its subject', () => {
    const user = { type: 'SAMLUser', userName: 'x1234', principalId: 'hash=:x1234' };
    expect(readCaller(recordOf(user))).toMatchObject({ label: 'jane', certainty: 'asserted' });
    expect(sourcesOf(recordOf(user))[1]).toBe('userIdentity.userName');
  });

  test('a session whose name AWS vouches for has no name that the caller chose', () => {
    const { evidence } = readCaller({ userIdentity: identityCenter() });
    expect(evidence.map(({ source, certainty }) => [source, certainty])).toEqual([
      ['userIdentity.arn', 'asserted'],
      ['userIdentity.sessionContext.sessionIssuer.arn', 'unknown'],
      ['userIdentity.principalId', 'unknown'],
    ]);
  });

  test('the piece that gives the label stands first in every case of events/', () => {
    const callers = readEventCases().flatMap(({ name, text }) => {
      const record = at(parseJson(text), 'detail');
      return typeof record === 'object' && record !== null
        ? [{ name, caller: readCaller(record as JsonObject) }]
        : [];
    });
    const odd = callers.filter(
      ({ caller: { certainty, evidence } }) =>
        certainty !== 'unknown' && evidence[0]?.certainty !== certainty && evidence.length > 0,
    );
    expect(callers.length).toBeGreaterThan(200);
    expect(odd.map(({ name }) => name)).toEqual([]);
  });
});

describe('a name is never more than it is', () => {
  test.each([
    [
      'an instance without a word of AWS',
      session({
        principalId: 'AROAX:i-0123456789abcdef0',
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/web/i-0123456789abcdef0`,
      }),
    ],
    ['a session that a program named', session({ principalId: 'AROAX:botocore-session-1' })],
    ['an account alone', { type: 'AWSAccount', accountId: '777788889999' }],
    ['nothing', {}],
  ])('%s is nobody', (_name, identity) => {
    const caller = readCaller({ userIdentity: identity });
    expect(caller.certainty).toBe('unknown');
    expect(caller.label).not.toBe('');
  });

  test('only a path of AWS makes a role one of a service', () => {
    const linked = (host: string): string | undefined =>
      readCaller({
        userIdentity: session({
          sessionContext: {
            sessionIssuer: {
              arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/${host}/AWSServiceRoleForX`,
            },
          },
        }),
      }).service;
    expect(linked('support.amazonaws.com')).toBe('support.amazonaws.com');
    expect(linked('support.amazonaws.com.evil.example')).toBeUndefined();
    expect(linked('amazonaws.com')).toBeUndefined();
  });

  test.each(['/aws-reserved/sso.amazonaws.com/', '/aws-reserved/sso.amazonaws.com/eu-central-1/'])(
    'a session in a role below %s has its name from Identity Center',
    (path) => {
      expect(readCaller({ userIdentity: identityCenter(path) })).toMatchObject({
        label: 'jane.doe',
        certainty: 'asserted',
      });
    },
  );

  test.each([
    ['beside its path', identityCenter('/')],
    ['below a path like it', identityCenter('/x/aws-reserved/sso.amazonaws.com/')],
    ['of a service like it', identityCenter('/aws-reserved/sso.amazonaws.com.evil.example/')],
    ['of another name', identityCenter(undefined, 'AWSReservedSSO_Other_0123456789abcdef')],
    ['that is not told', session({ arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${SSO_ROLE}/jane.doe` })],
  ])('a role named as Identity Center names its own %s proves nothing', (_name, userIdentity) => {
    expect(readCaller({ userIdentity })).toMatchObject({ label: 'jane.doe', certainty: 'claimed' });
  });

  const withToken = (type: string, errorCode?: string): JsonObject => ({
    userIdentity: { type, userName: 'jane', identityProvider: 'accounts.google.com' },
    requestParameters: { roleSessionName: 'release', sourceIdentity: 'jane.doe' },
    ...(errorCode === undefined ? {} : { errorCode }),
  });

  test.each(['WebIdentityUser', 'SAMLUser'])('%s: what a refused token says is a claim', (type) => {
    for (const code of ['InvalidIdentityToken', 'ExpiredTokenException', 'IDPRejectedClaim', 'NewOfAWS']) {
      const { certainty, evidence } = readCaller(withToken(type, code));
      expect(certainty).toBe('claimed');
      expect(evidence.map((piece) => piece.certainty)).not.toContain('asserted');
      expect(evidence[0]?.note).toContain('AWS refused');
    }
  });

  test.each(['WebIdentityUser', 'SAMLUser'])('%s: a sound token stays one where access is denied', (type) => {
    for (const code of [undefined, 'AccessDenied', 'AccessDeniedException'])
      expect(readCaller(withToken(type, code)).certainty).toBe('asserted');
  });

  test('a source identity that an issuer sets is told with the issuer', () => {
    const record = withToken('WebIdentityUser');
    const at = (identityProvider: string) =>
      readCaller({ ...record, userIdentity: { type: 'WebIdentityUser', identityProvider } });
    expect(at('arn:aws:iam::111122223333:oidc-provider/login.evil.example').label).toBe(
      'jane.doe at login.evil.example',
    );
    expect(at('').label).toBe('jane.doe');
  });

  test('the issuer of a token is among the evidence', () => {
    const identityProvider = 'arn:aws:iam::111122223333:oidc-provider/login.evil.example';
    const { evidence } = readCaller({
      userIdentity: { type: 'WebIdentityUser', userName: 'x', identityProvider },
    });
    expect(evidence).toContainEqual({
      source: 'userIdentity.identityProvider',
      value: identityProvider,
      certainty: 'unknown',
      note: 'issuer of the token, named by AWS',
    });
  });

  test('a provider that acts for somebody is told behind the name, however long that is', () => {
    const { label } = readCaller({
      userIdentity: {
        type: 'IAMUser',
        userName: 'x'.repeat(500),
        invokedByDelegate: { accountId: '999988887777' },
      },
    });
    expect(label.endsWith('…, on behalf of product provider account 999988887777')).toBe(true);
    expect(Array.from(label).length).toBeLessThanOrEqual(200);
  });

  test('and is not made up by the name', () => {
    const userName = 'eve, on behalf of product provider account 999988887777';
    const caller = readCaller({ userIdentity: { type: 'IAMUser', userName } });
    expect(caller.evidence.some(({ source }) => source.includes('invokedByDelegate'))).toBe(false);
    expect(textAt(caller, 'label')).toBe(userName);
  });
});
