/** How every kind of caller is told: to the owner as sure as the record is, to the client in plain words. */
import type { Notification } from '../../lib/notification/notification.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { rowOfAccess } from '../../lib/usecases/make-row.ts';
import { wordRow } from '../../lib/usecases/word-row.ts';
import { readEventCases, readEventPolicy } from '../support/event-cases.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const policy = readEventPolicy();
const cases = readEventCases();

const told = (name: string): { readonly owner: Notification; readonly client: Notification } => {
  const judged = judgeEvent(policy, cases.find((one) => one.name === name)?.text ?? '');
  if (judged.kind !== 'access') throw new Error(`${name}: ${judged.kind}`);
  const row = rowOfAccess({ policy, clock: virtualClock() }, { ...judged, foundBy: 'event', joined: [] });
  const around = { policy, historyUrl: 'https://history.example' };
  return { owner: wordRow(around, row, 'owner'), client: wordRow(around, row, 'client') };
};

const factOf = ({ facts }: Notification, label: string) => facts.find((fact) => fact.label === label);

describe('the sentence about', () => {
  const role = 'became Production administrator in ACME production on';
  test.each([
    ['callers/lambda-function', `Lambda function nightly-report ${role}`, `An automated job ${role}`],
    [
      'callers/ec2-instance',
      `EC2 instance i-0123456789abcdef0 in role web-server ${role}`,
      `An automated job ${role}`,
    ],
    [
      'callers/instance-name-without-delivery',
      `Somebody not named in the record (role web-server, session i-0123456789abcdef0) ${role}`,
      `A person from ACME production ${role}`,
    ],
    [
      'callers/service-linked-role',
      `Service-linked role AWSServiceRoleForSupport ${role}`,
      `An AWS service ${role}`,
    ],
    [
      'callers/identity-center-user-by-id-only',
      `Identity Center user 9067f1b2-0000-7000-8000-aabbccddeeff ${role}`,
      `A person from ACME production ${role}`,
    ],
    [
      'callers/delegated-user',
      `carol, on behalf of product provider account 999988887777 ${role}`,
      `carol (ACME production), through a product provider ${role}`,
    ],
    [
      'callers/delegated-session-with-a-name',
      `Somebody calling themselves “alice”, on behalf of product provider account 999988887777 ${role}`,
      `A person from ACME production, through a product provider ${role}`,
    ],
    [
      'assume-role/delegated-to-a-provider',
      `role delegated, session botocore-session-1, on behalf of product provider account 777788889999 ${role}`,
      'through a product provider',
    ],
    [
      'callers/identity-center-session-of-another-account',
      'Somebody calling themselves “jane.doe@northwind.example” from Northwind Managed Services became',
      `A person from Northwind Managed Services ${role}`,
    ],
    [
      'roles-anywhere/certificate',
      `Certificate build-agent-7.acme.example ${role}`,
      `An automated job ${role}`,
    ],
    [
      'roles-anywhere/serial-number-only',
      `Somebody not named in the record (certificate with serial number 009f3c1de8a4b7721c) ${role}`,
      `An automated job ${role}`,
    ],
    [
      'web-identity/gitlab-branch',
      `GitLab CI, northwind/platform/shop (branch main) ${role}`,
      `An automated job ${role}`,
    ],
    [
      'pod-identity/second-record',
      `Amazon EKS pod checkout/payments-7d4b9 in shop ${role}`,
      `An AWS service ${role}`,
    ],
  ])('%s', (name, owner, client) => {
    const { owner: ownerNotice, client: clientNotice } = told(name);
    expect(ownerNotice.sentence).toContain(owner);
    expect(clientNotice.sentence).toContain(client);
  });

  test('a role that nobody names is one about the account', () => {
    const { owner } = told('roles-anywhere/without-role');
    expect(owner.sentence).toMatch(
      /^Certificate build-agent-7.acme.example became a role in ACME production on/,
    );
    expect(factOf(owner, 'Role')?.value).toBe('not named in the record');
  });
});

describe('the owner reads', () => {
  test('never "no" about a second factor of somebody else’s login', () => {
    const said = cases.flatMap(({ name, text }) => {
      const judged = judgeEvent(policy, text);
      if (judged.kind !== 'access' || judged.access.mfa !== 'no') return [];
      return [{ name, type: judged.access.caller.type }];
    });
    expect(said.length).toBeGreaterThan(0);
    expect(said.filter(({ type }) => type !== 'iam-user')).toEqual([]);
    expect(factOf(told('variants/mfa-false-of-a-federated-session').owner, 'MFA')).toEqual({
      label: 'MFA',
      value: 'not recorded',
      note: 'this kind of record cannot tell',
    });
  });

  test('both Regions of a call to the global endpoint', () => {
    for (const name of ['assume-role/global-endpoint-served-elsewhere', 'saml/served-by-another-region']) {
      expect(factOf(told(name).owner, 'Recorded in')?.value).toMatch(
        /^us-east-1, served by [a-z]+-[a-z]+-\d$/,
      );
    }
  });

  test('that an application may have acted for the user', () => {
    expect(factOf(told('saml/application-for-a-user').owner, 'Acting')?.value).toBe(
      'an application, for this user',
    );
    expect(factOf(told('saml/served-by-another-region').owner, 'Acting')).toBeUndefined();
  });

  test('that a role entered itself without its trust policy’s leave', () => {
    expect(factOf(told('callers/role-that-enters-itself').owner, 'Trust')?.value).toMatch(
      /^the role entered itself/,
    );
  });

  test('what can be done, which for a role of IAM Identity Center is not done in IAM', () => {
    expect(factOf(told('saml/application-for-a-user').owner, 'If unexpected')?.value).toMatch(
      /^disable the user in IAM Identity Center/,
    );
    expect(factOf(told('callers/own-role').owner, 'If unexpected')?.value).toMatch(
      /^revoke the active sessions/,
    );
  });

  test('who chose the session name', () => {
    expect(factOf(told('roles-anywhere/certificate').owner, 'Session name')?.note).toMatch(/^serial number/);
    expect(factOf(told('pod-identity/second-record').owner, 'Session name')?.note).toBe(
      'chosen by the AWS service',
    );
  });
});

test('in a title the provider is told, too, and nothing is cut in the middle of a claim', () => {
  expect(told('callers/delegated-session-with-a-name').owner.title).toBe(
    '"alice" (unverified) (by a product provider) entered Production administrator in ACME production',
  );
});

test('programs that enter all day come last', () => {
  expect(told('roles-anywhere/certificate').owner.importance).toBe('routine');
  expect(told('roles-anywhere/refused').owner.importance).toBe('urgent');
});
