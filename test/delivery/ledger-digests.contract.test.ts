/** Digests and what the history has noted, on the ledger of AWS and on its twin in memory. */
import {
  type Claimed,
  GATHER_LEASE_SECONDS,
  LEASE_SECONDS,
  type Ledger,
  type NewDigest,
} from '../../lib/delivery/ledger.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import { deliveryTo, type MadeLedger, sampleNotification, TWO_LEDGERS } from '../support/two-ledgers.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

const keyOf = (accessId: string) => ({ accessId, destinationId: 'slack' });
const DIGEST = keyOf('digest-1');
const NEW_DIGEST: NewDigest = {
  digestId: 'digest-1',
  destinationId: 'slack',
  channel: 'slack-webhook',
  edition: 'owner',
  importance: 'normal',
  members: [keyOf('a'), keyOf('b')],
};
const WORDS = { ...sampleNotification('digest-1'), kind: 'digest' as const, title: '2 notices' };
const AGAIN = { kind: 'retry', code: 'vendor-failed' } as const;

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

  const now = () => clock.now().toISOString();
  const claimOrFail = async (accessId: string): Promise<Claimed> => {
    const claim = await ledger.claim(keyOf(accessId));
    if (claim.kind !== 'claimed') throw new Error(`not claimed but ${claim.kind}`);
    return claim;
  };
  const openEach = async (...accessIds: readonly string[]) => {
    for (const accessId of accessIds) await ledger.open([deliveryTo('slack', { accessId })]);
  };
  const tryOnce = async (accessId: string, outcome: Outcome) => {
    await ledger.settle(await claimOrFail(accessId), outcome, now());
  };
  const unnotedIds = async () => (await ledger.unnoted(10)).map(({ accessId }) => accessId);

  describe('that gathers a digest', () => {
    it('keeps it away from everybody while it is gathered', async () => {
      await ledger.openDigest(NEW_DIGEST);
      const dueAt = '2026-11-22T12:10:00.000Z';
      expect(await ledger.claim(DIGEST)).toEqual({ kind: 'not-due', dueAt });
      clock.advance(GATHER_LEASE_SECONDS - 1);
      expect(await ledger.pending(now(), 10)).toEqual([]);
      expect(await ledger.resumeDigest(DIGEST)).toBeUndefined();
      expect(await ledger.waiting('slack', 10)).toEqual([]);
      expect(await ledger.find(DIGEST)).toMatchObject({
        ...DIGEST,
        state: 'gathering',
        channel: 'slack-webhook',
        edition: 'owner',
        importance: 'normal',
        members: NEW_DIGEST.members,
        attempts: [],
        dueAt,
      });
    });

    it('leaves one that is there as it is when it is opened again', async () => {
      await ledger.openDigest(NEW_DIGEST);
      await ledger.finishDigest(DIGEST, [keyOf('a')], WORDS);
      await ledger.openDigest(NEW_DIGEST);
      expect(await ledger.find(DIGEST)).toMatchObject({ state: 'pending', members: [keyOf('a')] });
    });

    it('takes what waits out of the queue, once, and says so again when it is asked again', async () => {
      await openEach('a');
      await ledger.openDigest(NEW_DIGEST);
      const moved = await ledger.moveIntoDigest(keyOf('a'), 'digest-1');
      expect(moved).toMatchObject({ ...keyOf('a'), state: 'digested', digestedIn: 'digest-1' });
      expect(moved).toEqual(await ledger.find(keyOf('a')));
      expect(await ledger.moveIntoDigest(keyOf('a'), 'digest-1')).toEqual(moved);
      expect(await ledger.moveIntoDigest(keyOf('a'), 'digest-2')).toBeUndefined();
      expect(await ledger.claim(keyOf('a'))).toEqual({ kind: 'settled' });
      expect(await ledger.pending(now(), 10)).toEqual([]);
      expect(await ledger.next('slack')).toBeUndefined();
      expect(await ledger.waiting('slack', 10)).toEqual([]);
      expect(await ledger.find(keyOf('a'))).toMatchObject({ state: 'digested', digestedIn: 'digest-1' });
      expect(await unnotedIds()).toEqual(['a']);
    });

    it('takes it with the words that it was given last', async () => {
      await openEach('a');
      const notification = { ...sampleNotification('a'), title: 'Alice Miller entered' };
      await ledger.reword(keyOf('a'), { part: 'joined-1', notification });
      expect((await ledger.moveIntoDigest(keyOf('a'), 'digest-1'))?.notification).toEqual(notification);
      expect(await ledger.reword(keyOf('a'), { part: 'joined-2', notification })).toBe(false);
    });

    it('takes what is not due yet, attempts and all', async () => {
      await openEach('a');
      await ledger.settle(await claimOrFail('a'), AGAIN, '2026-11-23T12:00:00.000Z');
      expect(await ledger.moveIntoDigest(keyOf('a'), 'digest-1')).toBeDefined();
      expect((await ledger.find(keyOf('a')))?.attempts).toHaveLength(1);
    });

    it('takes nothing that is held, settled or unknown', async () => {
      await openEach('held', 'sent', 'refused');
      await claimOrFail('held');
      await tryOnce('sent', { kind: 'sent' });
      await tryOnce('refused', { kind: 'rejected', code: 'destination-gone' });
      for (const accessId of ['held', 'sent', 'refused', 'unknown']) {
        expect(await ledger.moveIntoDigest(keyOf(accessId), 'digest-1')).toBeUndefined();
      }
      expect(await ledger.find(keyOf('unknown'))).toBeUndefined();
      clock.advance(LEASE_SECONDS);
      expect(await ledger.moveIntoDigest(keyOf('held'), 'digest-1')).toBeUndefined();
    });

    it('takes nothing that may have arrived already', async () => {
      await openEach('doubtful', 'crashed', 'then-clear');
      await tryOnce('doubtful', { kind: 'retry', code: 'doubtful' });
      await claimOrFail('crashed');
      await tryOnce('then-clear', { kind: 'retry', code: 'unexpected' });
      await tryOnce('then-clear', AGAIN);
      clock.advance(LEASE_SECONDS);
      await tryOnce('crashed', AGAIN);
      for (const accessId of ['doubtful', 'crashed', 'then-clear']) {
        expect(await ledger.moveIntoDigest(keyOf(accessId), 'digest-1')).toBeUndefined();
        expect(await ledger.find(keyOf(accessId))).toMatchObject({ state: 'pending' });
      }
    });

    it('gives a waiting notice either to a worker or to a digest', async () => {
      await openEach('a');
      const [claim, moved] = await Promise.all([
        ledger.claim(keyOf('a')),
        ledger.moveIntoDigest(keyOf('a'), 'digest-1'),
      ]);
      const isMoved = moved !== undefined;
      expect([claim.kind, isMoved]).toEqual(
        claim.kind === 'claimed' ? ['claimed', false] : ['settled', true],
      );
    });

    it('sends it like any other once it is finished', async () => {
      await openEach('a', 'b');
      await ledger.openDigest(NEW_DIGEST);
      await ledger.moveIntoDigest(keyOf('b'), 'digest-1');
      clock.advance(2);
      const words = { ...WORDS, importance: 'urgent' as const };
      const finished = await ledger.finishDigest(DIGEST, [keyOf('b')], words);
      expect(finished).toEqual({ ...DIGEST, dueAt: now(), importance: 'urgent' });
      expect(await ledger.pending(now(), 1)).toEqual([finished]);
      expect(await ledger.next('slack')).toEqual(DIGEST);
      const { delivery } = await claimOrFail('digest-1');
      expect(delivery).toMatchObject({ notification: words, importance: 'urgent', members: [keyOf('b')] });
      expect(await ledger.finishDigest(DIGEST, [keyOf('a')], WORDS)).toBeUndefined();
      await ledger.dropDigest(DIGEST);
      expect(await ledger.find(DIGEST)).toMatchObject({ state: 'in-progress', members: [keyOf('b')] });
    });

    it('forgets one that found no member', async () => {
      await ledger.openDigest(NEW_DIGEST);
      await ledger.dropDigest(DIGEST);
      await ledger.dropDigest(DIGEST);
      expect(await ledger.find(DIGEST)).toBeUndefined();
      expect(await ledger.finishDigest(DIGEST, [], WORDS)).toBeUndefined();
      expect(await ledger.oldestOpened()).toBeUndefined();
    });

    it('names a gathering that was left lying, but never as the next to be sent', async () => {
      await ledger.openDigest(NEW_DIGEST);
      clock.advance(GATHER_LEASE_SECONDS);
      expect(await ledger.next('slack')).toBeUndefined();
      clock.advance(1);
      await openEach('a');
      expect(await ledger.pending(now(), 10)).toEqual([
        { ...DIGEST, dueAt: '2026-11-22T12:10:00.000Z', importance: 'normal', gathering: true },
        { ...keyOf('a'), dueAt: now(), importance: 'normal' },
      ]);
      expect(await ledger.next('slack')).toEqual(keyOf('a'));
    });

    it('gives a gathering that was left lying to one of many sweeps, for as long as a sweep may run', async () => {
      await ledger.openDigest(NEW_DIGEST);
      clock.advance(GATHER_LEASE_SECONDS);
      const resumed = await Promise.all(Array.from({ length: 6 }, () => ledger.resumeDigest(DIGEST)));
      const [taken, ...others] = resumed.filter((delivery) => delivery !== undefined);
      expect(taken).toMatchObject({ state: 'gathering', members: NEW_DIGEST.members });
      expect(others).toEqual([]);
      clock.advance(GATHER_LEASE_SECONDS - 1);
      expect(await ledger.pending(now(), 10)).toEqual([]);
      expect(await ledger.resumeDigest(DIGEST)).toBeUndefined();
      clock.advance(1);
      expect(await ledger.pending(now(), 10)).toHaveLength(1);
      expect(await ledger.resumeDigest(DIGEST)).toBeDefined();
    });

    it('resumes neither what is finished nor what never was a digest', async () => {
      await ledger.openDigest(NEW_DIGEST);
      await ledger.finishDigest(DIGEST, [keyOf('a')], WORDS);
      await openEach('a');
      clock.advance(GATHER_LEASE_SECONDS);
      expect(await ledger.resumeDigest(DIGEST)).toBeUndefined();
      expect(await ledger.resumeDigest(keyOf('a'))).toBeUndefined();
      expect(await ledger.resumeDigest(keyOf('unknown'))).toBeUndefined();
    });

    it('remembers since when its oldest member has waited', async () => {
      await openEach('a');
      clock.advance(3600);
      await ledger.openDigest(NEW_DIGEST);
      await ledger.moveIntoDigest(keyOf('a'), 'digest-1');
      expect(await ledger.oldestOpened()).toBe('2026-11-22T12:00:00.000Z');
      await ledger.finishDigest(DIGEST, [keyOf('a')], WORDS);
      expect(await ledger.oldestOpened()).toBe('2026-11-22T12:00:00.000Z');
      await tryOnce('digest-1', AGAIN);
      expect(await ledger.oldestOpened()).toBe('2026-11-22T12:00:00.000Z');
      await tryOnce('digest-1', { kind: 'sent' });
      expect(await ledger.oldestOpened()).toBeUndefined();
    });
  });

  describe('that tells the history', () => {
    it('names every delivery with an attempt that ended, in that order, until it is noted', async () => {
      await openEach('a', 'b', 'c', 'untried');
      await tryOnce('b', { kind: 'sent' });
      clock.advance(1);
      await tryOnce('a', AGAIN);
      clock.advance(1);
      await tryOnce('c', { kind: 'rejected', code: 'destination-gone' });
      expect(await unnotedIds()).toEqual(['b', 'a', 'c']);
      const [first, second] = await ledger.unnoted(2);
      expect(first).toEqual(await ledger.find(keyOf('b')));
      if (first !== undefined) await ledger.markNoted(first);
      expect(await unnotedIds()).toEqual(['a', 'c']);
      if (second !== undefined) await ledger.markNoted(second);
      expect(await unnotedIds()).toEqual(['c']);
      expect(await ledger.find(keyOf('b'))).toEqual({ ...first, notedAttempts: 1 });
    });

    it('names one again after its next attempt', async () => {
      await openEach('a');
      await tryOnce('a', AGAIN);
      for (const delivery of await ledger.unnoted(10)) await ledger.markNoted(delivery);
      await tryOnce('a', { kind: 'sent' });
      expect(await unnotedIds()).toEqual(['a']);
    });

    it('still names what has moved on since it was read', async () => {
      const all = ['held', 'moved', 'retried', 'sent'];
      await openEach(...all);
      for (const accessId of all) await tryOnce(accessId, AGAIN);
      const read = await ledger.unnoted(10);
      await tryOnce('sent', { kind: 'sent' });
      await tryOnce('retried', AGAIN);
      await ledger.moveIntoDigest(keyOf('moved'), 'digest-1');
      await claimOrFail('held');
      for (const delivery of read) await ledger.markNoted(delivery);
      expect((await unnotedIds()).sort()).toEqual(all);
      for (const delivery of await ledger.unnoted(10)) await ledger.markNoted(delivery);
      expect(await ledger.unnoted(10)).toEqual([]);
    });

    it('writes nothing about a delivery that was removed meanwhile', async () => {
      await openEach('a');
      const gone = { ...(await claimOrFail('a')).delivery, accessId: 'gone' };
      await ledger.markNoted(gone);
      expect(await ledger.find(keyOf('gone'))).toBeUndefined();
    });
  });
});
