/** Whether the bell rings: what became of the last canary, and what the doctor found last. */
import { isoAfter, parseIso } from '../kernel/clock.ts';
import type { Policy } from '../policy/policy.ts';
import { canaryMinutesOf, type CanaryState } from '../usecases/examine/canary-state.ts';
import type { DoctorReport } from '../usecases/examine/doctor-report.ts';
import type { ShownBell, ShownCanary, ShownDoctor } from './contract.ts';
import { sayDuration } from './say-duration.ts';
import { showText } from './show-text.ts';

export interface LastLooks {
  readonly canary: CanaryState | undefined;
  readonly doctor: DoctorReport | undefined;
}

export const describeBell = (
  policy: Pick<Policy, 'canaryMinutes'>,
  { canary, doctor }: LastLooks,
  now: Date,
): ShownBell => ({
  canary: canary === undefined ? describeMissing(policy, doctor) : describeCanary(policy, canary, now),
  doctor: describeDoctor(doctor, now),
});

const SWITCHED_OFF: ShownCanary = {
  tone: 'warning',
  words: 'Nothing proves that the bell rings: the canary is switched off',
};

/** A canary is sent within minutes, and the doctor looks every hour: where only the doctor came, something is wrong. */
const describeMissing = (
  policy: Pick<Policy, 'canaryMinutes'>,
  doctor: DoctorReport | undefined,
): ShownCanary => {
  if (canaryMinutesOf(policy) === 0) return SWITCHED_OFF;
  return doctor === undefined
    ? { tone: 'waiting', words: 'The bell has not been tested yet' }
    : {
        tone: 'bad',
        words: 'The bell was never tested, although the doctor looked at',
        at: doctor.at,
      };
};

const describeCanary = (
  policy: Pick<Policy, 'canaryMinutes'>,
  canary: CanaryState,
  now: Date,
): ShownCanary => {
  const minutes = canaryMinutesOf(policy);
  if (minutes === 0) return SWITCHED_OFF;
  const { blindSince, sentAt, state } = canary;
  if (blindSince !== undefined) return { tone: 'bad', words: 'The bell does not ring since', at: blindSince };
  // Whoever sends it may have died.
  if (sentAt < isoAfter(now, -(2 * minutes + 30) * 60)) {
    return { tone: 'bad', words: 'The bell has not been tested since', at: sentAt };
  }
  if (state === 'not-sent') return { tone: 'warning', words: 'The bell could not be tested at', at: sentAt };
  return describeRinging(canary);
};

/** The last test that has come home, also while another one is on its way. */
const describeRinging = ({ sentAt, lastArrivedAt, lastDelaySeconds }: CanaryState): ShownCanary =>
  lastArrivedAt === undefined || lastDelaySeconds === undefined
    ? { tone: 'waiting', words: 'The bell is being tested since', at: sentAt }
    : {
        tone: 'good',
        words: `The bell rings: its last test took ${sayDuration(lastDelaySeconds)} from the entry to the alert, at`,
        at: lastArrivedAt,
        delaySeconds: lastDelaySeconds,
      };

/** It looks every hour. */
const OLD_SECONDS = 3 * 3600;

const describeDoctor = (doctor: DoctorReport | undefined, now: Date): ShownDoctor => {
  if (doctor === undefined) return { tone: 'waiting', words: 'The doctor has not looked yet', broken: [] };
  const { at, counts } = doctor;
  const broken = doctor.broken.map(({ subject, sentence }) => showText(`${subject}: ${sentence}`));
  if (counts.broken > 0) {
    const words = `The doctor found ${String(counts.broken)} ${counts.broken === 1 ? 'thing' : 'things'} broken, at`;
    return { tone: 'bad', words, at, broken };
  }
  const looked = parseIso(at);
  if (looked === undefined || at < isoAfter(now, -OLD_SECONDS)) {
    return { tone: 'warning', words: 'The doctor looked last at', at, broken };
  }
  return { tone: 'good', words: 'The doctor found nothing broken, at', at, broken };
};
