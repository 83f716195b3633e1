/** The owner reads everything, the client plain words: the two editions of the same access, compared. */
import type { AccessRow } from '../../lib/history/access-row.ts';
import type { Notification } from '../../lib/notification/notification.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { wordRow } from '../../lib/usecases/word-row.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { rowOfAccess } from '../../lib/usecases/make-row.ts';
import { readEventCases, readEventPolicy } from '../support/event-cases.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { EVER, startRecording } from '../support/recording.ts';
import {
  consoleRecord,
  crossAccountRecord,
  envelopeOf,
  namelessDenial,
  switchRoleRecord,
} from '../support/sample-events.ts';
import { PRODUCTION, samplePolicy } from '../support/sample-policy.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';

const HISTORY = 'https://history.example';

const rowsOf = async (...records: readonly JsonObject[]): Promise<readonly AccessRow[]> => {
  const { effects, history } = startRecording();
  for (const record of records) await recordEvent(effects, envelopeOf(record));
  return (await history.list(EVER)).rows;
};

const editionsOf = async (...records: readonly JsonObject[]) => {
  const [row] = await rowsOf(...records);
  if (row === undefined) throw new Error('nothing recorded');
  const around = { policy: samplePolicy, historyUrl: HISTORY };
  return { row, owner: wordRow(around, row, 'owner'), client: wordRow(around, row, 'client') };
};

const factOf = ({ facts }: Notification, label: string) => facts.find((fact) => fact.label === label);

const SAML = crossAccountRecord({
  eventName: 'AssumeRoleWithSAML',
  userIdentity: {
    type: 'SAMLUser',
    principalId: 'x=:jane.doe@example.com',
    userName: 'jane.doe@example.com',
  },
  requestParameters: {
    roleArn: `arn:aws:iam::${PRODUCTION}:role/prod-admin`,
    roleSessionName: 'jane.doe@example.com',
  },
});
const SERVICE = crossAccountRecord({
  userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
  sourceIPAddress: 'lambda.amazonaws.com',
  requestParameters: {
    roleArn: `arn:aws:iam::${PRODUCTION}:role/prod-admin`,
    roleSessionName: 'awslambda_744_20230710122532896',
  },
});
const GITHUB = crossAccountRecord({
  eventName: 'AssumeRoleWithWebIdentity',
  userIdentity: { type: 'WebIdentityUser', userName: 'repo:acme/app:ref:refs/heads/main', principalId: 'p' },
});

const CASES: readonly (readonly [string, readonly JsonObject[]])[] = [
  ['a vendor’s user', [crossAccountRecord()]],
  [
    'a vendor’s role session',
    [
      crossAccountRecord({
        userIdentity: {
          type: 'AWSAccount',
          principalId: 'AROAEXAMPLECALLER0001:bob@vendor',
          accountId: '777788889999',
        },
      }),
    ],
  ],
  ['a console switch', [switchRoleRecord(), consoleRecord()]],
  ['a federated user', [SAML]],
  ['an AWS service', [SERVICE]],
  ['a GitHub job', [GITHUB]],
  [
    'an unknown account',
    [
      crossAccountRecord({
        userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000009', accountId: '999999999999' },
      }),
    ],
  ],
  [
    'a refused user',
    [
      crossAccountRecord({
        errorCode: 'AccessDenied',
        errorMessage: `User: arn:aws:iam::${PRODUCTION}:user/eve is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${PRODUCTION}:role/prod-admin`,
        userIdentity: {
          type: 'IAMUser',
          userName: 'eve',
          arn: `arn:aws:iam::${PRODUCTION}:user/eve`,
          accountId: PRODUCTION,
          accessKeyId: 'AKIAEXAMPLE000000001',
          principalId: 'AIDAEVE',
        },
        requestParameters: null,
      }),
    ],
  ],
];

describe.each(CASES)('The client’s edition of %s', (_name, records) => {
  it('holds no ARN, account number, key id, address, principal id, link or name the caller made up', async () => {
    const { row, client } = await editionsOf(...records);
    const text = JSON.stringify({ ...client, accessId: '' });
    expect(text).not.toMatch(/arn:aws/);
    expect(text).not.toMatch(/\b\d{12}\b/);
    expect(text).not.toMatch(/\b(AKIA|ASIA|AIDA|AROA)/);
    expect(text).not.toMatch(/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/);
    expect(client.links).toEqual([]);
    const { access } = row;
    const verified = access?.caller.certainty === 'asserted' || access?.caller.certainty === 'resolved';
    if (!verified && access?.session.name !== undefined) expect(text).not.toContain(access.session.name);
  });

  it('says who, what, when and whom to ask, in the client’s time zone', async () => {
    const { client } = await editionsOf(...records);
    expect(client.facts.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Who', 'What', 'When', 'Questions']),
    );
    expect(client.sentence).toMatch(/Production administrator in ACME production/);
    expect(factOf(client, 'When')?.value).toMatch(/22 November 2026 at 06:59:50 (EST|GMT-5)/);
    expect(factOf(client, 'Questions')?.value).toBe('Platform team, +49 30 1234');
  });
});

describe('The client’s edition of every case in events/', () => {
  const cases = readEventCases().flatMap(({ name, text }) => {
    const judged = judgeEvent(readEventPolicy(), text);
    return judged.kind === 'access' ? [{ name, judged }] : [];
  });

  it.each(cases)('$name', ({ judged }) => {
    const policy = readEventPolicy();
    const row = rowOfAccess({ policy, clock: virtualClock() }, { ...judged, foundBy: 'event', joined: [] });
    const client = wordRow({ policy, historyUrl: HISTORY }, row, 'client');
    const text = JSON.stringify({ ...client, accessId: '' });
    expect(text).not.toMatch(/arn:aws|\b\d{12}\b|\b(AKIA|ASIA|AIDA|AROA)|\b\d{1,3}(\.\d{1,3}){3}\b/);
    expect(text).not.toContain('another company');
    const { access } = judged;
    const verified = ['asserted', 'resolved'].includes(access.caller.certainty);
    if (!verified && access.session.name !== undefined) expect(text).not.toContain(access.session.name);
  });
});

describe('The client’s edition', () => {
  it('calls an unverified person by the company’s name', async () => {
    const { client } = await editionsOf(crossAccountRecord());
    expect(client.sentence).toMatch(/^A person from Northwind Managed Services became/);
  });

  it('names a person whom AWS or the identity provider names', async () => {
    const { client } = await editionsOf(SAML);
    expect(client.sentence).toMatch(/^jane\.doe@example\.com/);
    const joined = await editionsOf(switchRoleRecord(), consoleRecord());
    expect(joined.client.sentence).toMatch(/^alice\.miller \(Northwind Managed Services\) became/);
  });

  it('calls programs what they are', async () => {
    expect((await editionsOf(SERVICE)).client.sentence).toMatch(/^An AWS service became/);
    expect((await editionsOf(GITHUB)).client.sentence).toMatch(/^An automated job became/);
  });
});

describe('The owner’s edition', () => {
  it('says who, how sure we are, from which account, which role, when, from where, MFA and until when', async () => {
    const { owner } = await editionsOf(crossAccountRecord());
    expect(owner.title).toBe(
      '"alice" (unverified) from Northwind Managed Services entered Production administrator in ACME production',
    );
    const values = Object.fromEntries(owner.facts.map(({ label, value }) => [label, value]));
    expect(values).toMatchObject({
      Who: 'alice',
      'From account': 'Northwind Managed Services (777788889999)',
      Caller: 'AIDAEXAMPLEUSER000001',
      Role: `arn:aws:iam::${PRODUCTION}:role/prod-admin`,
      'Session name': 'alice',
      'From where': '198.51.100.18',
      MFA: 'not recorded',
      'External ID': 'passed',
    });
    expect(factOf(owner, 'Who')?.note).toBe('a name the caller chose, not verified');
    expect(values['When']).toMatch(/Sunday,? 22 November 2026 at 12:59:50 (CET|GMT\+1)/);
    expect(values['Until']).toMatch(/13:59:50/);
  });

  it('links to the history and to the record in CloudTrail', async () => {
    const { owner } = await editionsOf(crossAccountRecord());
    expect(owner.links.map(({ url }) => url)).toEqual([
      `${HISTORY}/?access=${PRODUCTION}.event-1`,
      'https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/event-1',
    ]);
  });

  it('puts a refusal first and a program last', async () => {
    expect((await editionsOf(SERVICE)).owner.importance).toBe('routine');
    expect((await editionsOf(crossAccountRecord())).owner.importance).toBe('normal');
    expect((await editionsOf(namelessDenial())).owner.importance).toBe('urgent');
  });

  it('says how late an entry was found', async () => {
    const { effects, history } = startRecording();
    await recordEvent(
      effects,
      envelopeOf(crossAccountRecord({ eventTime: '2026-11-22T11:15:00Z' })),
      'sweep',
    );
    const row = (await history.list(EVER)).rows[0]!;
    const owner = wordRow({ policy: samplePolicy, historyUrl: HISTORY }, row, 'owner');
    expect(factOf(owner, 'Found')?.value).toBe(
      'by the sweep, 45 minutes late: EventBridge did not deliver it',
    );
  });

  it('keeps every text on one line, whatever the caller wrote', async () => {
    const nasty = 'evil\u001b[31m\u2028\u202egnp\nSubject: x';
    const { owner } = await editionsOf(
      crossAccountRecord({
        userIdentity: { type: 'SAMLUser', userName: nasty, principalId: nasty },
        eventName: 'AssumeRoleWithSAML',
        userAgent: nasty,
      }),
    );
    const texts = [
      owner.title,
      owner.sentence,
      ...owner.facts.flatMap(({ value, note }) => [value, note ?? '']),
    ];
    for (const text of texts) expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});

describe('what to do and whom to believe, for the owner', () => {
  const ownerOf = async (record: JsonObject) => (await editionsOf(record)).owner;

  it('says what to look at after a refusal and when a service took the role', async () => {
    const refused = await ownerOf(crossAccountRecord({ errorCode: 'AccessDenied', responseElements: null }));
    expect(factOf(refused, 'If unexpected')?.value).toContain('nobody got in');
    expect(factOf(await ownerOf(SERVICE), 'If unexpected')?.value).toContain(
      'change lambda.amazonaws.com resources with this role (iam:PassRole)',
    );
  });

  it('says who named the caller', async () => {
    expect(factOf(await ownerOf(SAML), 'Who')?.note).toBe('named by the identity provider');
    expect(factOf(await ownerOf(GITHUB), 'Who')?.note).toBe('named by the identity provider');
    expect(factOf(await ownerOf(SERVICE), 'Who')?.note).toBe('named by AWS');
  });

  it('cuts a long principal id', async () => {
    const principalId = `arn:aws:iam::111122223333:oidc-provider/${'x'.repeat(400)}`;
    const identity = { type: 'WebIdentityUser', userName: 'repo:acme/app', principalId };
    const owner = await ownerOf({ ...GITHUB, userIdentity: identity });
    expect(factOf(owner, 'Caller')?.note).toBe('principal id');
    expect(factOf(owner, 'Caller')?.value.length).toBeLessThanOrEqual(200);
  });

  it('says no end that lies before the beginning', async () => {
    const owner = await ownerOf(
      crossAccountRecord({
        responseElements: {
          credentials: { accessKeyId: 'ASIAEXAMPLE', expiration: 'Mar 19, 2020, 1:30:20 AM' },
        },
      }),
    );
    expect(factOf(owner, 'Until')).toBeUndefined();
  });
});
