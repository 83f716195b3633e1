import { askEnrichment, canBeEnriched } from '../../lib/usecases/ask-enrichment.ts';
import { enrichBatch } from '../../lib/usecases/enrich-batch.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { policyWithFallback } from '../support/delivering.ts';
import {
  enterAndTell,
  ENTERED,
  look,
  PINNED_NAME,
  refusedByAws,
  startEnriching,
  trusting,
} from '../support/enriching.ts';
import { crossAccountRecord, envelopeOf, namelessDenial } from '../support/sample-events.ts';
import { NORTHWIND, PRODUCTION } from '../support/sample-policy.ts';
import { rowOf } from '../history/history-kit.ts';

const ACCESS = `${PRODUCTION}.event-1`;
const entry = crossAccountRecord();
const message = (messageId: string, body: unknown) => ({ messageId, body: JSON.stringify(body) });

describe('A batch of requests', () => {
  it('gives back the one that fails, and keeps no other from its turn', async () => {
    const world = startEnriching();
    await enterAndTell(world, entry);
    const { history } = world.effects;
    const effects = {
      ...world.effects,
      history: {
        ...Object.fromEntries(
          ['join', 'ofSession'].map((name) => [name, Reflect.get(history, name).bind(history) as unknown]),
        ),
        find: async (accessId: string) => {
          if (accessId === 'broken') throw new Error('the table does not answer');
          return history.find(accessId);
        },
      } as typeof history,
    };
    world.trust.set(ENTERED, trusting(PINNED_NAME));
    const failed = await enrichBatch(effects, [
      message('one', { accessId: 'broken', round: 1 }),
      message('two', { accessId: ACCESS, round: 1 }),
    ]);
    expect(failed).toEqual(['one']);
    expect(world.history.rowOf(ACCESS)?.access?.caller.certainty).toBe('asserted');
    expect(world.logger.lines.filter(({ name }) => name === 'enrichment-failed')).toHaveLength(1);
  });

  it.each([
    ['no JSON', 'hello'],
    ['no access', '{"round":1}'],
    ['no round', '{"accessId":"a"}'],
    ['a round there is none of', '{"accessId":"a","round":4}'],
    ['a fraction of a round', '{"accessId":"a","round":1.5}'],
  ])('gives back what holds %s, for the dead letters', async (_what, body) => {
    const world = startEnriching();
    expect(await enrichBatch(world.effects, [{ messageId: 'm', body }])).toEqual(['m']);
  });

  it('is done with an access that has left for the archive', async () => {
    const world = startEnriching();
    expect(await enrichBatch(world.effects, [message('m', { accessId: 'gone', round: 1 })])).toEqual([]);
  });
});

describe('Asking for a later look', () => {
  it('fails the record when the queue does not take it; its copy asks again, and tells nobody twice', async () => {
    const world = startEnriching();
    const effects = {
      ...world.effects,
      enrich: async () => {
        throw new Error('the queue does not answer');
      },
    };
    await expect(recordEvent(effects, envelopeOf(entry))).rejects.toThrow('does not answer');
    expect(world.queued).toEqual([]);
    world.clock.advance(180);
    expect(await recordEvent(world.effects, envelopeOf(entry))).toBe('already-there');
    expect(world.queued).toEqual([{ accessId: ACCESS, round: 1, delaySeconds: 60 }]);
    expect(world.enqueued).toHaveLength(3);
  });

  it('is left out for a copy that comes late, and for what the sweep reads again', async () => {
    const world = startEnriching();
    await recordEvent(world.effects, envelopeOf(entry));
    await recordEvent(world.effects, envelopeOf(entry), 'sweep');
    world.clock.advance(15 * 60 + 1);
    await recordEvent(world.effects, envelopeOf(entry));
    expect(world.queued).toHaveLength(1);
  });

  it('is done for what only the sweep found', async () => {
    const world = startEnriching();
    await recordEvent(world.effects, envelopeOf(entry), 'sweep');
    expect(world.queued).toHaveLength(1);
  });

  it('is left out where there is nothing to find', async () => {
    const world = startEnriching();
    const service = { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' };
    await recordEvent(world.effects, envelopeOf(crossAccountRecord({ eventID: 's', userIdentity: service })));
    await recordEvent(world.effects, envelopeOf(namelessDenial()));
    await recordEvent(world.effects, '{"not": "a record"}');
    expect(world.queued).toEqual([]);
    expect(canBeEnriched(rowOf({}, { canary: true }))).toBe(false);
    expect(canBeEnriched(rowOf({}, { groupedWith: 'another' }))).toBe(false);
    expect(canBeEnriched(rowOf())).toBe(true);
  });

  it('is left out for a repeat: its first was looked at', async () => {
    const world = startEnriching();
    await recordEvent(world.effects, envelopeOf(entry));
    await recordEvent(
      world.effects,
      envelopeOf(crossAccountRecord({ eventID: 'event-2', sharedEventID: 'two' })),
    );
    expect(world.queued.map(({ accessId }) => accessId)).toEqual([ACCESS]);
  });

  it('needs no queue: whoever has none asks nobody', async () => {
    const { clock } = startEnriching();
    await expect(askEnrichment({ clock }, rowOf())).resolves.toBeUndefined();
  });
});

describe('The name of the caller’s account', () => {
  const stranger = '555566667777';
  const foreign = crossAccountRecord({
    userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000001', accountId: stranger },
  });
  const names = (world: ReturnType<typeof startEnriching>, answer: () => Promise<string | undefined>) =>
    Object.assign(world.effects, { nameAccount: answer });

  it('is shown where messages can be edited, and sent to nobody', async () => {
    const world = startEnriching(policyWithFallback);
    names(world, async () => 'Contoso Pipelines');
    await enterAndTell(world, foreign);
    await look(world);
    const { row, deliveries } = (await world.history.find(ACCESS)) ?? {};
    expect(row?.access?.callerAccountName).toBe('Contoso Pipelines');
    const later = deliveries?.filter(({ part }) => part === 'enriched-1') ?? [];
    expect(later.length).toBeGreaterThan(0);
    expect(later.every(({ follows }) => follows?.quiet)).toBe(true);
    expect(later[0]?.follows?.edited.title).toContain('from Contoso Pipelines');
  });

  it('is not asked for where the configuration has one, or nobody may ask', async () => {
    const world = startEnriching();
    let asked = 0;
    names(world, async () => {
      asked += 1;
      return 'x';
    });
    await enterAndTell(world, entry);
    expect(world.effects.policy.trustedAccounts.map(({ id }) => id)).toContain(NORTHWIND);
    await look(world);
    expect(asked).toBe(0);
  });

  it('keeps no other question from being asked when Organizations refuses', async () => {
    const world = startEnriching();
    names(world, async () => {
      throw refusedByAws('AccessDeniedException');
    });
    world.trust.set(ENTERED, trusting(PINNED_NAME));
    await enterAndTell(world, foreign);
    await look(world);
    expect(world.history.rowOf(ACCESS)?.access?.trust).toBeDefined();
    expect(world.metrics.counted.get('EnrichmentNotAllowed')).toBe(1);
  });
});
