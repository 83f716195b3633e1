import { OPERATOR_DESTINATION } from '../../lib/delivery/operator.ts';
import type { Survey } from '../../lib/history/survey.ts';
import { DOCTOR_MARK, readDoctor } from '../../lib/usecases/examine/doctor-report.ts';
import { runDoctor } from '../../lib/usecases/run-doctor.ts';
import { startRecording } from '../support/recording.ts';
import { examination, policy, rules, trail, wellMarks, wellSurvey } from './examine/well-survey.ts';

const start = (marks = wellMarks()) => {
  const { effects, ledger, metrics, clock } = startRecording({ policy });
  const look = (survey: Partial<Survey> = {}) =>
    runDoctor({ ...effects, ...examination({ survey: wellSurvey(survey), marks }), metrics, marks });
  const told = () => ledger.all().filter(({ destinationId }) => destinationId === OPERATOR_DESTINATION);
  return { look, told, metrics, marks, clock };
};

const STOPPED = { trails: async () => [trail({ logging: false })] };
const OFF = { ...STOPPED, rules: async () => rules().map((rule) => ({ ...rule, state: 'DISABLED' })) };

it('keeps what it found, and tells nobody when nothing is broken', async () => {
  const { look, told, metrics, marks } = start();
  expect(await look()).toMatchObject({ broken: 0, newlyBroken: 0, unknown: 0 });
  expect(told()).toEqual([]);
  expect(metrics.counted.get('DoctorBroken')).toBe(0);
  const report = readDoctor(await marks.read(DOCTOR_MARK));
  expect(report).toMatchObject({ at: '2026-11-22T12:00:00.000Z', counts: { broken: 0 }, broken: [] });
  expect(report?.counts.ok).toBeGreaterThan(20);
});

it('tells the operator what has become broken, once, and what becomes broken after that by itself', async () => {
  const { look, told, metrics, marks } = start();
  await look();
  expect(await look(STOPPED)).toMatchObject({ broken: 1, newlyBroken: 1 });
  expect(await look(STOPPED)).toMatchObject({ broken: 1, newlyBroken: 0 });
  expect(told()).toHaveLength(1);
  expect(told()[0]?.notification).toMatchObject({
    kind: 'operator',
    importance: 'urgent',
    title: expect.stringContaining('management is not logging'),
    facts: expect.arrayContaining([{ label: 'What to do', value: 'start logging' }]),
  });
  expect(metrics.counted.get('DoctorBroken')).toBe(2);
  expect(readDoctor(await marks.read(DOCTOR_MARK))?.broken).toMatchObject([
    { subject: 'trail of us-east-1' },
  ]);
  expect(await look(OFF)).toMatchObject({ broken: 5, newlyBroken: 4 });
  expect(told()).toHaveLength(2);
  expect(told()[1]?.notification.title).toContain('(and 3 more)');
});

it('tells it again when it was mended in between', async () => {
  const { look, told } = start();
  await look(STOPPED);
  await look();
  expect(await look(STOPPED)).toMatchObject({ newlyBroken: 1 });
  expect(told()).toHaveLength(2);
});

it('tells once when it dies after telling and before keeping what it found', async () => {
  const marks = wellMarks();
  const { look, told } = start(marks);
  await look();
  const write = marks.write.bind(marks);
  marks.write = () => Promise.reject(new Error('throttled'));
  await expect(look(STOPPED)).rejects.toThrow('throttled');
  marks.write = write;
  await look(STOPPED);
  expect(told()).toHaveLength(1);
});

it('leaves to others what has an alarm or a notice of its own', async () => {
  const { look, told } = start(
    wellMarks({ 'last-heartbeat': '2026-11-22T01:00:00.000Z', 'sweep-seal': '2026-11-20T00:00:00.000Z' }),
  );
  expect(await look({ subscriptionsOf: async () => [] })).toMatchObject({ broken: 6, newlyBroken: 0 });
  expect(told()).toEqual([]);
});
