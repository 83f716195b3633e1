import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { wakeThroughQueue } from '../../lib/aws/delivery-queue.ts';
import type { PendingDelivery, WakeDeliveries } from '../../lib/delivery/ledger.ts';

const URL = 'https://sqs.us-east-1.amazonaws.com/111122223333/delivery.fifo';
const DELIVERY: PendingDelivery = {
  accessId: 'access-1',
  destinationId: 'slack',
  dueAt: '2026-11-22T12:00:00.000Z',
  importance: 'normal',
};

const sqs = mockClient(SQSClient);
beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageBatchCommand).resolves({});
});
afterAll(() => sqs.restore());

const wake: WakeDeliveries = (deliveries, how) =>
  wakeThroughQueue(new SQSClient({ region: 'us-east-1' }), URL)(deliveries, how);

const sent = () =>
  sqs.commandCalls(SendMessageBatchCommand).flatMap((call) => call.args[0].input.Entries ?? []);
const bodies = () => sent().map(({ MessageBody }) => JSON.parse(MessageBody ?? ''));
const marks = () => sent().map(({ MessageDeduplicationId }) => MessageDeduplicationId);

describe('A wake-up', () => {
  it('names its delivery and nothing else, in the group of its destination', async () => {
    await wake([DELIVERY, { ...DELIVERY, part: 'repeats' }]);
    expect(bodies()).toEqual([
      { accessId: 'access-1', destinationId: 'slack' },
      { accessId: 'access-1', destinationId: 'slack', part: 'repeats' },
    ]);
    expect(sent().map(({ MessageGroupId }) => MessageGroupId)).toEqual(['slack', 'slack']);
    expect(new Set(marks()).size).toBe(2);
  });

  it('says that it tries out whether the destination is back', async () => {
    await wake([DELIVERY], { probe: true });
    await wake([DELIVERY], { probe: false });
    expect(bodies()).toEqual([
      { accessId: 'access-1', destinationId: 'slack', probe: true },
      { accessId: 'access-1', destinationId: 'slack' },
    ]);
  });

  it('collapses with another for the same moment, unless it is meant again or as a probe', async () => {
    await wake([DELIVERY]);
    await wake([DELIVERY]);
    await wake([DELIVERY], { again: '2026-11-22T12:01' });
    await wake([DELIVERY], { again: '2026-11-22T12:02' });
    await wake([DELIVERY], { again: '2026-11-22T12:02', probe: true });
    await wake([{ ...DELIVERY, dueAt: '2026-11-22T12:00:02.000Z' }]);
    const [first, second, ...others] = marks();
    expect(second).toBe(first);
    expect(new Set([first, ...others]).size).toBe(5);
  });

  it('goes out with nine others in one call', async () => {
    await wake(Array.from({ length: 21 }, (_each, index) => ({ ...DELIVERY, accessId: `access-${index}` })));
    const sizes = sqs.commandCalls(SendMessageBatchCommand).map((call) => call.args[0].input.Entries?.length);
    expect(sizes).toEqual([10, 10, 1]);
  });

  it('fails when the queue takes none of a batch, and does not when it takes one', async () => {
    const failed = { Id: '0', SenderFault: false, Code: 'InternalError' };
    sqs.on(SendMessageBatchCommand).resolves({ Failed: [failed] });
    await expect(wake([DELIVERY])).rejects.toThrow('none of 1');
    await expect(wake([DELIVERY, { ...DELIVERY, accessId: 'access-2' }])).resolves.toBeUndefined();
  });
});
