/** One suite for the ledger of AWS and its twin in memory: what the fault suite proves on the one holds for the other. */
import { type Claimed, LEASE_SECONDS, type Ledger } from '../../lib/delivery/ledger.ts';
import { deliveryTo, type MadeLedger, sampleNotification, TWO_LEDGERS } from '../support/two-ledgers.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

const KEY = { accessId: 'access-1', destinationId: 'slack' };
const ONE_PART = { ...KEY, part: 'repeats' };
const AN_HOUR_ON = '2026-11-22T13:00:00.000Z';

describe.each(TWO_LEDGERS)('The delivery ledger %s', (_name, make) => {
  let clock: VirtualClock;
  let made: MadeLedger;
  let ledger: Ledger;

  beforeEach(async () => {
    clock = virtualClock();
    made = await make(clock);
    ledger = made.ledger;
  });
  afterEach(() => made.close());

  const claimOrFail = async (key = KEY): Promise<Claimed> => {
    const claim = await ledger.claim(key);
    if (claim.kind !== 'claimed') throw new Error(`not claimed but ${claim.kind}`);
    return claim;
  };
  const now = () => clock.now().toISOString();

  it('opens a delivery once and answers only what it opened', async () => {
    const first = await ledger.open([deliveryTo('slack'), deliveryTo('jira')]);
    const second = await ledger.open([deliveryTo('slack'), deliveryTo('jira')]);
    expect(first.map(({ destinationId }) => destinationId).sort()).toEqual(['jira', 'slack']);
    expect(second).toEqual([]);
  });

  it('does not reset a settled delivery when it is opened again', async () => {
    await ledger.open([deliveryTo('slack')]);
    await ledger.settle(await claimOrFail(), { kind: 'sent', reference: 'C1:1' });
    await ledger.open([deliveryTo('slack')]);
    expect(await ledger.claim(KEY)).toEqual({ kind: 'settled' });
  });

  it('does not know a delivery that was never opened', async () => {
    expect(await ledger.claim(KEY)).toEqual({ kind: 'unknown' });
    expect(await ledger.find(KEY)).toBeUndefined();
  });

  it('gives a claimed delivery to nobody else while the lease runs', async () => {
    await ledger.open([deliveryTo('slack')]);
    const claim = await claimOrFail();
    expect(claim.attempt).toBe(1);
    const second = await ledger.claim(KEY);
    expect(second).toEqual({
      kind: 'in-progress',
      until: new Date(clock.now().getTime() + LEASE_SECONDS * 1000).toISOString(),
    });
  });

  it('gives a delivery whose holder died to the next, and remembers the lost attempt', async () => {
    await ledger.open([deliveryTo('slack')]);
    await claimOrFail();
    clock.advance(LEASE_SECONDS);
    const claim = await claimOrFail();
    expect(claim.attempt).toBe(2);
    expect(claim.delivery.attempts[0]).toEqual({ number: 1, startedAt: '2026-11-22T12:00:00.000Z' });
  });

  it('lets only the present holder settle', async () => {
    await ledger.open([deliveryTo('slack')]);
    const dead = await claimOrFail();
    clock.advance(LEASE_SECONDS);
    const alive = await claimOrFail();
    expect(await ledger.settle(dead, { kind: 'sent' })).toBe(false);
    expect(await ledger.settle(alive, { kind: 'sent' })).toBe(true);
    expect(await ledger.settle(dead, { kind: 'rejected', code: 'destination-gone' })).toBe(false);
    expect(await ledger.find(KEY)).toMatchObject({ state: 'sent' });
  });

  it('keeps the first outcome when an attempt is settled twice', async () => {
    await ledger.open([deliveryTo('slack')]);
    const claim = await claimOrFail();
    expect(await ledger.settle(claim, { kind: 'sent', reference: 'C1:1' })).toBe(true);
    clock.advance(1);
    expect(await ledger.settle(claim, { kind: 'rejected', code: 'destination-gone' })).toBe(true);
    expect(await ledger.find(KEY)).toMatchObject({
      state: 'sent',
      reference: 'C1:1',
      attempts: [{ number: 1, endedAt: '2026-11-22T12:00:00.000Z' }],
    });
  });

  it('hands a retried delivery out again when it is due and not before, with the earlier outcome', async () => {
    await ledger.open([deliveryTo('slack')]);
    const dueAt = '2026-11-22T12:00:02.000Z';
    const outcome = { kind: 'retry', code: 'rate-limited', retryAfterSeconds: 2 } as const;
    await ledger.settle(await claimOrFail(), outcome, dueAt);
    expect(await ledger.claim(KEY)).toEqual({ kind: 'not-due', dueAt });
    clock.advance(2);
    const again = await claimOrFail();
    expect(again.attempt).toBe(2);
    expect(again.delivery.attempts[0]?.outcome).toEqual(outcome);
  });

  it('never hands out a rejected delivery again', async () => {
    await ledger.open([deliveryTo('slack')]);
    await ledger.settle(await claimOrFail(), { kind: 'rejected', code: 'destination-gone' });
    clock.advance(24 * 3600);
    expect(await ledger.claim(KEY)).toEqual({ kind: 'settled' });
    expect(await ledger.pending(now(), 10)).toEqual([]);
  });

  it('gives one delivery to one of many workers that ask at once', async () => {
    await ledger.open([deliveryTo('slack')]);
    const claims = await Promise.all(Array.from({ length: 8 }, () => ledger.claim(KEY)));
    expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    expect(claims.filter(({ kind }) => kind === 'in-progress')).toHaveLength(7);
  });

  it('answers a delivery as it stands, exactly as it was opened and with everything since', async () => {
    const opened = deliveryTo('slack', {
      owner: 'platform',
      insteadOf: 'jira',
      follows: { edited: deliveryTo('slack').notification },
    });
    await ledger.open([opened]);
    const untouched = { ...opened, schemaVersion: 1, state: 'pending', createdAt: now(), dueAt: now() };
    expect(await ledger.find(KEY)).toEqual({ ...untouched, attempts: [] });
    const claim = await claimOrFail();
    expect(await ledger.find(KEY)).toEqual(claim.delivery);
    clock.advance(3);
    const outcome = { kind: 'sent', reference: 'C1:1', url: 'https://slack.example/C1/1' } as const;
    await ledger.settle(claim, outcome);
    expect(await ledger.find(KEY)).toEqual({
      ...untouched,
      state: 'sent',
      reference: outcome.reference,
      url: outcome.url,
      attempts: [{ number: 1, startedAt: untouched.createdAt, endedAt: now(), outcome }],
    });
  });

  describe('asked for other words', () => {
    const named = { ...sampleNotification('access-1'), title: 'Alice Miller entered' };
    const words = { part: 'joined-1', notification: named };

    it('gives them to a notice that nobody has begun to send, and leaves all else as it was', async () => {
      await ledger.open([deliveryTo('slack')]);
      const before = await ledger.find(KEY);
      clock.advance(2);
      expect(await ledger.reword(KEY, words)).toBe(true);
      const after = { ...before, notification: named, includes: ['joined-1'] };
      expect(await ledger.find(KEY)).toEqual(after);
      expect((await claimOrFail()).delivery.notification).toEqual(named);
    });

    it('says that they are in it also when it was sent meanwhile, and changes nothing then', async () => {
      await ledger.open([deliveryTo('slack')]);
      await ledger.reword(KEY, words);
      await ledger.settle(await claimOrFail(), { kind: 'sent' });
      const sent = await ledger.find(KEY);
      const others = { ...named, title: 'Somebody else' };
      expect(await ledger.reword(KEY, { ...words, notification: others })).toBe(true);
      expect(await ledger.find(KEY)).toEqual(sent);
    });

    it('takes the words of a second record beside those of the first', async () => {
      await ledger.open([deliveryTo('slack')]);
      await ledger.reword(KEY, words);
      const both = { ...named, title: 'Alice Miller entered, with MFA' };
      expect(await ledger.reword(KEY, { part: 'joined-2', notification: both })).toBe(true);
      expect(await ledger.find(KEY)).toMatchObject({
        notification: both,
        includes: ['joined-1', 'joined-2'],
      });
    });

    it('refuses once somebody has begun to send it, whatever became of that', async () => {
      await ledger.open([deliveryTo('slack')]);
      expect(await ledger.reword({ ...KEY, accessId: 'unknown' }, words)).toBe(false);
      const claim = await claimOrFail();
      expect(await ledger.reword(KEY, words)).toBe(false);
      await ledger.settle(claim, { kind: 'retry', code: 'vendor-failed' }, now());
      expect(await ledger.reword(KEY, words)).toBe(false);
      await ledger.settle(await claimOrFail(), { kind: 'sent' });
      expect(await ledger.reword(KEY, words)).toBe(false);
      expect((await ledger.find(KEY))?.notification.title).toBe('Alice entered');
    });

    it('puts it where its new importance belongs', async () => {
      await ledger.open([deliveryTo('slack', { accessId: 'before' })]);
      clock.advance(1);
      await ledger.open([deliveryTo('slack', { importance: 'routine' })]);
      expect(await ledger.next('slack')).toEqual({ ...KEY, accessId: 'before' });
      const urgent = { ...named, importance: 'urgent' as const };
      await ledger.reword(KEY, { part: 'joined-1', notification: urgent });
      expect(await ledger.next('slack')).toEqual(KEY);
      expect((await ledger.pending(now(), 10))[0]).toEqual({ ...KEY, dueAt: now(), importance: 'urgent' });
    });

    it('lets a sender have either the old words or the new ones, and says which', async () => {
      await ledger.open([deliveryTo('slack')]);
      const [claim, isIn] = await Promise.all([ledger.claim(KEY), ledger.reword(KEY, words)]);
      if (claim.kind !== 'claimed') throw new Error(claim.kind);
      expect(claim.delivery.notification.title).toBe(isIn ? named.title : 'Alice entered');
      expect(await ledger.find(KEY)).toEqual(claim.delivery);
    });
  });

  it('keeps a later word about a notice apart from the notice', async () => {
    await ledger.open([deliveryTo('slack')]);
    await ledger.settle(await claimOrFail(), { kind: 'sent' });
    expect(await ledger.open([deliveryTo('slack', { part: 'repeats' })])).toEqual([
      { ...ONE_PART, dueAt: now(), importance: 'normal' },
    ]);
    expect(await ledger.pending(now(), 10)).toEqual([{ ...ONE_PART, dueAt: now(), importance: 'normal' }]);
    expect(await ledger.next('slack')).toEqual(ONE_PART);
    await ledger.settle(await claimOrFail(ONE_PART), { kind: 'rejected', code: 'message-refused' });
    expect(await ledger.find(KEY)).toMatchObject({ state: 'sent' });
    expect(await ledger.find(ONE_PART)).toMatchObject({ state: 'rejected', part: 'repeats' });
  });

  it('lists what waits, oldest first, up to the limit of each destination', async () => {
    await ledger.open([deliveryTo('slack', { accessId: 'b' })]);
    clock.advance(1);
    await ledger.open([deliveryTo('jira', { accessId: 'a' }), deliveryTo('slack', { accessId: 'a' })]);
    expect((await ledger.pending(now(), 10)).map(({ accessId }) => accessId)).toEqual(['b', 'a', 'a']);
    expect(await ledger.pending(now(), 1)).toEqual([
      { accessId: 'b', destinationId: 'slack', dueAt: '2026-11-22T12:00:00.000Z', importance: 'normal' },
      { accessId: 'a', destinationId: 'jira', dueAt: '2026-11-22T12:00:01.000Z', importance: 'normal' },
    ]);
  });

  it('lists the important before the old, also where only a few are asked for', async () => {
    for (const importance of ['routine', 'normal', 'urgent'] as const) {
      await ledger.open([deliveryTo('slack', { accessId: importance, importance })]);
      await ledger.open([deliveryTo('jira', { accessId: importance, importance })]);
      clock.advance(60);
    }
    const first = await ledger.pending(now(), 2);
    expect(first.map(({ importance }) => importance)).toEqual(['urgent', 'urgent', 'normal', 'normal']);
    expect((await ledger.pending(now(), 3)).at(-1)?.accessId).toBe('routine');
  });

  it('does not list what somebody is working on, and does once the lease has run out', async () => {
    await ledger.open([deliveryTo('slack')]);
    await claimOrFail();
    expect(await ledger.pending(now(), 10)).toEqual([]);
    expect(await ledger.next('slack')).toBeUndefined();
    clock.advance(LEASE_SECONDS);
    expect(await ledger.pending(now(), 10)).toEqual([{ ...KEY, dueAt: now(), importance: 'normal' }]);
    expect(await ledger.next('slack')).toEqual(KEY);
  });

  it('looks behind what somebody is working on, however few are asked for', async () => {
    for (const accessId of ['a', 'b', 'c', 'd', 'e']) {
      await ledger.open([deliveryTo('slack', { accessId })]);
      if (accessId !== 'e') await claimOrFail({ accessId, destinationId: 'slack' });
    }
    expect((await ledger.pending(now(), 1)).map(({ accessId }) => accessId)).toEqual(['e']);
    expect(await ledger.next('slack')).toEqual({ accessId: 'e', destinationId: 'slack' });
    expect((await ledger.waiting('slack', 1)).map(({ accessId }) => accessId)).toEqual(['e']);
  });

  it('does not list what was sent', async () => {
    await ledger.open([deliveryTo('slack')]);
    await ledger.settle(await claimOrFail(), { kind: 'sent' });
    clock.advance(3600);
    expect(await ledger.pending(now(), 10)).toEqual([]);
    expect(await ledger.next('slack')).toBeUndefined();
    expect(await ledger.waiting('slack', 10)).toEqual([]);
  });

  it('names the most important of a destination that is due, the oldest among equals', async () => {
    expect(await ledger.next('slack')).toBeUndefined();
    const open = async (accessId: string, importance: 'urgent' | 'normal' | 'routine') => {
      await ledger.open([deliveryTo('slack', { accessId, importance })]);
      clock.advance(1);
    };
    await ledger.open([deliveryTo('jira', { accessId: 'elsewhere', importance: 'urgent' })]);
    const later = { kind: 'retry', code: 'vendor-failed' } as const;
    await open('z', 'routine');
    await open('y', 'normal');
    await open('x', 'normal');
    await open('w', 'urgent');
    const told: (string | undefined)[] = [];
    for (;;) {
      const key = await ledger.next('slack');
      if (key === undefined) break;
      told.push(key.accessId);
      await ledger.settle(await claimOrFail({ ...key }), later, AN_HOUR_ON);
    }
    expect(told).toEqual(['w', 'y', 'x', 'z']);
  });

  it('keeps the importance of what is tried again', async () => {
    await ledger.open([deliveryTo('slack', { importance: 'urgent' })]);
    await ledger.settle(await claimOrFail(), { kind: 'retry', code: 'vendor-failed' }, AN_HOUR_ON);
    clock.advance(1800);
    await ledger.open([deliveryTo('slack', { accessId: 'older', importance: 'normal' })]);
    clock.advance(1800);
    expect(await ledger.next('slack')).toEqual(KEY);
  });

  it('gathers what waits for a destination, due or not, by when it was opened', async () => {
    await ledger.open([deliveryTo('slack', { importance: 'routine' })]);
    await ledger.settle(await claimOrFail(), { kind: 'retry', code: 'vendor-failed' }, AN_HOUR_ON);
    clock.advance(1);
    await ledger.open([deliveryTo('slack', { accessId: 'second', importance: 'urgent' })]);
    await ledger.open([deliveryTo('jira', { accessId: 'elsewhere' })]);
    clock.advance(1);
    await ledger.open([deliveryTo('slack', { accessId: 'held' })]);
    await claimOrFail({ accessId: 'held', destinationId: 'slack' });
    const waiting = await ledger.waiting('slack', 10);
    expect(waiting.map(({ accessId }) => accessId)).toEqual(['access-1', 'second']);
    expect(waiting[0]).toEqual(await ledger.find(KEY));
    expect((await ledger.waiting('slack', 1)).map(({ accessId }) => accessId)).toEqual(['second']);
  });

  it('knows since when the oldest delivery waits, also while it is not due', async () => {
    expect(await ledger.oldestOpened()).toBeUndefined();
    await ledger.open([deliveryTo('slack', { importance: 'routine' })]);
    clock.advance(60);
    await ledger.open([deliveryTo('jira', { importance: 'urgent' })]);
    await ledger.settle(
      await claimOrFail(),
      { kind: 'retry', code: 'vendor-failed' },
      '2026-11-23T12:00:00.000Z',
    );
    expect(await ledger.oldestOpened()).toBe('2026-11-22T12:00:00.000Z');
    clock.advance(2 * 24 * 3600);
    await ledger.settle(await claimOrFail(), { kind: 'sent' });
    expect(await ledger.oldestOpened()).toBe('2026-11-22T12:01:00.000Z');
  });
});
