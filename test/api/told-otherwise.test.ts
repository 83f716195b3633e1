/** Notices that were told in a digest, by a fallback, or followed by a later word. */
import type { AccessDetail, ShownDelivery, TimelineEntry } from '../../lib/api/contract.ts';
import { projectDetail } from '../../lib/api/project-detail.ts';
import type { Delivery, DeliveryState } from '../../lib/delivery/delivery.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import { isoAfter } from '../../lib/kernel/clock.ts';
import { redirectRejected } from '../../lib/usecases/redirect-rejected.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { ALICE, deliveryOf, POLICY, rowOf, type SeededAccess } from '../support/seed-history.ts';
import { variedAccesses } from '../support/varied-accesses.ts';

const NOW = new Date('2026-11-22T14:00:00.000Z');
const AROUND = { policy: POLICY, now: NOW };
const ROW = rowOf({ id: 'one', time: isoAfter(NOW, -3600), caller: ALICE, legs: ['slack'] });

const SENT: readonly Outcome[] = [{ kind: 'sent', reference: 'C1:1.1' }];
const REFUSED: readonly Outcome[] = [{ kind: 'rejected', code: 'not-authorised' }];

const OUTCOMES: Readonly<Record<DeliveryState, readonly Outcome[]>> = {
  sent: SENT,
  rejected: REFUSED,
  pending: [{ kind: 'retry', code: 'vendor-failed' }],
  'in-progress': [],
  digested: [],
  gathering: [],
};

const slack = (state: DeliveryState, more: Partial<Delivery> = {}): Delivery =>
  deliveryOf({
    row: ROW,
    destinationId: 'slack',
    channel: 'slack-app',
    state,
    outcomes: OUTCOMES[state],
    more,
  });

const standIn = (state: DeliveryState, more: Partial<Delivery> = {}): Delivery =>
  slack(state, {
    destinationId: 'mail',
    channel: 'sns',
    part: 'instead-of-slack',
    insteadOf: 'slack',
    ...more,
  });

const DIGESTED = slack('digested', { digestedIn: 'digest-1' });

const digest = (state: DeliveryState): Delivery =>
  slack(state, {
    accessId: 'digest-1',
    members: Array.from({ length: 20 }, (_, index) => ({
      accessId: `access-${index}`,
      destinationId: 'slack',
    })),
    reference: 'C1:9.9',
  });

const detailOf = (deliveries: readonly Delivery[], digests?: readonly Delivery[]): AccessDetail =>
  projectDetail({ row: ROW, deliveries, ...(digests === undefined ? {} : { digests }) }, AROUND);

const tellingOf = (...args: Parameters<typeof detailOf>) => detailOf(...args).summary.telling;

const cardOf = (detail: AccessDetail, destinationId: string): ShownDelivery | undefined =>
  detail.deliveries.find((delivery) => delivery.destinationId === destinationId);

const saidOf = (timeline: readonly TimelineEntry[]) => timeline.map(({ words, note }) => [words, note]);

const seeded = (id: string): AccessDetail => {
  const found: SeededAccess | undefined = variedAccesses(NOW).find(
    ({ row }) => row.accessId === `111122223333.${id}`,
  );
  if (found === undefined) throw new Error(`no access ${id} is seeded`);
  return projectDetail(found, AROUND);
};

describe('a notice in a digest', () => {
  it.each([
    ['gathering', 'waiting', 'its digest is being put together', 'waiting'],
    ['pending', 'waiting', 'waits in a digest', 'waiting'],
    ['in-progress', 'waiting', 'its digest is being sent', 'waiting'],
    ['sent', 'told', 'told in a digest', 'good'],
    ['rejected', 'rejected', 'its digest was rejected', 'bad'],
  ] as const)('whose state is %s is %s: %s', (state, code, words, tone) => {
    const detail = detailOf([DIGESTED], [digest(state)]);
    expect(detail.summary.telling.code).toBe(code);
    expect(detail.deliveries[0]).toMatchObject({ state: { code: 'digested', words }, tone });
  });

  it('that is not found counts as not delivered yet', () => {
    expect(tellingOf([DIGESTED]).code).toBe('waiting');
    expect(tellingOf([DIGESTED], [{ ...digest('sent'), destinationId: 'other' }]).code).toBe('waiting');
  });

  it('shows when the digest was accepted, with how many others, and where it is', () => {
    expect(seeded('digested').deliveries[0]?.digest).toMatchObject({
      words: 'together with 19 other notices',
      sentAt: '2026-11-22T09:00:02.400Z',
      url: 'https://acme.slack.com/archives/C0123456789/p9',
      attempts: [{ words: 'Slack took it' }],
    });
  });

  it('does not count others that are only meant to be in it', () => {
    expect(seeded('gathering').deliveries[0]?.digest?.words).toBe('together with other notices');
    const alone = { ...digest('sent'), members: [{ accessId: ROW.accessId, destinationId: 'slack' }] };
    expect(detailOf([DIGESTED], [alone]).deliveries[0]?.digest?.words).toBe(
      'alone: the other notices were sent by themselves',
    );
  });

  it('has the digest on its line of time, once', () => {
    const later = slack('digested', { part: 'repeats', digestedIn: 'digest-1' });
    const said = saidOf(detailOf([DIGESTED, later], [digest('sent')]).timeline);
    expect(said.filter(([words]) => words?.startsWith('Put into a digest for slack'))).toEqual([
      ['Put into a digest for slack: many notices waited there', 'together with 19 other notices'],
    ]);
    expect(said).toContainEqual(['Slack took it', 'slack: the digest']);
  });

  it('that was refused as a digest is told instead by the fallback of its own access', () => {
    const detail = detailOf([DIGESTED, standIn('sent')], [digest('rejected')]);
    expect(detail.summary.telling.code).toBe('told-instead');
    expect(cardOf(detail, 'slack')).toMatchObject({ tone: 'bad', instead: 'mail was told instead.' });
  });
});

describe('a notice that its destination refused', () => {
  it('is told instead once its fallback was, and still shows the refusal', () => {
    const detail = detailOf([slack('rejected'), standIn('sent')]);
    expect(detail.summary.telling).toEqual({
      code: 'told-instead',
      words: 'told instead',
      note: 'slack refused, mail was told instead',
    });
    expect(cardOf(detail, 'slack')).toMatchObject({
      state: { code: 'rejected' },
      tone: 'bad',
      instead: 'mail was told instead.',
    });
    expect(cardOf(detail, 'mail')).toMatchObject({
      part: 'told instead of slack, which refused',
      tone: 'good',
    });
    expect(saidOf(detail.timeline)).toContainEqual([
      'Amazon SNS took it',
      'mail, told instead of slack, which refused',
    ]);
  });

  it.each([
    ['pending', 'waiting', 'mail is to be told instead; it does not have it yet.'],
    ['rejected', 'rejected', 'mail was to be told instead and refused as well.'],
  ] as const)('is %s as long as its fallback is: %s', (state, code, instead) => {
    const detail = detailOf([slack('rejected'), standIn(state)]);
    expect(detail.summary.telling.code).toBe(code);
    expect(cardOf(detail, 'slack')?.instead).toBe(instead);
  });

  it('says that nobody was told instead when nobody was', () => {
    const detail = detailOf([slack('rejected')]);
    expect(detail.summary.telling.code).toBe('rejected');
    expect(detail.deliveries[0]?.instead).toBe('Nobody was told instead: there is no fallback for it.');
  });

  it('outweighs what was told elsewhere', () => {
    const jira = slack('rejected', { destinationId: 'jira', channel: 'jira' });
    expect(tellingOf([slack('rejected'), standIn('sent'), jira])).toMatchObject({
      code: 'rejected',
      note: '1 rejected, slack refused, mail was told instead',
    });
  });

  it('is found again with what the product itself opens instead', async () => {
    const clock = { now: () => NOW, newId: () => 'token', random: () => 0.5, sleep: async () => undefined };
    const ledger = new MemoryLedger(clock);
    const [platform] = POLICY.owners;
    const owners = platform === undefined ? [] : [{ ...platform, fallback: 'fallback-mail' }];
    for (const part of [undefined, 'repeats']) {
      const delivery = slack('rejected', { owner: 'platform', ...(part === undefined ? {} : { part }) });
      await redirectRejected(
        { ledger, policy: { ...POLICY, owners }, clock, historyUrl: 'https://history.example' },
        { kind: 'claimed', delivery, attempt: 1, token: 'token' },
        { kind: 'rejected', code: 'not-authorised' },
      );
    }
    const opened = ledger.deliveriesOf(ROW.accessId);
    const detail = detailOf([slack('rejected'), slack('rejected', { part: 'repeats' }), ...opened]);
    expect(cardOf(detail, 'slack')?.instead).toBe(
      'fallback-mail is to be told instead; it does not have it yet.',
    );
    expect(detail.deliveries.map(({ part }) => part)).toEqual([
      undefined,
      'told instead of slack, which refused',
      'said later: how often it repeated; told instead of slack, which refused',
    ]);
  });
});

describe('a later word', () => {
  it('lies with the notice it is about, and says how it was added', () => {
    expect(cardOf(seeded('nightly'), 'platform-slack')?.later).toMatchObject([
      { words: 'said later: 12 more times', how: 'added to the first notice', state: { code: 'sent' } },
    ]);
    expect(cardOf(seeded('corrected'), 'platform-jira')?.later).toMatchObject([
      { words: 'said later: AWS corrected the record' },
    ]);
    const own = slack('sent', { part: 'joined-e2', reference: 'C1:2.2' });
    expect(detailOf([slack('sent', { reference: 'C1:1.1' }), own]).deliveries[0]?.later).toMatchObject([
      { words: 'said later: who it was, from a second record', how: 'as a message of its own' },
    ]);
  });

  it('does not make a told access untold, but is not passed over', () => {
    const later = slack('pending', { part: 'repeats' });
    expect(tellingOf([slack('sent'), later])).toMatchObject({
      code: 'told',
      note: '1 told, 1 later word not delivered yet',
    });
  });

  it('does not make an untold access told', () => {
    expect(tellingOf([slack('pending'), slack('sent', { part: 'repeats' })]).code).toBe('waiting');
  });

  it('stands for itself where its first notice is not there', () => {
    const { deliveries } = detailOf([slack('sent', { part: 'later-kind' })]);
    expect(deliveries).toMatchObject([{ part: 'said later', later: [] }]);
  });
});
