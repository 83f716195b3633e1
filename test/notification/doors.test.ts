/** What is said of a door, in both editions. */
import type { Door } from '../../lib/access/door.ts';
import { DOOR_KINDS } from '../../lib/access/door.ts';
import { composeDoor, type DoorSurroundings } from '../../lib/notification/compose-door.ts';
import type { Notification } from '../../lib/notification/notification.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { rowOfDoor } from '../../lib/usecases/make-row.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { wordRow } from '../../lib/usecases/word-row.ts';
import { readEventCases, readEventPolicy } from '../support/event-cases.ts';
import { EVER, startRecording } from '../support/recording.ts';
import {
  createUserRecord,
  OWN_STACK,
  refusedStopLogging,
  refusedTrustRecord,
  regionEvent,
  rootRecord,
  STRANGER,
  trustRecord,
} from '../support/sample-doors.ts';
import { envelopeOf } from '../support/sample-events.ts';
import { NORTHWIND, PRODUCTION, samplePolicy } from '../support/sample-policy.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const HISTORY = 'https://history.example';

const worded = async (event: string) => {
  const { effects, history } = startRecording({ ownStack: OWN_STACK });
  await recordEvent(effects, event);
  const [row] = (await history.list(EVER)).rows;
  if (row?.door === undefined) throw new Error('no door recorded');
  const around = { policy: samplePolicy, historyUrl: HISTORY };
  return {
    door: row.door,
    owner: wordRow(around, row, 'owner'),
    client: wordRow(around, row, 'client'),
  };
};

const of = (record: JsonObject) => worded(envelopeOf(record));

const valuesOf = ({ facts }: Notification, label: string) =>
  facts.filter((fact) => fact.label === label).map(({ value }) => value);

describe('The owner’s edition of a door', () => {
  it('says in the title whose trust was widened, by whom and where', async () => {
    const { owner } = await of(trustRecord());
    expect(owner).toMatchObject({
      kind: 'door',
      importance: 'urgent',
      title: 'Trust of prod-admin widened by alice in ACME production',
      occurredAt: '2026-11-22T11:59:50.000Z',
    });
    expect(owner.sentence).toMatch(
      /^Role prod-admin was given a new trust policy and can now be assumed by account 999999999999.*\. alice did this in ACME production on Sunday, 22 November 2026/,
    );
  });

  it('names what was opened to whom, who it was, why it rings and what to do', async () => {
    const { owner } = await of(
      trustRecord(
        {},
        { principal: { AWS: [`arn:aws:iam::${STRANGER}:root`, `arn:aws:iam::${NORTHWIND}:root`] } },
      ),
    );
    expect(owner.facts.map(({ label }) => label)).toEqual([
      'What',
      'Who',
      'How we know',
      'From account',
      'Caller',
      'Opens',
      'Opens',
      'Account',
      'When',
      'From where',
      'MFA',
      'Recorded in',
      'Why it rings',
      'If unexpected',
    ]);
    expect(valuesOf(owner, 'Opens')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^account 999999999999, without external ID/),
        expect.stringMatching(/^account 777788889999 \(Northwind Managed Services\)/),
      ]),
    );
    expect(valuesOf(owner, 'Who')).toEqual(['alice']);
    expect(valuesOf(owner, 'Why it rings')).toEqual(['it opens a designated role to outside']);
    expect(valuesOf(owner, 'If unexpected')[0]).toMatch(/^put the earlier trust policy back/);
  });

  it('links to the history and to the record', async () => {
    const { owner } = await of(trustRecord());
    expect(owner.links).toEqual([
      { label: 'Open in the history', url: `${HISTORY}/?access=111122223333.event-door` },
      {
        label: 'Open in CloudTrail',
        url: 'https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/event-door',
      },
    ]);
  });

  it('carries what subscribers filter by', async () => {
    const { owner } = await of(trustRecord());
    expect(owner.attributes).toEqual({
      kind: 'door',
      edition: 'owner',
      account: PRODUCTION,
      doorKind: 'trust',
      role: 'prod-admin',
      certainty: 'asserted',
      callerType: 'iam-user',
    });
  });

  it('puts the deed first where there is no role to name', async () => {
    const { owner } = await of(createUserRecord());
    expect(owner.title).toBe('IAM user backdoor was created, by alice in ACME production');
  });

  it('says of a refused attempt that it was tried', async () => {
    const trail = await of(refusedStopLogging());
    expect(trail.owner.title).toBe(
      'alice tried in ACME production: trail prod-trail would have been stopped',
    );
    expect(trail.owner.sentence).toMatch(/^alice tried this in ACME production on .*, and AWS refused it: /);
    expect(valuesOf(trail.owner, 'Outcome')).toEqual(['AWS refused it (AccessDenied)']);
    expect(valuesOf(trail.owner, 'If unexpected')[0]).toMatch(/^nothing has changed/);
    const trust = await of(refusedTrustRecord('prod-admin'));
    expect(trust.owner.title).toBe('alice tried to change the trust of prod-admin in ACME production');
  });

  it('does not say twice that it was root', async () => {
    const { owner } = await of(rootRecord());
    expect(owner.title).toBe('The root user was used for braket CreateQuantumTask, in ACME production');
    expect(owner.sentence).not.toMatch(/root user.*did this/);
  });

  it('of a Region that AWS enabled names nobody and no record', async () => {
    const { owner } = await worded(JSON.stringify(regionEvent('af-south-1')));
    expect(owner.title).toMatch(/^The Region af-south-1 is enabled now, and has no rules of Rolecall/);
    expect(owner.links.map(({ label }) => label)).toEqual(['Open in the history']);
  });

  it('has room for the doer, however long the deed is', async () => {
    const name = 'x'.repeat(64);
    const { owner } = await of(createUserRecord({ requestParameters: { userName: name } }));
    expect(owner.title.length).toBeLessThanOrEqual(120);
    expect(owner.title).toContain(', by alice in ACME production');
  });

  it('names at most eight openings, and says that there are more', async () => {
    const accounts = Array.from(
      { length: 12 },
      (_, index) => `arn:aws:iam::${String(200000000000 + index)}:root`,
    );
    const { owner } = await of(trustRecord({}, { principal: { AWS: accounts } }));
    const opens = valuesOf(owner, 'Opens');
    expect(opens).toHaveLength(9);
    expect(opens.at(-1)).toBe('and 4 more; the history names them');
  });

  it('marks a repeat of a program as routine, unless it is urgent', async () => {
    const { effects, history } = startRecording();
    await recordEvent(effects, envelopeOf(createUserRecord()));
    const [row] = (await history.list(EVER)).rows;
    if (row === undefined) throw new Error('nothing recorded');
    const around = { policy: samplePolicy, historyUrl: HISTORY };
    expect(wordRow(around, { ...row, oneOfMany: 'x' }, 'owner').importance).toBe('routine');
  });
});

describe('The client’s edition of a door', () => {
  it('says in plain words that others may enter now', async () => {
    const { client } = await of(trustRecord());
    expect(client).toMatchObject({
      kind: 'door',
      importance: 'urgent',
      title: 'Who may become Production administrator in ACME production was changed',
      links: [],
      attributes: { kind: 'door', edition: 'client' },
    });
    expect(client.sentence).toMatch(
      /^alice \(ACME production\) changed on .* EST who may become Production administrator in ACME production\. Somebody from outside may enter now\.$/,
    );
    expect(client.facts.map(({ label }) => label)).toEqual(['Who', 'What', 'When', 'Questions']);
  });

  it('says that the root user was used', async () => {
    const { client } = await of(rootRecord());
    expect(client.title).toBe('The root user of ACME production was used');
    expect(client.sentence).toMatch(
      /^The root user of ACME production, which may do everything there, was used on /,
    );
  });

  it.each([
    ['a trust policy', trustRecord()],
    ['root', rootRecord()],
  ])('holds no ARN, no account number and no address, of %s', async (_what, record) => {
    const { client } = await of(record);
    expect(JSON.stringify({ ...client, accessId: '' })).not.toMatch(/arn:|\d{12}|198\.51\.100|AIDA|iam:|IAM/);
  });
});

describe('Every kind of door', () => {
  const around: DoorSurroundings = {
    accountName: 'ACME production',
    home: { same: true },
    owner: { name: 'Platform team' },
    timeZone: 'UTC',
    historyUrl: HISTORY,
    nameOfAccount: () => undefined,
  };

  it.each(DOOR_KINDS)('%s has words and advice, also for names chosen by an attacker', async (kind) => {
    const { door } = await of(createUserRecord());
    const hostile = '<script>alert(1)</script>\u202e\n<!channel> '.repeat(20);
    for (const outcome of ['success', 'denied', 'failed'] as const) {
      const shown: Door = {
        ...door,
        kind,
        outcome,
        subject: { type: 'role', name: hostile },
        explanation: hostile,
      };
      for (const edition of ['owner', 'client'] as const) {
        const notice = composeDoor(shown, edition, around);
        expect(notice.title.length).toBeLessThanOrEqual(120);
        expect(notice.title).not.toMatch(/[\n\u202e]/);
        expect(notice.facts.every(({ value }) => value.trim() !== '' && value.length <= 600)).toBe(true);
      }
      expect(valuesOf(composeDoor(shown, 'owner', around), 'If unexpected')[0]).toMatch(/\w{4}/);
    }
  });
});

describe('Every door in events/', () => {
  const cases = readEventCases().flatMap(({ name, text }) => {
    const judged = judgeEvent(readEventPolicy(), text, { ownStack: OWN_STACK });
    return judged.kind === 'door' ? [{ name, judged }] : [];
  });

  it.each(cases)('$name', ({ judged }) => {
    const policy = readEventPolicy();
    const row = rowOfDoor({ policy, clock: virtualClock() }, { ...judged, foundBy: 'event' });
    const owner = wordRow({ policy, historyUrl: HISTORY }, row, 'owner');
    expect(owner.title.length).toBeLessThanOrEqual(120);
    expect(owner.title).toMatch(/^["\p{L}\d]/u);
    expect(owner.sentence).toMatch(/\.$/);
    expect(owner.facts.every(({ value }) => value.trim() !== '' && !/[\n\u202e]/.test(value))).toBe(true);
    if (judged.route.legs.some(({ edition }) => edition === 'client')) {
      const client = wordRow({ policy, historyUrl: HISTORY }, row, 'client');
      const text = JSON.stringify({ ...client, accessId: '' });
      expect(text).not.toMatch(/arn:aws|\b\d{12}\b|\b(AKIA|ASIA|AIDA|AROA)|\b\d{1,3}(\.\d{1,3}){3}\b/);
    }
  });
});
