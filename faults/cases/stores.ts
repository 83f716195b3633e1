/** The table, the queues and the connections to them: 20, 23, 24, and back-pressure. */
import { heal, pause, ring, until, untilRecorded, untilTold } from '../act.ts';
import { brokenTable, throttledQueue, throttledTable, throttledTopic } from '../aws-answers.ts';
import { readStored } from '../deliveries.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import { DESTINATIONS, SHORT_NAMES } from '../fault-policy.ts';
import type { Access } from '../fault-records.ts';
import { matching } from '../matches.ts';
import { readPartition } from '../read-table.ts';
import type { Fault } from '../rule.ts';

/** What happens to the table's answer, and how often in a row: the SDK itself tries four times. */
const TABLE_FAULTS: readonly { readonly fault: Fault; readonly times: number }[] = [
  { fault: { kind: 'answer', when: 'before', answer: throttledTable }, times: 2 },
  { fault: { kind: 'answer', when: 'before', answer: throttledTable }, times: 5 },
  { fault: { kind: 'answer', when: 'after', answer: brokenTable }, times: 1 },
  { fault: { kind: 'cut', when: 'before' }, times: 1 },
  // The write happened and nobody heard: the next try is refused by our own write.
  { fault: { kind: 'cut', when: 'after' }, times: 1 },
];

export const storeCases: readonly FaultCase[] = [
  {
    id: '20',
    name: 'connections that were kept are closed by the other side between two invocations',
    expected: 'told at the first attempt, nothing is noticed',
    stage: 'main',
    run: async (stage) => {
      const { problems, check } = checks();
      const first = await ring(stage, { role: 'prod-two' });
      await untilTold(stage, [first]);
      for (const endpoint of ['database', 'ssm', 'vendors', 'messaging'] as const) {
        await stage.shut(endpoint);
        await stage.open(endpoint);
      }
      const second = await ring(stage, { role: 'prod-two' });
      await untilTold(stage, [second]);
      const { deliveries } = await readStored(stage, second.accessId);
      check(
        deliveries.every(({ attempts }) => attempts.length === 1),
        'an attempt was lost to an old connection',
      );
      return { seen: 'one attempt each', accesses: [first, second], problems };
    },
  },
  {
    id: '23',
    name: 'the table throttles, breaks, and loses its answers, at each write of record and deliver',
    expected: 'slower, never less; an own earlier write is recognised',
    stage: 'main',
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses: Access[] = [];
      for (const [index, { fault, times }] of TABLE_FAULTS.entries()) {
        for (const from of ['record', 'deliver']) {
          const name = SHORT_NAMES[(2 * index + (from === 'record' ? 0 : 1)) % SHORT_NAMES.length] ?? 'hook';
          const access = stage.access({ role: `prod-${name}` });
          const on = matching({ from, operation: 'DynamoDB', about: access });
          stage.arm({ on, fault, times });
          // The settlement as well, or for record what follows the row.
          stage.arm({ on, fault, times, skip: times + 1 });
          await stage.laptop().inject(access.record);
          accesses.push(access);
        }
      }
      await pause(1500);
      await heal(stage, accesses);
      const lost = accesses.slice(-1)[0];
      const { deliveries } = await readStored(stage, lost?.accessId ?? '');
      check(
        deliveries[0]?.attempts.length === 1,
        'a claim whose answer was lost was taken for somebody else’s',
      );
      // A settlement that could not be written is a crash between sending and noting.
      return { seen: `${String(accesses.length)} accesses`, accesses, explained: 1, problems };
    },
  },
  {
    id: '24',
    name: 'the table is down for ten minutes',
    expected: 'nothing is acknowledged; everything is recorded and told late',
    stage: 'main',
    run: async (stage) => {
      const { problems, check } = checks();
      await stage.shut('database');
      const accesses: Access[] = [];
      for (const role of ['prod-hook', 'prod-slack', 'prod-jira']) accesses.push(await ring(stage, { role }));
      await pause(1500);
      await stage.advance(600);
      await pause(1500);
      const place = stage.table();
      for (const { accessId } of accesses) {
        check(
          (await readPartition(place, `access#${accessId}`)).length === 0,
          'a row appeared without a table',
        );
      }
      const waiting = (await stage.depth('IntakeQueue')) + (await stage.depth('IntakeDeadLetters'));
      check(waiting === accesses.length, `${String(waiting)} of 3 records are still in a queue`);
      await stage.open('database');
      await heal(stage, accesses);
      return { seen: `${String(waiting)} records waited`, accesses, problems };
    },
  },
  {
    id: 'D',
    name: 'back-pressure: table, queue and topic throttled at once',
    expected: 'slower, never less',
    stage: 'main',
    run: async (stage) => {
      const throttled = [
        { on: matching({ operation: 'DynamoDB' }), answer: throttledTable },
        { on: matching({ operation: 'SQS', from: 'record' }), answer: throttledQueue },
        { on: matching({ operation: 'SNS' }), answer: throttledTopic },
      ];
      for (const { on, answer } of throttled) {
        stage.arm({ on, every: 3, times: 60, fault: { kind: 'answer', when: 'before', answer } });
      }
      const accesses: Access[] = [];
      for (let index = 0; index < 4; index += 1) accesses.push(await ring(stage, { role: 'prod-all' }));
      await until('some are recorded', async () => {
        const [first] = accesses;
        return first !== undefined && (await readStored(stage, first.accessId)).row !== undefined;
      });
      await heal(stage, accesses);
      return { seen: 'every third call throttled', accesses, explained: 1 };
    },
  },
  {
    id: 'E',
    name: 'the delivery queue takes nothing, or loses its answer',
    expected: 'nothing is lost: the ledger is the outbox',
    stage: 'main',
    run: async (stage) => {
      const accesses = [DESTINATIONS.hook, DESTINATIONS.ops].map((destination) =>
        stage.access({ role: destination === DESTINATIONS.hook ? 'prod-hook' : 'prod-ops' }),
      );
      const on = matching({ from: 'record', operation: 'SQS.SendMessageBatch' });
      stage.arm({ on, fault: { kind: 'cut', when: 'before' }, times: 4 });
      stage.arm({ on, skip: 4, fault: { kind: 'cut', when: 'after' }, times: 2 });
      for (const { record } of accesses) await stage.laptop().inject(record);
      for (const access of accesses) await untilRecorded(stage, access);
      await heal(stage, accesses);
      return { seen: 'told once each', accesses };
    },
  },
];
