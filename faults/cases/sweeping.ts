/** What only the sweep brings: 31, 32, 33, and a rule that was disabled. */
import { wrapRecord } from '../../lib/access/wrap-record.ts';
import { listAt, textAt } from '../../lib/kernel/json.ts';
import { callAwsJson } from '../../local/aws-json.ts';
import { heal, ring, untilRecorded, untilTold } from '../act.ts';
import { readStored } from '../deliveries.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import { type Access, secondOf } from '../fault-records.ts';
import type { Stage } from '../stage.ts';

async function toDeadLetters(stage: Stage, { record }: Access): Promise<void> {
  const laptop = stage.laptop();
  await callAwsJson({
    endpointUrl: laptop.urls.messaging,
    region: 'us-east-1',
    target: 'AmazonSQS.SendMessage',
    body: { QueueUrl: laptop.ref('IntakeDeadLetters'), MessageBody: JSON.stringify(wrapRecord(record)) },
  });
}

const foundBy = async (stage: Stage, { accessId }: Access): Promise<string> =>
  textAt((await readStored(stage, accessId)).row, 'foundBy') ?? 'nobody';

const saysLate = (stage: Stage, { accessId }: Access): boolean =>
  stage.inbox.about(accessId).some(({ body }) => /sweep|late/i.test(JSON.stringify(body)));

export const sweepingCases: readonly FaultCase[] = [
  {
    id: '31',
    name: 'a dead letter is taken up after days: of an access that is known, and of one that is not',
    expected: 'told once, late; the known one not again',
    stage: 'sweeping',
    run: async (stage) => {
      const { problems, check } = checks();
      const known = await ring(stage, { role: 'prod-hook' });
      await untilTold(stage, [known]);
      const unknown = stage.access({ role: 'prod-hook' });
      await toDeadLetters(stage, known);
      await toDeadLetters(stage, unknown);
      await stage.advance(5 * 86_400);
      await stage.sweep('reconcile');
      await heal(stage, [known, unknown]);
      check((await foundBy(stage, unknown)) === 'sweep', 'the late one is not marked');
      check(saysLate(stage, unknown), 'the message does not say that it is late');
      check((await stage.depth('IntakeDeadLetters')) === 0, 'a letter was left');
      return { seen: 'one told late, none twice', accesses: [known, unknown], problems };
    },
  },
  {
    id: '32',
    name: 'EventBridge drops an event',
    expected: 'found by the sweep, told, marked as late',
    stage: 'sweeping',
    quick: true,
    run: async (stage) => {
      const { problems, check } = checks();
      const access = stage.access({ role: 'prod-all' });
      await stage.laptop().inject(access.record, { withhold: true });
      await stage.sweep('reconcile');
      await untilTold(stage, [access]);
      check((await foundBy(stage, access)) === 'sweep', 'not marked as found by the sweep');
      check(saysLate(stage, access), 'the message does not say that it is late');
      return { seen: 'told late', accesses: [access], problems };
    },
  },
  {
    id: '33',
    name: 'LookupEvents is throttled, forgets a token between two pages, and learns of a record late',
    expected: 'asks again from where it was; no gap',
    stage: 'sweeping',
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses: Access[] = [];
      // One robot, so that sixty rows make one notice.
      for (let index = 0; index < 60; index += 1) {
        const access = stage.access({
          role: 'prod-hook',
          principalId: 'AIDAFAULTROBOTSIXTY',
          session: 'robot',
        });
        await stage.laptop().inject(access.record, { withhold: true });
        accesses.push(access);
      }
      stage.laptop().refuseLookups('ThrottlingException', 40);
      await stage.sweep('reconcile');
      stage.laptop().refuseLookups('ThrottlingException', 0);
      stage.laptop().refuseLookups('InvalidNextTokenException', 20);
      await stage.sweep('reconcile');
      stage.laptop().refuseLookups('InvalidNextTokenException', 0);
      const late = stage.access({
        role: 'prod-hook',
        time: secondOf(new Date(stage.clock.now().getTime() - 100 * 60_000)),
      });
      await stage.laptop().inject(late.record, { withhold: true });
      await stage.sweep('reconcile');
      for (const access of [...accesses, late]) await untilRecorded(stage, access);
      await heal(stage, [...accesses, late]);
      const notices = accesses.filter((access) => stage.inbox.copies(access, 'platform-hook') > 0);
      check(notices.length >= 1, 'nobody was told of the robot');
      return {
        seen: `61 rows, ${String(notices.length)} notice of the robot`,
        accesses: [...accesses, late],
        problems,
      };
    },
  },
  {
    id: 'F',
    name: 'a rule is disabled for a while',
    expected: 'everything of that while is found by the sweep, told, marked as late',
    stage: 'sweeping',
    run: async (stage) => {
      const { problems, check } = checks();
      const { bus } = stage.laptop();
      const names = bus.rules().map(({ name }) => name);
      for (const name of names) bus.setState(name, 'DISABLED');
      const accesses: Access[] = [];
      for (let index = 0; index < 3; index += 1) {
        const access = stage.access({ role: 'prod-hook' });
        const { rules } = await stage.laptop().inject(access.record);
        check(rules.length === 0, 'a disabled rule heard something');
        accesses.push(access);
      }
      for (const name of names) bus.setState(name, 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
      await stage.advance(31 * 60);
      await stage.sweep('reconcile');
      await untilTold(stage, accesses);
      for (const access of accesses)
        check(saysLate(stage, access), `${access.accessId} does not say that it is late`);
      const said = listAt({ list: accesses }, 'list').length;
      return { seen: `${String(said)} found, half an hour late`, accesses, problems };
    },
  },
];
