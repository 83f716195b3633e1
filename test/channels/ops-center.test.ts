import { makeEffects, type TestEffects } from './effects.ts';
import { open } from './kit.ts';
import { digestOf, doubtful, FIRST, followUp, ownerNotification } from './notifications.ts';

const configured = { id: 'ops', channel: 'ops-center', settings: {} };

describe('ops-center', () => {
  it('opens an item that OpsCenter makes only once for a delivery', async () => {
    const effects = makeEffects();
    await open(configured, effects).send(ownerNotification, FIRST);
    await open(configured, effects).send(ownerNotification, doubtful(5));
    expect(effects.opsItems).toHaveLength(2);
    expect(effects.opsItems[0]).toEqual(effects.opsItems[1]);
    expect(effects.opsItems[0]).toMatchObject({
      title: ownerNotification.title,
      dedupString: FIRST.deliveryId,
      severity: '3',
      data: { 'Rolecall 01 Who': 'alice (chosen by the caller)', 'Rolecall 03 From where': '198.51.100.7' },
    });
    expect(effects.opsItems[0]?.description).toContain(ownerNotification.sentence);
  });

  it('keeps two facts of the same label apart', async () => {
    const effects = makeEffects();
    const facts = [
      { label: 'Note', value: 'one' },
      { label: 'Note', value: 'two' },
    ];
    await open(configured, effects).send({ ...ownerNotification, facts }, FIRST);
    expect(Object.values(effects.opsItems[0]?.data ?? {})).toEqual(['one', 'two']);
  });

  it('raises the severity of what is urgent', async () => {
    const effects = makeEffects();
    await open(configured, effects).send({ ...ownerNotification, importance: 'urgent' }, FIRST);
    expect(effects.opsItems[0]?.severity).toBe('1');
  });

  it('adds a later word to the item that exists, under a name that is the same for every attempt', async () => {
    const effects = makeEffects();
    const opened = open(configured, effects);
    expect(await opened.update?.('oi-1', followUp, FIRST)).toMatchObject({ kind: 'sent' });
    await opened.update?.('oi-1', followUp, doubtful(5));
    const [first, again] = effects.added;
    expect(first).toEqual(again);
    expect(first?.id).toBe('oi-1');
    const [entry] = Object.entries(first?.data ?? {});
    expect(entry?.[0]).toMatch(/^Rolecall later 2026-11-22T13:32:00Z [0-9a-f]{8}$/);
    expect(entry?.[1]).toContain('This happened 12 more times until 14:32.');
    expect(entry?.[1]).toContain('How often: 12 more times');
  });

  it('opens an item for a later word when somebody has deleted the first', async () => {
    const effects: TestEffects = {
      ...makeEffects(),
      addToOpsItem: () => Promise.resolve({ kind: 'rejected', code: 'destination-gone' }),
    };
    expect(await open(configured, effects).update?.('oi-1', followUp, FIRST)).toMatchObject({ kind: 'sent' });
    expect(effects.opsItems).toMatchObject([{ title: followUp.news.title, severity: '4' }]);
  });

  it('opens nothing for a quiet word about an item that is gone', async () => {
    const effects: TestEffects = {
      ...makeEffects(),
      addToOpsItem: () => Promise.resolve({ kind: 'rejected', code: 'destination-gone' }),
    };
    const quiet = { ...followUp, quiet: true } as const;
    expect(await open(configured, effects).update?.('oi-1', quiet, FIRST)).toEqual({
      kind: 'sent',
      unsaid: true,
    });
    expect(effects.opsItems).toEqual([]);
  });

  it('shows all twenty of a digest, in the description as in the data', async () => {
    const effects = makeEffects();
    await open(configured, effects).send(digestOf(ownerNotification.title), FIRST);
    const [item] = effects.opsItems;
    expect(item?.description.split('\n').filter((line) => line.includes('alice entered'))).toHaveLength(20);
    expect(Object.keys(item?.data ?? {})).toHaveLength(20);
  });
});
