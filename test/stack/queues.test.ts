import { at, numberAt } from '../../lib/kernel/json.ts';
import {
  arnOf,
  ofType,
  packagedStack,
  PACKAGING_MILLISECONDS,
  propertiesOf,
  type Stack,
} from './packaged-stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await packagedStack();
}, PACKAGING_MILLISECONDS);

const FOURTEEN_DAYS = 14 * 24 * 3600;

const PIPES = [
  { queue: 'IntakeQueue', deadLetters: 'IntakeDeadLetters', reader: 'RecordLambdaFunction' },
  { queue: 'DeliveryQueue', deadLetters: 'DeliveryDeadLetters', reader: 'DeliverLambdaFunction' },
  { queue: 'EnrichQueue', deadLetters: 'EnrichDeadLetters', reader: 'EnrichLambdaFunction' },
];

const mappingOf = (queue: string): Readonly<Record<string, unknown>> => {
  const found = ofType(stack.template, 'AWS::Lambda::EventSourceMapping').filter(
    ([, mapping]) => JSON.stringify(mapping.EventSourceArn) === JSON.stringify(arnOf(queue)),
  );
  expect(found).toHaveLength(1);
  return found[0]?.[1] ?? {};
};

describe.each(PIPES)('$queue', ({ queue, deadLetters, reader }) => {
  test('hides a message for at least six times as long as its reader may run', () => {
    const timeout = numberAt(propertiesOf(stack.template, reader), 'Timeout') ?? 0;
    const window = numberAt(mappingOf(queue), 'MaximumBatchingWindowInSeconds') ?? 0;
    expect(timeout).toBeGreaterThan(0);
    expect(numberAt(propertiesOf(stack.template, queue), 'VisibilityTimeout')).toBeGreaterThanOrEqual(
      6 * timeout + window,
    );
  });

  test('tries a message at least five times before it is put aside', () => {
    const redrive = at(propertiesOf(stack.template, queue), 'RedrivePolicy');
    expect(at(redrive, 'deadLetterTargetArn')).toEqual(arnOf(deadLetters));
    expect(numberAt(redrive, 'maxReceiveCount')).toBeGreaterThanOrEqual(5);
  });

  test('keeps what was put aside longer than the queue itself, for fourteen days', () => {
    const kept = numberAt(propertiesOf(stack.template, deadLetters), 'MessageRetentionPeriod');
    expect(kept).toBe(FOURTEEN_DAYS);
    expect(numberAt(propertiesOf(stack.template, queue), 'MessageRetentionPeriod')).toBeLessThan(
      FOURTEEN_DAYS,
    );
  });

  test('is read by its function, which may fail single messages', () => {
    const mapping = mappingOf(queue);
    expect(mapping.FunctionName).toEqual(arnOf(reader));
    expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    expect(mapping.Enabled).toBe(true);
  });

  test('is limited at the mapping, because throttled receives would put good messages aside', () => {
    expect(numberAt(mappingOf(queue), 'ScalingConfig', 'MaximumConcurrency')).toBeGreaterThanOrEqual(2);
    expect(propertiesOf(stack.template, reader)).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

test('wake-ups are in order per destination, and a repeated one is not swallowed for five minutes', () => {
  const queue = propertiesOf(stack.template, 'DeliveryQueue');
  expect(queue).toMatchObject({
    FifoQueue: true,
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  });
  expect(queue).not.toHaveProperty('ContentBasedDeduplication');
  expect(propertiesOf(stack.template, 'DeliveryDeadLetters').FifoQueue).toBe(true);
});

test('a request for a later look waits its own time, which only standard queues let it do', () => {
  const queue = propertiesOf(stack.template, 'EnrichQueue');
  expect(queue).not.toHaveProperty('FifoQueue');
  // Each says how long: a delay of the queue would only be replaced.
  expect(queue).not.toHaveProperty('DelaySeconds');
  expect(numberAt(mappingOf('EnrichQueue'), 'ScalingConfig', 'MaximumConcurrency')).toBe(2);
  expect(numberAt(mappingOf('EnrichQueue'), 'BatchSize')).toBe(1);
});

test('EventBridge can use the dead letters of the rules: they are a standard queue', () => {
  const queue = propertiesOf(stack.template, 'RuleDeadLetters');
  expect(queue).not.toHaveProperty('FifoQueue');
  expect(queue.MessageRetentionPeriod).toBe(FOURTEEN_DAYS);
});

test('every queue is encrypted with the stack’s own key', () => {
  for (const [, queue] of ofType(stack.template, 'AWS::SQS::Queue')) {
    expect(queue.KmsMasterKeyId).toEqual(arnOf('DataKey'));
  }
});
