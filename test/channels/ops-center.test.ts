import { makeEffects } from './effects.ts';
import { open } from './kit.ts';
import { doubtful, FIRST, ownerNotification } from './notifications.ts';

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

  it('adds words to the item that exists', async () => {
    const effects = makeEffects();
    await open(configured, effects).update?.('oi-1', ownerNotification, FIRST);
    expect(effects.appended).toMatchObject([{ id: 'oi-1' }]);
    expect(effects.appended[0]?.words).toContain('198.51.100.7');
  });
});
