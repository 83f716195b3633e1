import { wrapRecord } from '../../lib/access/wrap-record.ts';
import { busRules } from '../../local/bus-rules.ts';
import { type BusRule, createEventBus, type EventBus } from '../../local/event-bus.ts';
import { putEvents } from '../../local/put-events.ts';
import type { DeclaredTarget } from '../../local/topology.ts';
import { assumeRole } from './fixtures/assume-role.ts';
import { eventually } from './fixtures/eventually.ts';
import { setClock } from './fixtures/set-clock.ts';

const LONG = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

interface Delivered {
  readonly target: string;
  readonly event: string;
}

const makeBus = (
  state: string,
  changes: { readonly failures?: number; readonly target?: Partial<DeclaredTarget> } = {},
) => {
  const delivered: Delivered[] = [];
  let failures = changes.failures ?? 0;
  const target = { arn: 'arn:aws:sqs:us-east-1:000000000000:intake', maximumRetries: 185, ...changes.target };
  const rules: readonly BusRule[] = busRules([
    {
      name: 'entries',
      arn: 'arn:aws:events:us-east-1:000000000000:rule/entries',
      state,
      pattern: { source: ['aws.sts', 'my.app'] },
      targets: [target],
    },
  ]);
  const clock = setClock();
  const bus: EventBus = createEventBus({
    rules,
    regions: ['us-east-1', 'eu-central-1'],
    clock,
    write: () => undefined,
    deliver: ({ arn }, event) => {
      failures -= 1;
      if (failures >= 0 && arn.endsWith('intake')) return Promise.reject(new Error('not now'));
      delivered.push({ target: arn, event });
      return Promise.resolve();
    },
  });
  return { bus, delivered, clock };
};

const entry = (changes: Readonly<Record<string, unknown>> = {}) => wrapRecord(assumeRole(changes));

describe('the event bus', () => {
  it('hands a matching event to the target as EventBridge would', async () => {
    const { bus, delivered } = makeBus(LONG);
    expect(await bus.put(entry())).toEqual(['entries']);
    expect(JSON.parse(delivered[0]?.event ?? '')).toMatchObject({ source: 'aws.sts', resources: [] });
  });

  it('does not hear what another Region recorded', async () => {
    const { bus } = makeBus(LONG);
    expect(await bus.put(entry({ awsRegion: 'ap-southeast-2' }))).toEqual([]);
  });

  it('keeps read-only management events from a rule in the plain state', async () => {
    const { bus, delivered } = makeBus('ENABLED');
    expect(await bus.put(entry())).toEqual([]);
    expect(await bus.put(entry({ readOnly: false }))).toEqual(['entries']);
    expect(delivered).toHaveLength(1);
  });

  it('hands nothing to a disabled rule until it is enabled again', async () => {
    const { bus } = makeBus('DISABLED');
    expect(await bus.put(entry({ readOnly: false }))).toEqual([]);
    bus.setState('entries', LONG);
    expect(await bus.put(entry())).toEqual(['entries']);
    expect(bus.rules()).toEqual([{ name: 'entries', state: LONG }]);
  });

  it('drops what is larger than CloudTrail sends', async () => {
    const { bus } = makeBus(LONG);
    expect(await bus.put(entry({ requestParameters: { text: 'x'.repeat(256 * 1024) } }))).toEqual([]);
  });

  it('tries a target again until it takes the event', async () => {
    const { bus, delivered } = makeBus(LONG, { failures: 3 });
    await bus.put(entry());
    await eventually('the delivery', () => delivered.length === 1);
  });

  it('puts an event into the dead letters when the retries are used up', async () => {
    const { bus, delivered } = makeBus(LONG, {
      failures: 99,
      target: { maximumRetries: 2, deadLetterArn: 'arn:aws:sqs:us-east-1:000000000000:dead' },
    });
    await bus.put(entry());
    await eventually('the dead letter', () => delivered.length === 1);
    expect(delivered[0]?.target).toContain('dead');
  });

  it('refuses at the start a pattern that EventBridge would refuse', () => {
    expect(() =>
      busRules([{ name: 'bad', arn: 'arn:bad', state: LONG, pattern: { source: 'aws.sts' }, targets: [] }]),
    ).toThrow('bad');
  });
});

describe('PutEvents', () => {
  const put = (bus: EventBus, entries: readonly unknown[]) =>
    putEvents({ Entries: entries }, { bus, clock: setClock(), region: 'us-east-1' });
  const one = { Source: 'my.app', DetailType: 'x', Detail: '{}' };

  it('refuses to let anybody speak for AWS, per entry', async () => {
    const { bus, delivered } = makeBus(LONG);
    const answer = await put(bus, [{ ...one, Source: 'aws.sts' }, one]);
    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'NotAuthorizedForSourceException' }, { EventId: 'id-1' }],
    });
    expect(delivered).toHaveLength(1);
  });

  it('refuses an entry without a readable detail, and a request without or with too many entries', async () => {
    const { bus } = makeBus(LONG);
    expect(await put(bus, [{ ...one, Detail: '[]' }])).toMatchObject({
      Entries: [{ ErrorCode: 'MalformedDetail' }],
    });
    expect(await put(bus, [{ Source: 'my.app' }])).toMatchObject({
      Entries: [{ ErrorCode: 'InvalidArgument' }],
    });
    expect(await put(bus, [])).toBeUndefined();
    expect(
      await put(
        bus,
        Array.from({ length: 11 }, () => one),
      ),
    ).toBeUndefined();
  });
});
