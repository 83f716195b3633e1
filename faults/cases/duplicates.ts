/** Events, messages and workers that come more than once: 1, 2, 3, 4, 10, 30, 34, 50. */
import { wrapRecord } from '../../lib/access/wrap-record.ts';
import { at, isObject, type JsonObject, listAt, textAt } from '../../lib/kernel/json.ts';
import { pause, ring, until, untilRecorded, untilTold } from '../act.ts';
import { readStored } from '../deliveries.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import { TRUSTED, TRUSTING } from '../fault-policy.ts';
import { secondOf } from '../fault-records.ts';
import { matching } from '../matches.ts';
import { deliveryMessage, intakeMessage } from '../queue-messages.ts';

/** One EventBridge delivery of a record, with an id of its own. */
const envelopeOf = (record: JsonObject, id: string): JsonObject => ({ ...wrapRecord(record), id });

export const duplicateCases: readonly FaultCase[] = [
  {
    id: '1',
    name: 'the same EventBridge event three times, two of them at once',
    expected: 'one row, one message each',
    stage: 'main',
    quick: true,
    run: async (stage) => {
      const access = stage.access({ role: 'prod-all' });
      const event = envelopeOf(access.record, 'the-same-envelope');
      const { inject } = stage.laptop();
      await Promise.all([inject(event), inject(event)]);
      await inject(event);
      await untilTold(stage, [access]);
      await stage.sweep('pending');
      return { seen: 'told once', accesses: [access] };
    },
  },
  {
    id: '2',
    name: 'the same eventID in different EventBridge events',
    expected: 'one row, one message each',
    stage: 'main',
    run: async (stage) => {
      const access = await ring(stage, { role: 'prod-all' });
      await stage.laptop().inject(envelopeOf(access.record, 'another'));
      await untilTold(stage, [access]);
      await stage.laptop().inject(envelopeOf(access.record, 'and-another'));
      await pause(500);
      return { seen: 'told once', accesses: [access] };
    },
  },
  {
    id: '3',
    name: 'both halves of one console switch, in both orders, and the caller’s own copy',
    expected: 'one row each, one message each, the name joined',
    stage: 'main',
    run: async (stage) => {
      const { problems, check } = checks();
      // Just now: a half that is older than fifteen minutes rings by itself.
      const time = secondOf(stage.clock.now());
      const early = consoleSwitch(stage.access({ role: 'prod-slack', session: 'early-half', time }));
      await stage.laptop().inject(early.half);
      await stage.advance(60);
      await stage.laptop().inject(early.access.record);
      const late = consoleSwitch(stage.access({ role: 'prod-slack', session: 'late-half', time }));
      await stage.laptop().inject(late.access.record);
      await untilTold(stage, [early.access, late.access]);
      await stage.advance(60);
      await stage.laptop().inject(late.half);
      const copy = { ...late.access.record, recipientAccountId: TRUSTED, eventID: 'the-callers-copy' };
      const { rules } = await stage.laptop().inject(copy);
      check(rules.length === 0, 'the caller’s own copy was heard');
      for (const { access } of [early, late]) {
        await until('the half is joined', async () => {
          const { row } = await readStored(stage, access.accessId);
          return textAt(row, 'access', 'caller', 'certainty') === 'resolved';
        });
      }
      await stage.advance(16 * 60);
      await stage.sweep('pending');
      return { seen: 'both named alice.miller', accesses: [early.access, late.access], problems };
    },
  },
  {
    id: '4',
    name: 'queues that duplicate and reorder',
    expected: 'one row and one message each, whatever the order',
    stage: 'main',
    run: async (stage) => {
      stage.arm({ on: matching({ from: 'bus' }), fault: { kind: 'twice' }, times: 100 });
      stage.arm({
        on: matching({ operation: 'SQS.SendMessageBatch' }),
        fault: { kind: 'twice' },
        times: 100,
      });
      stage.arm({ on: matching({ from: 'bus' }), fault: { kind: 'delay', ms: 300 }, every: 2, times: 100 });
      const accesses = ['prod-two', 'prod-hook', 'prod-chat', 'prod-mail'].map((role) =>
        stage.access({ role }),
      );
      await Promise.all(accesses.map(({ record }) => stage.laptop().inject(record)));
      await untilTold(stage, accesses);
      return { seen: 'told once each', accesses };
    },
  },
  {
    id: '10',
    name: 'two workers with one message at the same moment',
    expected: 'one row, one message: the second worker waits for the lease',
    stage: 'main',
    quick: true,
    run: async (stage) => {
      const { problems, check } = checks();
      const access = stage.access({ role: 'prod-hook' });
      const held = stage.arm({
        on: matching({ from: 'deliver', sends: true, about: access }),
        fault: { kind: 'hold', when: 'before' },
        times: 2,
      });
      const row = stage.arm({
        on: matching({ from: 'record', operation: 'DynamoDB.PutItem', about: access }),
        fault: { kind: 'delay', ms: 150 },
        times: 3,
      });
      const message = intakeMessage(access.record);
      const record = stage.laptop().lambda('record');
      await Promise.all([record.invoke({ Records: [message] }), record.invoke({ Records: [message] })]);
      await held.whenStruck();
      const second = await stage
        .laptop()
        .lambda('deliver')
        .invoke({ Records: [deliveryMessage(access, 'platform-hook')] });
      check(failedIds(second).length === 1, 'the second worker took the message for done');
      check(held.struck() === 1, 'two workers sent');
      row.clear();
      held.release();
      await untilTold(stage, [access]);
      return { seen: 'one send', accesses: [access], problems };
    },
  },
  {
    id: '30',
    name: 'a batch that comes again after some of it was sent',
    expected: 'what was sent is not sent again',
    stage: 'main',
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses = [1, 2, 3].map(() => stage.access({ role: 'prod-slack' }));
      const [, second] = accesses;
      if (second === undefined) throw new Error('three accesses were made up');
      const refused = stage.arm({
        on: matching({ from: 'deliver', operation: 'POST hooks.slack', about: second }),
        fault: { kind: 'cut', when: 'before' },
        times: 1,
      });
      const records = accesses.map(({ record }) => intakeMessage(record));
      await stage.laptop().lambda('record').invoke({ Records: records });
      await refused.whenStruck();
      await stage.laptop().lambda('record').invoke({ Records: records });
      const batch = { Records: accesses.map((access) => deliveryMessage(access, 'platform-slack')) };
      await stage.laptop().lambda('deliver').invoke(batch);
      await untilTold(stage, accesses);
      const again = await stage.laptop().lambda('deliver').invoke(batch);
      check(failedIds(again).length === 0, 'what was told came back');
      return { seen: 'each sent once', accesses, explained: 1, problems };
    },
  },
  {
    id: '34',
    name: 'the look at CloudTrail races the live event',
    expected: 'one row, one message each',
    stage: 'main',
    run: async (stage) => {
      const access = stage.access({ role: 'prod-two' });
      await stage.laptop().inject(access.record, { withhold: true });
      const asked = stage.arm({
        on: matching({ from: 'sweep', operation: 'CloudTrail.LookupEvents', holding: 'prod-two' }),
        fault: { kind: 'delay', ms: 50 },
      });
      const swept = stage.sweep('reconcile');
      await asked.whenStruck(1, 60);
      await stage.laptop().bus.put(envelopeOf(access.record, 'live'));
      await swept;
      await untilTold(stage, [access]);
      return { seen: 'one row', accesses: [access] };
    },
  },
  {
    id: '50',
    name: 'the copies of two Regions, and of the global and a regional endpoint',
    expected: 'one row, one message each',
    stage: 'main',
    run: async (stage) => {
      const { problems, check } = checks();
      const access = await ring(stage, { role: 'prod-two' });
      const elsewhere = await stage.laptop().inject({ ...access.record, awsRegion: 'eu-west-1' });
      check(elsewhere.rules.length === 0, 'the bus heard another Region');
      await stage.laptop().bus.put({
        ...envelopeOf({ ...access.record, awsRegion: 'eu-west-1' }, 'forwarded'),
        region: 'us-east-1',
      });
      await untilRecorded(stage, access);
      await untilTold(stage, [access]);
      return { seen: 'one row', accesses: [access], problems };
    },
  },
];

/** Ids of messages that an answered batch gives back. */
function failedIds(invoked: unknown): readonly string[] {
  const value = isObject(invoked) ? invoked['value'] : undefined;
  return listAt(value, 'batchItemFailures').flatMap((item) => textAt(item, 'itemIdentifier') ?? []);
}

/** The two records of a role switch in the console: the call and the sign-in. */
function consoleSwitch(access: ReturnType<Parameters<FaultCase['run']>[0]['access']>) {
  const session = textAt(access.record, 'requestParameters', 'roleSessionName') ?? '';
  const roleId = `AROA${session.toUpperCase().replace(/[^A-Z]/g, '')}`;
  const principalId = `${roleId}:${session}`;
  const answered = at(access.record, 'responseElements');
  const record = {
    ...access.record,
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    responseElements: {
      ...(isObject(answered) ? answered : {}),
      assumedRoleUser: {
        assumedRoleId: principalId,
        arn: `arn:aws:sts::${TRUSTING}:assumed-role/${access.role}/${session}`,
      },
    },
  };
  const half = {
    eventVersion: '1.08',
    userIdentity: {
      type: 'AssumedRole',
      principalId,
      arn: `arn:aws:sts::${TRUSTING}:assumed-role/${access.role}/${session}`,
      accountId: TRUSTING,
    },
    eventTime: access.time,
    eventSource: 'signin.amazonaws.com',
    eventName: 'SwitchRole',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.10',
    userAgent: 'Mozilla/5.0',
    requestParameters: null,
    responseElements: { SwitchRole: 'Success' },
    additionalEventData: { SwitchFrom: `arn:aws:iam::${TRUSTED}:user/alice.miller` },
    eventID: `half-${access.eventId}`,
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    recipientAccountId: TRUSTING,
  };
  return { access: { ...access, record }, half };
}
