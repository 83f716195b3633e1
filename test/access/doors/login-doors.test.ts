import { ACCOUNT, ALICE, doorOf, readDoor, recordOf, refusedFor, ROOT } from './door-kit.ts';

const session = (role: string) => ({
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:carol',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/carol`,
  accountId: ACCOUNT,
});

const login = (userIdentity: object, mfaUsed: string, result = 'Success') =>
  doorOf(
    recordOf('signin', 'ConsoleLogin', {
      userIdentity,
      responseElements: { ConsoleLogin: result },
      additionalEventData: { MFAUsed: mfaUsed },
      ...(result === 'Failure' ? { errorMessage: 'Failed authentication' } : {}),
    }),
  );

describe('logins to the console', () => {
  test.each([
    ['an IAM user', ALICE, 'Yes', 'yes'],
    ['an IAM user, in capitals', ALICE, 'YES', 'yes'],
    ['an IAM user without', ALICE, 'No', 'no'],
    ['root without', ROOT, 'No', 'no'],
    ['a session of a role', session('prod-admin'), 'No', 'not-recorded'],
    [
      'a federated user',
      { type: 'FederatedUser', arn: `arn:aws:sts::${ACCOUNT}:federated-user/x` },
      'No',
      'not-recorded',
    ],
  ])('the second factor of %s', (_who, identity, used, mfa) => {
    const door = login(identity, used);
    expect(door.mfa).toBe(mfa);
    expect(door.explanation.includes('without a second factor')).toBe(mfa === 'no');
  });

  test('a failure has no error code; it is recorded, and rings for root; nothing is said of its second factor', () => {
    const [user, root] = [ALICE, ROOT].map((identity) => login(identity, 'No', 'Failure'));
    expect([user?.outcome, user?.weight, user?.mfa]).toEqual(['failed', 'recorded', 'not-recorded']);
    expect([root?.outcome, root?.weight, root?.kind]).toEqual(['failed', 'normal', 'root']);
  });

  test('a user name that does not exist is not shown, because it may be a password', () => {
    const hidden = { type: 'IAMUser', accountId: ACCOUNT, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' };
    const door = login(hidden, 'No', 'Failure');
    expect(JSON.stringify(door)).not.toContain('HIDDEN');
    expect(door.explanation).toContain('a user name that does not exist');
  });
});

describe('`aws login`', () => {
  const authorized = (identity: object, client: string) =>
    doorOf(
      recordOf('signin', 'AuthorizeOAuth2Access', {
        userIdentity: identity,
        readOnly: true,
        requestParameters: { client_id: client },
        additionalEventData: { success: 'true' },
      }),
    ).weight;

  test.each([
    ['an IAM user', ALICE, 'arn:aws:signin:::devtools/same-device', 'normal'],
    ['a designated role', session('prod-admin'), 'arn:aws:signin:::devtools/same-device', 'normal'],
    ['any other role', session('reports'), 'arn:aws:signin:::devtools/same-device', 'recorded'],
    [
      'any other role, on another device',
      session('reports'),
      'arn:aws:signin:::devtools/cross-device',
      'normal',
    ],
    [
      'any other role, a program',
      session('reports'),
      'arn:aws:signin:eu-west-1::external-client/dcr/1',
      'normal',
    ],
  ])('%s', (_who, identity, client, weight) => {
    expect(authorized(identity, client)).toBe(weight);
  });
});

describe('root', () => {
  const byRoot = (eventName: string, more = {}) =>
    readDoor(recordOf('ec2', eventName, { userIdentity: ROOT, ...more }));

  test('what root changes is urgent, what root looks at is recorded', () => {
    expect(byRoot('RunInstances')?.weight).toBe('urgent');
    expect(byRoot('DescribeInstances', { readOnly: true })?.weight).toBe('recorded');
    expect(byRoot('DescribeInstances', { readOnly: 'True' })?.weight).toBe('recorded');
  });

  test('a record too old to say whether it only reads is judged by its name', () => {
    expect(byRoot('DescribeInstances', { readOnly: undefined })?.weight).toBe('recorded');
    expect(byRoot('RunInstances', { readOnly: undefined })?.weight).toBe('urgent');
  });

  test('many calls of one visit have one subject', () => {
    expect(byRoot('RunInstances')?.subject).toEqual(byRoot('CreateKeyPair')?.subject);
  });

  test('what AWS does in the name of root does not ring, what it reads is not even kept', () => {
    const userIdentity = { ...ROOT, invokedBy: 'autoscaling.amazonaws.com' };
    expect(byRoot('CreateTags', { userIdentity })?.weight).toBe('recorded');
    expect(byRoot('DescribeInstances', { userIdentity, readOnly: true })).toBeUndefined();
  });

  test('whatever else the door is, by root it rings; a refused one too, less urgently', () => {
    const deleted = { userIdentity: ROOT, requestParameters: { userName: 'bob' } };
    expect(doorOf(recordOf('iam', 'DeleteUser', deleted))).toMatchObject({
      kind: 'iam-user',
      weight: 'urgent',
    });
    const refused = { userIdentity: ROOT, ...refusedFor('iam:DeleteUser', 'user bob') };
    expect(doorOf(recordOf('iam', 'DeleteUser', refused)).weight).toBe('normal');
  });

  test('nobody else is root', () => {
    expect(readDoor(recordOf('ec2', 'RunInstances'))).toBeUndefined();
  });

  test.each([
    ['777788889999', '777788889999'],
    ['arn:aws:iam::777788889999:root', '777788889999'],
    ['nonsense', '(not named in the record)'],
  ])('AssumeRoot of %s is told of %s', (targetPrincipal, name) => {
    const requestParameters = {
      targetPrincipal,
      taskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/X' },
    };
    const door = doorOf(recordOf('sts', 'AssumeRoot', { requestParameters }));
    expect([door.kind, door.weight, door.subject.name]).toEqual(['root', 'urgent', name]);
  });
});

describe('delegation', () => {
  test('it shows in any door, with the name of the account where it is known', () => {
    const userIdentity = { ...session('reports'), invokedByDelegate: { accountId: ACCOUNT } };
    const door = doorOf(
      recordOf('ram', 'CreateResourceShare', { userIdentity, requestParameters: { name: 'x' } }),
    );
    expect(door.explanation).toContain(`product provider account ${ACCOUNT} (ACME production)`);
  });
});
