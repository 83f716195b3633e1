/** Does the canary's own alert arrive? */
import { type Clock, parseIso } from '../../kernel/clock.ts';
import type { Policy } from '../../policy/policy.ts';
import { canaryMinutesOf, type CanaryState } from './canary-state.ts';
import { type Finding, findingsOf } from './finding.ts';

const { ok, warning, broken, unknown } = findingsOf('canary');
const subject = 'canary';

export const judgeCanary = (policy: Policy, canary: CanaryState | undefined, clock: Clock): Finding => {
  const minutes = canaryMinutesOf(policy);
  if (minutes === 0) {
    return warning({
      subject,
      sentence: 'is switched off: nothing proves that the bell rings',
      mend: 'set canary.everyMinutes in rolecall.yml and deploy',
    });
  }
  if (canary === undefined) {
    return unknown({
      subject,
      sentence: 'has not been sent yet',
      mend: 'wait for half an hour, then look again',
    });
  }
  const late = overdue(canary, minutes, clock);
  return late === undefined ? STATES[canary.state](canary) : late;
};

/** It goes every so many minutes; the sweep that sends it may have died. */
const overdue = ({ sentAt }: CanaryState, minutes: number, clock: Clock): Finding | undefined => {
  const age = clock.now().getTime() - (parseIso(sentAt)?.getTime() ?? 0);
  if (age <= (2 * minutes + 30) * 60_000) return undefined;
  return broken({
    subject,
    sentence: `was sent last at ${sentAt}, although it should go every ${String(minutes)} minutes`,
    mend: 'read the log of sweep (task canary)',
  });
};

const STATES: Readonly<Record<CanaryState['state'], (canary: CanaryState) => Finding>> = {
  arrived: ({ delaySeconds = 0, sentAt }) =>
    ok(subject, `its alert arrived after ${String(Math.round(delaySeconds))} s (sent at ${sentAt})`),
  waiting: ({ sentAt, blindSince }) =>
    blindSince === undefined
      ? ok(subject, `is on its way (sent at ${sentAt})`)
      : blind(`the bell does not ring since ${blindSince}; another one is on its way`),
  missing: ({ sentAt }) => blind(`its alert did not arrive (sent at ${sentAt}): the bell does not ring`),
  'not-sent': ({ sentAt, why = 'unknown' }) =>
    broken({
      subject,
      sentence: `its role could not be assumed (${why}, ${sentAt}): nothing proves that the bell rings`,
      mend: 'look at the role in /rolecall-canary/ and its trust policy; deploy again',
    }),
};

const blind = (sentence: string): Finding =>
  broken({
    subject,
    sentence,
    mend: 'follow its way: trail, rule RuleCanary, intake queue, record, delivery queue, deliver, CanaryTopic, CanaryQueue',
  });
