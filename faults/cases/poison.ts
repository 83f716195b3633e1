/** Records that are broken, strange, forged or hostile: 27, 28, 29, 39, 40. */
import { wrapRecord } from '../../lib/access/wrap-record.ts';
import { isObject, type JsonObject, listAt, textAt } from '../../lib/kernel/json.ts';
import { callAwsJson } from '../../local/aws-json.ts';
import { pause, ring, until, untilTold } from '../act.ts';
import { brokenTable } from '../aws-answers.ts';
import { readStored } from '../deliveries.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import { TRUSTING } from '../fault-policy.ts';
import type { Access } from '../fault-records.ts';
import { matching } from '../matches.ts';
import { intakeMessage } from '../queue-messages.ts';
import { readAllItems } from '../read-table.ts';
import type { Stage } from '../stage.ts';

const nested = (depth: number): string => '{"detail":'.repeat(depth) + '1' + '}'.repeat(depth);

/** Texts as they could lie in the intake queue. */
const POISON: Readonly<Record<string, string>> = {
  'no JSON': 'this is no JSON',
  'half of it': '{"detail": {"eventID": "half',
  'a list': '[1, 2, 3]',
  'wrong types': JSON.stringify({
    source: 'aws.sts',
    account: TRUSTING,
    detail: { eventSource: 'sts.amazonaws.com', eventName: 17, eventID: ['x'], requestParameters: 'y' },
  }),
  'deep nesting': nested(5_000),
  'a prototype': `{"__proto__":{"polluted":true},"source":"aws.sts","detail":{"__proto__":{"a":1},"eventSource":"sts.amazonaws.com"}}`,
  'lone surrogates and NUL': JSON.stringify({
    source: 'aws.sts',
    detail: { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole\u0000\ud800', eventID: 'nul\u0000' },
  }),
  '250 KB': JSON.stringify({
    source: 'aws.sts',
    detail: { eventSource: 'sts.amazonaws.com', a: 'x'.repeat(250_000) },
  }),
};

async function sendRaw(stage: Stage, body: string): Promise<void> {
  const laptop = stage.laptop();
  await callAwsJson({
    endpointUrl: laptop.urls.messaging,
    region: 'us-east-1',
    target: 'AmazonSQS.SendMessage',
    body: { QueueUrl: laptop.ref('IntakeQueue'), MessageBody: body },
  });
}

const unreadableRows = async (stage: Stage): Promise<readonly string[]> =>
  (await readAllItems(stage.table()))
    .filter((item) => item['sk'] === 'row' && textAt(item, 'pk')?.startsWith('access#unreadable.'))
    .map((item) => String(item['pk']));

/** Markup, formulas and control characters in every field that a caller chooses or influences. */
const HOSTILE =
  '<!channel> <https://evil.example|click> @here *x* `y` =cmd() \u202e\u0007\r\nX: y <script>alert(1)</script>';

export const poisonCases: readonly FaultCase[] = [
  {
    id: '27',
    name: `poison in the queue: ${Object.keys(POISON).join(', ')}`,
    expected: 'kept as unreadable and told, the good ones among them too; nothing in the dead letters',
    stage: 'poison',
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses: Access[] = [];
      for (const body of Object.values(POISON)) {
        await sendRaw(stage, body);
        accesses.push(await ring(stage, { role: 'prod-hook' }));
      }
      const expected = Object.keys(POISON).length;
      await until('all poison is kept', async () => (await unreadableRows(stage)).length >= expected, 30);
      await untilTold(stage, accesses);
      const kept = await unreadableRows(stage);
      check(kept.length === expected, `${String(kept.length)} of ${String(expected)} were kept`);
      for (const pk of kept) {
        const { deliveries } = await readStored(stage, pk.slice('access#'.length));
        check(deliveries.length > 0, `nobody is told of ${pk}`);
      }
      check((await stage.depth('IntakeDeadLetters')) === 0, 'something went to the dead letters');
      return { seen: `${String(kept.length)} kept as unreadable`, accesses, problems };
    },
  },
  {
    id: '28',
    name: 'an unknown userIdentity type, a new eventVersion, missing requestParameters',
    expected: 'told all the same',
    stage: 'poison',
    run: async (stage) => {
      const { problems, check } = checks();
      const unknown = await ring(stage, {
        role: 'prod-hook',
        changes: { userIdentity: { type: 'Martian', principalId: 'AIDAMARTIAN', name: 'x' } },
      });
      const newer = await ring(stage, { role: 'prod-hook', changes: { eventVersion: '2.17' } });
      await untilTold(stage, [unknown, newer]);
      const nameless = stage.access({ role: 'prod-hook', changes: { requestParameters: null } });
      await stage.laptop().bus.put({ ...wrapRecord(nameless.record), id: 'nameless' });
      const { rules } = await stage.laptop().inject(nameless.record);
      // The rules ask for the role: without one EventBridge does not even bring it, unless it was refused.
      check(rules.length === 0, 'a record without a role was heard');
      return { seen: 'told once each', accesses: [unknown, newer], problems };
    },
  },
  {
    id: '29',
    name: 'one of ten cannot be recorded; then none of three can',
    expected: 'nine are done and one comes back; all three come back',
    stage: 'poison',
    quick: true,
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses = Array.from({ length: 10 }, () => stage.access({ role: 'prod-ops' }));
      const bad = accesses[4];
      if (bad === undefined) throw new Error('ten accesses were made up');
      const refusing = stage.arm({
        on: matching({ from: 'record', operation: 'DynamoDB', about: bad }),
        fault: { kind: 'answer', when: 'before', answer: brokenTable },
        times: 1000,
      });
      const record = stage.laptop().lambda('record');
      const first = await record.invoke({ Records: accesses.map((each) => intakeMessage(each.record)) });
      const given = failedIds(first);
      check(given.join() === `intake-${bad.eventId}`, `given back: ${given.join(', ') || 'nothing'}`);
      refusing.clear();
      await record.invoke({ Records: [intakeMessage(bad.record)] });
      const three = [1, 2, 3].map(() => stage.access({ role: 'prod-hook' }));
      await stage.shut('database');
      const all = await record.invoke({ Records: three.map((each) => intakeMessage(each.record)) });
      check(!all.ok || failedIds(all).length === 3, 'some of three count as done without a table');
      await stage.open('database');
      await record.invoke({ Records: three.map((each) => intakeMessage(each.record)) });
      await untilTold(stage, [...accesses, ...three]);
      return { seen: '9 done, 1 back; 3 back', accesses: [...accesses, ...three], problems };
    },
  },
  {
    id: '39',
    name: 'forged events: PutEvents in AWS’s name, under another source, a message that only looks like CloudTrail’s',
    expected: 'refused, not heard, or told as not written by CloudTrail; never told as an access',
    stage: 'poison',
    run: async (stage) => {
      const { problems, check } = checks();
      const forged = stage.access({ role: 'prod-hook' });
      const put = (source: string) =>
        callAwsJson({
          endpointUrl: stage.laptop().urls.standIns,
          region: 'us-east-1',
          target: 'AWSEvents.PutEvents',
          body: {
            Entries: [
              {
                Source: source,
                DetailType: 'AWS API Call via CloudTrail',
                Detail: JSON.stringify(forged.record),
              },
            ],
          },
        });
      check((await put('aws.sts'))['FailedEntryCount'] === 1, 'PutEvents let somebody speak for AWS');
      await put('custom.sts');
      const before = (await unreadableRows(stage)).length;
      await sendRaw(stage, JSON.stringify({ ...wrapRecord(forged.record), source: 'custom.sts' }));
      await until('the forgery is kept', async () => (await unreadableRows(stage)).length > before);
      await pause(500);
      const { row } = await readStored(stage, forged.accessId);
      check(row === undefined, 'a forged event became an access');
      return { seen: 'kept as unreadable', accesses: [], problems };
    },
  },
  {
    id: '40',
    name: 'markup, formulas, control characters and 300 characters in every field of the caller',
    expected: 'inert in every message; accepted by every vendor',
    stage: 'poison',
    run: async (stage) => {
      const { problems, check } = checks();
      const arn = `arn:aws:iam::${TRUSTING}:role/prod-all`;
      const access = await ring(stage, {
        role: 'prod-all',
        changes: {
          userAgent: `${HOSTILE}\u001b[31m${'u'.repeat(900)}`,
          sourceIPAddress: HOSTILE.slice(0, 60),
          requestParameters: {
            roleArn: arn,
            roleSessionName: HOSTILE,
            sourceIdentity: `=${HOSTILE}`,
            tags: [{ key: HOSTILE, value: 'v'.repeat(256) }],
          },
        },
      });
      await untilTold(stage, [access]);
      for (const message of stage.inbox.about(access.accessId)) {
        const live = message.live.filter(
          ({ kind, target }) => kind === 'mention' || /evil\.example/.test(target),
        );
        check(live.length === 0, `${message.destinationHint}: ${JSON.stringify(live)}`);
        check(
          !/[\u0000-\u001f\u202e]/.test(message.summary),
          `${message.destinationHint}: control characters`,
        );
      }
      const { deliveries } = await readStored(stage, access.accessId);
      check(
        deliveries.every(({ state }) => state === 'sent'),
        'a vendor refused the message',
      );
      return { seen: `${String(deliveries.length)} destinations took it`, accesses: [access], problems };
    },
  },
];

function failedIds(invoked: unknown): readonly string[] {
  const value: JsonObject = isObject(invoked) && isObject(invoked['value']) ? invoked['value'] : {};
  return listAt(value, 'batchItemFailures').flatMap((item) => textAt(item, 'itemIdentifier') ?? []);
}
