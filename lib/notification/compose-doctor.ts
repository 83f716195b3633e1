/** What whoever runs Rolecall is told when the doctor finds something broken, and when the canary does not arrive. */
import { oneLine } from '../kernel/one-line.ts';
import { describeTime } from './describe-time.ts';
import type { Fact, Notification } from './notification.ts';

export interface DoctorNotice {
  /** Takes the place of an access id. */
  readonly noticeId: string;
  /** ISO 8601. */
  readonly at: string;
  /** Base URL of the history page, without a slash at its end. */
  readonly historyUrl: string;
}

/** Something that was in order an hour ago, or was never looked at before, is broken. */
export const composeBroken = (
  notice: DoctorNotice,
  faults: readonly { readonly subject: string; readonly sentence: string; readonly mend?: string }[],
): Notification => {
  const [first] = faults;
  const more = faults.length - 1;
  const title =
    first === undefined
      ? 'The doctor found something broken'
      : `${first.subject} ${first.sentence}${more > 0 ? ` (and ${String(more)} more)` : ''}`;
  return doctorNotice(notice, 'doctor-broken', {
    title,
    sentence: `Rolecall’s doctor found ${faults.length === 1 ? 'something' : `${String(faults.length)} things`} broken: somebody may enter production and nobody be told. \`npx rolecall doctor --deployed\` says all of it.`,
    facts: faults
      .slice(0, MOST_FACTS)
      .flatMap(({ subject, sentence, mend }) => [
        { label: oneLine(subject, 80), value: oneLine(sentence, 300) },
        ...(mend === undefined ? [] : [{ label: 'What to do', value: oneLine(mend, 300) }]),
      ]),
  });
};

const MOST_FACTS = 10;

/** The canary's own alert did not arrive: nobody else's would. */
export const composeBlind = (
  notice: DoctorNotice,
  { sentAt, why }: { readonly sentAt: string; readonly why?: string },
): Notification =>
  doctorNotice(notice, 'canary-missing', {
    title: 'The bell does not ring: the canary’s alert did not arrive',
    sentence:
      why === undefined
        ? 'Rolecall assumed its harmless role, and the alert of it did not arrive within fifteen minutes. Alerts of real entries may be lost as well.'
        : 'Rolecall could not assume its harmless role, so nothing proves that alerts of real entries arrive.',
    facts: [
      { label: 'Sent', value: describeTime(sentAt, 'UTC') },
      ...(why === undefined ? [] : [{ label: 'Why', value: oneLine(why, 80) }]),
      {
        label: 'What to do',
        value:
          'run `npx rolecall doctor --deployed`; follow the way: trail, rule RuleCanary, intake queue, record, delivery queue, deliver, CanaryTopic, CanaryQueue',
      },
    ],
  });

interface Words {
  readonly title: string;
  readonly sentence: string;
  readonly facts: readonly Fact[];
}

const doctorNotice = (
  { noticeId, at, historyUrl }: DoctorNotice,
  code: string,
  { title, sentence, facts }: Words,
): Notification => ({
  schemaVersion: 1,
  accessId: noticeId,
  kind: 'operator',
  edition: 'owner',
  importance: 'urgent',
  title: oneLine(title, 120),
  sentence,
  facts: [...facts, { label: 'Since', value: describeTime(at, 'UTC') }],
  links: [{ label: 'Open the history', url: `${historyUrl}/` }],
  occurredAt: at,
  attributes: { kind: 'operator', edition: 'owner', code },
});
