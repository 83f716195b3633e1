import { describeBell } from '../../lib/api/describe-bell.ts';
import type { CanaryState } from '../../lib/usecases/examine/canary-state.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const SENT = '2026-11-22T10:00:00.000Z';
const HOME = '2026-11-22T10:00:42.000Z';

const canaryOf = (canary: Partial<CanaryState> | undefined, canaryMinutes?: number) =>
  describeBell(
    canaryMinutes === undefined ? {} : { canaryMinutes },
    {
      canary: canary === undefined ? undefined : { id: '1', state: 'arrived', sentAt: SENT, ...canary },
      doctor: undefined,
    },
    NOW,
  ).canary;

const LAST = { lastArrivedAt: HOME, lastDelaySeconds: 42 };
const RINGS = {
  tone: 'good',
  words: 'The bell rings: its last test took 42 s from the entry to the alert, at',
  at: HOME,
  delaySeconds: 42,
};

it.each<[string, ReturnType<typeof canaryOf>, object]>([
  ['rings', canaryOf(LAST), RINGS],
  ['rings while another test is on its way', canaryOf({ ...LAST, state: 'waiting' }), RINGS],
  [
    'is tested for the first time',
    canaryOf({ state: 'waiting' }),
    { tone: 'waiting', words: 'The bell is being tested since', at: SENT },
  ],
  [
    'has not been tested',
    canaryOf(undefined),
    { tone: 'waiting', words: 'The bell has not been tested yet' },
  ],
  [
    'does not ring',
    canaryOf({ ...LAST, state: 'missing', blindSince: SENT }),
    { tone: 'bad', words: 'The bell does not ring since', at: SENT },
  ],
  [
    'does not ring while another test is on its way',
    canaryOf({ state: 'waiting', blindSince: SENT }),
    { tone: 'bad', words: 'The bell does not ring since', at: SENT },
  ],
  [
    'could not be tested',
    canaryOf({ state: 'not-sent' }),
    { tone: 'warning', words: 'The bell could not be tested at', at: SENT },
  ],
  [
    'has not been tested for long',
    canaryOf(LAST, 30),
    { tone: 'bad', words: 'The bell has not been tested since', at: SENT },
  ],
  [
    'is not tested',
    canaryOf(LAST, 0),
    { tone: 'warning', words: 'Nothing proves that the bell rings: the canary is switched off' },
  ],
])('says that the bell %s', (_name, shown, expected) => {
  expect(shown).toEqual(expected);
});

it('says that the bell was never tested when the doctor came and the canary did not', () => {
  const doctor = {
    at: '2026-11-22T11:30:00.000Z',
    counts: { ok: 1, warning: 0, broken: 0, unknown: 0 },
    broken: [],
  };
  const shown = describeBell({}, { canary: undefined, doctor }, NOW).canary;
  expect(shown).toMatchObject({ tone: 'bad', at: doctor.at });
  expect(describeBell({ canaryMinutes: 0 }, { canary: undefined, doctor }, NOW).canary.tone).toBe('warning');
});

describe('the doctor', () => {
  const doctorOf = (broken: number, at = '2026-11-22T11:30:00.000Z') =>
    describeBell(
      {},
      {
        canary: undefined,
        doctor: {
          at,
          counts: { ok: 30, warning: 2, broken, unknown: 0 },
          broken: Array.from({ length: broken }, (_each, index) => ({
            subject: `rule ${String(index)}`,
            sentence: 'is switched\u202e off',
          })),
        },
      },
      NOW,
    ).doctor;

  it('says what is broken, in texts that cannot turn others round', () => {
    expect(doctorOf(2)).toEqual({
      tone: 'bad',
      words: 'The doctor found 2 things broken, at',
      at: '2026-11-22T11:30:00.000Z',
      broken: ['rule 0: is switched⟨U+202E⟩ off', 'rule 1: is switched⟨U+202E⟩ off'],
    });
    expect(doctorOf(1).words).toBe('The doctor found 1 thing broken, at');
  });

  it('says that all is well, unless that was long ago', () => {
    expect(doctorOf(0)).toMatchObject({ tone: 'good', words: 'The doctor found nothing broken, at' });
    expect(doctorOf(0, '2026-11-22T01:00:00.000Z')).toMatchObject({
      tone: 'warning',
      words: 'The doctor looked last at',
    });
    expect(describeBell({}, { canary: undefined, doctor: undefined }, NOW).doctor).toEqual({
      tone: 'waiting',
      words: 'The doctor has not looked yet',
      broken: [],
    });
  });
});
