/** What one alert to one destination costs, on the ledger of AWS and on its twin. */
import { invokeDeliver, mortal, noticeOf, startDelivering } from '../support/delivering.ts';
import { type MadeLedger, TWO_LEDGERS } from '../support/two-ledgers.ts';

const KEY = { accessId: 'a1', destinationId: 'slack' };

describe.each(TWO_LEDGERS)('An alert, with the ledger %s', (_name, make) => {
  let made: MadeLedger;
  let delivering: ReturnType<typeof startDelivering>;
  let asked: () => number;
  let ring: () => Promise<void>;

  beforeEach(async () => {
    delivering = startDelivering();
    made = await make(delivering.clock);
    await made.ledger.open([noticeOf('a1', 'slack')]);
    made.local?.takeCalls();
    const counted = mortal({ ...delivering.effects, ledger: made.ledger }, 0, 'before');
    asked = counted.asked;
    ring = async () => {
      delivering.queue.send(delivering.clock.now().getTime() / 1000, 'slack', KEY);
      await invokeDeliver(delivering, counted.effects);
    };
  });
  afterEach(() => made.close());

  it('takes three calls: claim, send, mark; a second wake-up takes one, and sends nothing', async () => {
    await ring();
    expect(asked()).toBe(3);
    expect(delivering.asked).toEqual(['a1.slack']);
    await ring();
    expect(asked()).toBe(4);
    expect(delivering.asked).toEqual(['a1.slack']);
  });

  it('takes no more requests to the table than that', async () => {
    if (made.local === undefined) return;
    await ring();
    expect(made.local.takeCalls()).toEqual(['UpdateItemCommand', 'UpdateItemCommand']);
    await ring();
    // AWS hands the item back with the refusal; dynalite has to be asked for it.
    expect(made.local.takeCalls()).toEqual(['UpdateItemCommand', 'GetItemCommand']);
  });
});
