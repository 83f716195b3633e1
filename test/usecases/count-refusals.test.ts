/** Refusals of one caller, across roles and sessions. */
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { failAt } from '../support/failing-effects.ts';
import { type Recording, startRecording } from '../support/recording.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

const user = (name: string) => ({
  type: 'IAMUser',
  principalId: `AIDAEXAMPLE${name.toUpperCase()}00001`,
  arn: `arn:aws:iam::${PRODUCTION}:user/${name}`,
  accountId: PRODUCTION,
  userName: name,
});

const refuse = ({ effects }: Pick<Recording, 'effects'>, eventID: string, role: string, who = 'eve') =>
  recordEvent(
    effects,
    envelopeOf(
      crossAccountRecord({
        eventID,
        userIdentity: user(who),
        errorCode: 'AccessDenied',
        errorMessage: `User: x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${PRODUCTION}:role/${role}`,
        requestParameters: null,
        responseElements: null,
        resources: undefined,
      }),
    ),
  );

const isRepeated = async ({ history }: Recording, eventID: string): Promise<boolean | undefined> =>
  (await history.find(`${PRODUCTION}.${eventID}`))?.row.access?.observations.some(
    ({ code }) => code === 'repeated-denials',
  );

const repeatedOf = async (recording: Recording, count: number): Promise<readonly number[]> => {
  const numbers = Array.from({ length: count }, (_none, index) => index + 1);
  const repeated = await Promise.all(numbers.map((number) => isRepeated(recording, `event-${number}`)));
  return numbers.filter((_number, index) => repeated[index]);
};

const isTold = async ({ history }: Recording, eventID: string): Promise<boolean> =>
  (await history.find(`${PRODUCTION}.${eventID}`))?.row.groupedWith === undefined;

describe('A caller who is refused again and again', () => {
  it('is called so from the fifth refusal on, whatever the roles', async () => {
    const recording = startRecording();
    for (let number = 1; number <= 7; number += 1)
      await refuse(recording, `event-${number}`, `prod-${number}`);
    expect(await repeatedOf(recording, 7)).toEqual([5, 6, 7]);
    const { access } = (await recording.history.find(`${PRODUCTION}.event-5`))?.row ?? {};
    expect(access?.observations).toContainEqual({
      code: 'repeated-denials',
      reason: 'At least 5 attempts of this caller were refused within 15 minutes.',
    });
  });

  it('is told of a role once: repeats are counted as ever', async () => {
    const recording = startRecording();
    for (let number = 1; number <= 12; number += 1) await refuse(recording, `event-${number}`, 'prod-admin');
    for (let number = 2; number <= 12; number += 1)
      expect(await isTold(recording, `event-${number}`)).toBe(false);
    expect((await recording.history.repeatsOf(`${PRODUCTION}.event-1`))?.count).toBe(11);
  });

  it('is another than somebody else who is refused', async () => {
    const recording = startRecording();
    for (let number = 1; number <= 8; number += 1)
      await refuse(recording, `event-${number}`, `prod-${number}`, number % 2 === 0 ? 'eve' : 'mallory');
    expect(await repeatedOf(recording, 8)).toEqual([]);
  });

  it('is called so only for what happened within one window', async () => {
    const recording = startRecording();
    for (let number = 1; number <= 8; number += 1) {
      await refuse(recording, `event-${number}`, `prod-${number}`);
      recording.clock.advance(4 * 60);
    }
    expect(await repeatedOf(recording, 8)).toEqual([]);
  });

  it('is called so although nothing is grouped', async () => {
    const recording = startRecording({ policy: { ...samplePolicy, repeatWindowMinutes: 0 } });
    for (let number = 1; number <= 5; number += 1) await refuse(recording, `event-${number}`, 'prod-admin');
    expect(await repeatedOf(recording, 5)).toEqual([5]);
  });

  it('is counted once when the record comes again, or when its recorder dies', async () => {
    const counting = failAt(startRecording().effects, 0, 'before');
    await refuse(counting, 'event-1', 'prod-1');
    for (let nth = 1; nth <= counting.asked(); nth += 1) {
      const recording = startRecording();
      await refuse(failAt(recording.effects, nth, 'after'), 'event-1', 'prod-1').catch(() => undefined);
      for (const again of [1, 2, 3, 4]) await refuse(recording, `event-${again}`, `prod-${again}`);
      for (const again of [1, 2, 3, 4]) await refuse(recording, `event-${again}`, `prod-${again}`);
      expect(await repeatedOf(recording, 4)).toEqual([]);
      await refuse(recording, 'event-5', 'prod-5');
      expect(await repeatedOf(recording, 5)).toEqual([5]);
    }
  });

  it('costs one more question once it is known', async () => {
    const recording = startRecording();
    for (let number = 1; number <= 5; number += 1)
      await refuse(recording, `event-${number}`, `prod-${number}`);
    let asked = 0;
    const { firstOfGroup } = recording.history;
    recording.history.firstOfGroup = async (...question) => {
      asked += 1;
      return firstOfGroup.apply(recording.history, question);
    };
    await refuse(recording, 'event-6', 'prod-6');
    // Its own window, and nothing else.
    expect(asked).toBe(1);
  });
});
