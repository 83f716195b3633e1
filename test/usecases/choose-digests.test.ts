import type { Delivery } from '../../lib/delivery/delivery.ts';
import type { RetryCode } from '../../lib/delivery/outcome.ts';
import { chooseDigests } from '../../lib/usecases/choose-digests.ts';
import { noticeOf } from '../support/delivering.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const LONG_AGO = '2026-11-22T10:00:00.000Z';

const waiting = (accessId: string, more: Partial<Delivery> = {}): Delivery => ({
  ...noticeOf(accessId, 'slack'),
  schemaVersion: 1,
  state: 'pending',
  createdAt: LONG_AGO,
  dueAt: LONG_AGO,
  attempts: [],
  ...more,
});
const many = (count: number, more: Partial<Delivery> = {}, prefix = 'n'): readonly Delivery[] =>
  Array.from({ length: count }, (_, index) => waiting(`${prefix}${String(index).padStart(3, '0')}`, more));
const failedWith = (code: RetryCode): Partial<Delivery> => ({
  attempts: [{ number: 1, startedAt: LONG_AGO, outcome: { kind: 'retry', code } }],
});
const sizes = (deliveries: readonly Delivery[]) => chooseDigests(deliveries, NOW).map(({ length }) => length);
const chosen = (deliveries: readonly Delivery[]) =>
  chooseDigests(deliveries, NOW)
    .flat()
    .map(({ accessId }) => accessId);

describe('What is told together', () => {
  it('is nothing while fewer than twenty wait, and everything from twenty on, twenty at a time', () => {
    expect(sizes(many(19))).toEqual([]);
    expect(sizes(many(20))).toEqual([20]);
    expect(sizes(many(45))).toEqual([20, 20, 5]);
    expect(sizes(many(41))).toEqual([20, 20]);
  });

  it('keeps the order in which it was opened', () => {
    expect(chosen(many(45))).toEqual(many(45).map(({ accessId }) => accessId));
  });

  it('is of one edition: a client never reads an owner’s lines', () => {
    const client = many(25, { edition: 'client' }, 'c');
    const mixed = many(25).flatMap((one, index) => [one, ...client.slice(index, index + 1)]);
    for (const digest of chooseDigests(mixed, NOW)) {
      expect(new Set(digest.map(({ edition }) => edition)).size).toBe(1);
    }
    expect(chosen(mixed)).toHaveLength(50);
  });

  it('leaves urgent ones to themselves, unless there are twenty of them', () => {
    expect(chosen([...many(30), ...many(19, { importance: 'urgent' }, 'u')])).toHaveLength(30);
    const both = chooseDigests([...many(30), ...many(20, { importance: 'urgent' }, 'u')], NOW);
    expect(both.map((digest) => new Set(digest.map(({ importance }) => importance)).size)).toEqual([1, 1, 1]);
  });

  it('is of one importance: a human never lies in a list of robots, however long he has waited', () => {
    const robots = many(60, { importance: 'routine' });
    expect(chosen([waiting('human'), ...robots])).toEqual(robots.map(({ accessId }) => accessId));
    const humans = many(25, {}, 'human');
    const digests = chooseDigests([...robots, ...humans], NOW);
    expect(digests.map((digest) => new Set(digest.map(({ importance }) => importance)).size)).toEqual(
      digests.map(() => 1),
    );
    expect(digests.flat()).toHaveLength(85);
  });

  it('is a routine word about a first notice that is told in a digest of more important ones', () => {
    const follows = { edited: noticeOf('x', 'slack').notification };
    const later = many(20, { importance: 'routine', part: 'repeats', follows });
    expect(chosen([...many(20), ...later])).toHaveLength(40);
    expect(chosen([...many(19), ...later])).toEqual([]);
  });

  it.each(['doubtful', 'answer-not-understood', 'unexpected'] as const)(
    'is never one that may have arrived (%s)',
    (code) => {
      expect(chosen([...many(30), waiting('doubted', failedWith(code))])).not.toContain('doubted');
      expect(sizes(many(30, failedWith(code)))).toEqual([]);
    },
  );

  it('is never one whose sender died and left no word', () => {
    const died: Partial<Delivery> = { attempts: [{ number: 1, startedAt: LONG_AGO }] };
    expect(sizes(many(30, died))).toEqual([]);
  });

  it('may be one that was clearly refused', () => {
    expect(sizes(many(20, failedWith('connection-failed')))).toEqual([20]);
  });

  it('is not what came a moment ago: somebody in the middle of a storm is told by himself', () => {
    const justNow = { createdAt: '2026-11-22T11:59:01.000Z' };
    expect(chosen([...many(30), waiting('human', justNow)])).not.toContain('human');
    expect(sizes(many(30, justNow))).toEqual([]);
  });

  it('is not a digest once more', () => {
    expect(chosen([...many(30), waiting('digest.1', { members: [] })])).not.toContain('digest.1');
  });

  it('is a later word only together with its first notice', () => {
    const follows = { edited: noticeOf('x', 'slack').notification };
    const orphan = waiting('elsewhere', { part: 'repeats', follows });
    const child = waiting('n003', { part: 'repeats', follows });
    expect(chosen([...many(30), orphan, child]).filter((id) => id === 'n003')).toHaveLength(2);
    expect(chosen([...many(30), orphan])).not.toContain('elsewhere');
  });
});
