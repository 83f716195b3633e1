import { hashedEvent, leavesOf } from '../../lib/history/hash-event.ts';
import type { NotedEvent } from '../../lib/history/history-event.ts';
import { FIRST_ROOT, type SealedHour } from '../../lib/history/seal.ts';
import { sealOf, sealRoot } from '../../lib/history/seal-root.ts';
import { verifyGap, verifyHour } from '../../lib/usecases/verify-hour.ts';

const HOUR = '2026-11-22T14';

const eventOf = (name: string): NotedEvent => ({
  schemaVersion: 1,
  accessId: '111122223333.e1',
  name,
  kind: 'recorded',
  at: '2026-11-22T14:01:00.000Z',
  notedAt: '2026-11-22T14:01:01.000Z',
  body: {},
});

const EVENTS = ['one', 'two', 'three'].map(eventOf);

const anchorOf = (events: readonly NotedEvent[], previousRoot = FIRST_ROOT): SealedHour => {
  const leaves = leavesOf(events.map(hashedEvent));
  const root = sealRoot({ hour: HOUR, previousRoot, leaves });
  const sealedAt = '2026-11-22T15:15:00.000Z';
  return { schemaVersion: 1, hour: HOUR, previousRoot, root, count: leaves.length, sealedAt, leaves };
};

interface Changes extends Partial<Omit<Parameters<typeof verifyHour>[0], 'events'>> {
  readonly events?: readonly NotedEvent[];
}

const codesOf = ({ events = EVENTS, ...changes }: Changes): readonly string[] => {
  const anchor = anchorOf(EVENTS);
  const hashes = events.map(hashedEvent);
  const kept = { hour: HOUR, seal: sealOf(anchor), anchor, events: hashes, previousRoot: FIRST_ROOT };
  const { findings, suspects } = verifyHour({ ...kept, ...changes });
  return [...findings.map(({ code }) => code), ...suspects.map(({ name }) => name).sort()];
};

describe('A sealed hour', () => {
  it('as it was sealed has nothing to say', () => {
    expect(codesOf({})).toEqual([]);
  });

  it('that does not build on the hour before breaks the chain', () => {
    expect(codesOf({ previousRoot: 'f'.repeat(64) })).toEqual(['chain-broken']);
    expect(codesOf({ previousRoot: undefined })).toEqual([]);
  });

  it('whose anchor lists other leaves than its root was made of contradicts itself', () => {
    const anchor = anchorOf(EVENTS);
    const fewer = { ...anchor, leaves: anchor.leaves.slice(1) };
    expect(codesOf({ anchor: fewer })).toEqual(['anchor-broken']);
    expect(codesOf({ anchor: { ...anchor, count: 2 } })).toEqual(['anchor-broken', 'seal-differs']);
  });

  it('names the leaves that are not to be seen as they were', () => {
    const [one, two, three] = EVENTS;
    if (one === undefined || two === undefined || three === undefined) throw new Error('no events');
    expect(codesOf({ events: [one, two] })).toEqual(['three']);
    expect(codesOf({ events: [one, { ...two, body: { x: 1 } }, three] })).toEqual(['two']);
    // Added ones are looked for with their access.
    expect(codesOf({ events: [...EVENTS, eventOf('four')] })).toEqual([]);
  });

  it('without its anchor can only be compared with the table', () => {
    const words = (events: readonly NotedEvent[]) =>
      verifyHour({
        hour: HOUR,
        seal: sealOf(anchorOf(EVENTS)),
        events: events.map(hashedEvent),
        previousRoot: undefined,
      }).findings[0]?.words;
    expect(words(EVENTS)).toContain('still match the seal in the table');
    expect(words(EVENTS.slice(1))).toContain('do not match the seal in the table either');
  });
});

describe('A gap', () => {
  it('says from when to when', () => {
    expect(verifyGap(HOUR, HOUR).words).toContain('The hour from 2026-11-22 14:00 UTC was never sealed');
    expect(verifyGap(HOUR, '2026-11-22T23').words).toContain(
      'The hours from 2026-11-22 14:00 UTC to 2026-11-23 00:00 UTC were never sealed',
    );
  });
});
