import type { Outcome } from '../../lib/delivery/outcome.ts';
import { archivedEventOf } from '../../lib/history/make-events.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { type SentAgain, sendAgain } from '../../lib/usecases/send-again.ts';
import { failAt } from '../support/failing-effects.ts';
import { passMinutes } from '../support/delivering.ts';
import { ENTERED, enterAndTell, look, startEnriching, trusting, WITH_MFA } from '../support/enriching.ts';
import { startRecording } from '../support/recording.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';

const ID = '111122223333.event-1';
const JANE = { subject: 'jane', name: 'Jane Roe' };

const start = async (outcome?: Outcome) => {
  const recording = startRecording();
  await recordEvent(recording.effects, envelopeOf(crossAccountRecord()));
  const settle = async (key: { destinationId: string; part?: string }, how: Outcome) => {
    const claim = await recording.ledger.claim({ accessId: ID, ...key });
    if (claim.kind !== 'claimed') throw new Error(claim.kind);
    await recording.ledger.settle(claim, how);
  };
  if (outcome !== undefined) {
    for (const { destinationId, part } of recording.ledger.all()) {
      if (part === undefined) await settle({ destinationId }, outcome);
    }
  }
  const again = (destinationId: string, part?: string): Promise<SentAgain> =>
    sendAgain(recording.effects, {
      key: { accessId: ID, destinationId, ...(part === undefined ? {} : { part }) },
      by: JANE,
    });
  const copies = () => recording.ledger.all().filter(({ part = '' }) => part.includes('again-'));
  return { ...recording, settle, again, copies };
};

const REFUSED: Outcome = { kind: 'rejected', code: 'destination-gone' };
const SENT: Outcome = { kind: 'sent', reference: 'OPS-7' };

describe('A notice that is sent again', () => {
  it('is a delivery of its own that says so, is woken, and has an event with who asked', async () => {
    const world = await start(REFUSED);
    world.woken.length = 0;
    expect(await world.again('platform-slack')).toEqual({ kind: 'opened' });
    expect(world.copies()).toMatchObject([
      {
        destinationId: 'platform-slack',
        part: 'again-1',
        state: 'pending',
        why: 'sent again: Jane Roe asked for it',
      },
    ]);
    expect(world.copies()[0]?.notification.facts[0]?.label).toBe('Sent again');
    expect(world.copies()[0]).not.toHaveProperty('owner');
    expect(world.woken).toMatchObject([{ destinationId: 'platform-slack', part: 'again-1' }]);
    expect(world.events.eventsOf(ID).find(({ kind }) => kind === 'sent-again')).toMatchObject({
      name: 'sent-again#platform-slack.again-1',
      body: { by: JANE, destinationId: 'platform-slack' },
    });
  });

  it('is sent once, however often and by how many it is asked for', async () => {
    const world = await start(SENT);
    const answers = await Promise.all([world.again('platform-slack'), world.again('platform-slack')]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['opened', 'waiting']);
    await world.settle({ destinationId: 'platform-slack', part: 'again-1' }, SENT);
    expect(await world.again('platform-slack')).toEqual({ kind: 'waiting' });
    expect(world.copies()).toHaveLength(1);
  });

  it('can be asked for once more later, also by the copy', async () => {
    const world = await start(SENT);
    await world.again('platform-slack');
    await world.settle({ destinationId: 'platform-slack', part: 'again-1' }, SENT);
    world.clock.advance(61);
    expect(await world.again('platform-slack', 'again-1')).toEqual({ kind: 'opened' });
    expect(world.copies().map(({ part }) => part)).toEqual(['again-1', 'again-2']);
  });

  it('waits with what is tried anyway, however far that is', async () => {
    const world = await start();
    expect(await world.again('platform-slack')).toEqual({ kind: 'waiting' });
    expect(world.copies()).toEqual([]);
  });

  it('is added to the ticket that is there, and opens one where the first was refused, once', async () => {
    const there = await start(SENT);
    await there.again('platform-jira');
    expect(there.copies()[0]?.follows?.edited).toBeDefined();
    const refused = await start(REFUSED);
    await refused.again('platform-jira');
    expect(refused.copies()[0]?.follows).toBeUndefined();
    await refused.settle({ destinationId: 'platform-jira', part: 'again-1' }, SENT);
    refused.clock.advance(61);
    expect(await refused.again('platform-jira')).toMatchObject({
      kind: 'refused',
      words: expect.stringContaining('OPS-7'),
    });
  });

  it('is unknown where there is no such delivery, and refused where the destination is gone', async () => {
    const world = await start(SENT);
    expect(await world.again('nobody')).toEqual({ kind: 'unknown' });
    expect(await world.again('platform-slack', 'again-9.x')).toEqual({ kind: 'unknown' });
    const gone = { ...world.effects, policy: { ...world.effects.policy, destinations: [] } };
    const key = { accessId: ID, destinationId: 'platform-slack' };
    expect(await sendAgain(gone, { key, by: JANE })).toMatchObject({ kind: 'refused' });
  });

  it('is unknown once the access went to the archive: nobody would clear its delivery away', async () => {
    const world = await start(SENT);
    await world.effects.events.note([
      archivedEventOf(ID, 'accesses/2026-11-22/1.jsonl', '2026-11-22T18:00:00.000Z'),
    ]);
    expect(await world.again('platform-slack')).toEqual({ kind: 'unknown' });
    expect(world.copies()).toEqual([]);
    expect(world.events.eventsOf(ID).filter(({ kind }) => kind === 'sent-again')).toEqual([]);
  });

  it.each(['before', 'after'] as const)('is opened once after a death %s any effect', async (when) => {
    for (let nth = 1; nth <= 4; nth += 1) {
      const world = await start(SENT);
      const asked = { key: { accessId: ID, destinationId: 'platform-slack' }, by: JANE };
      await sendAgain(failAt(world.effects, nth, when).effects, asked).catch(() => undefined);
      await sendAgain(world.effects, asked);
      expect(world.copies()).toHaveLength(1);
      expect(world.events.eventsOf(ID).filter(({ kind }) => kind === 'sent-again')).toHaveLength(1);
    }
  });
});

it('is no reason for another word when AWS is asked once more and nothing was found', async () => {
  const world = startEnriching();
  world.trust.set(ENTERED, trusting(WITH_MFA));
  await enterAndTell(world, crossAccountRecord());
  await look(world);
  await passMinutes(world, 1);
  const key = { accessId: ID, destinationId: 'platform-jira' };
  expect(await sendAgain(world.effects, { key, by: JANE })).toEqual({ kind: 'opened' });
  await passMinutes(world, 1);
  const partsOf = () => world.ledger.all().map(({ destinationId, part }) => [destinationId, part]);
  const before = partsOf();
  expect(before).toContainEqual(['platform-jira', 'again-1']);
  await look(world, 2);
  expect(partsOf()).toEqual(before);
});
