/** What whoever runs Rolecall is told about Rolecall itself, and what a fallback is told about why it gets a notice. */
import { oneLine } from '../kernel/one-line.ts';
import { describeTime } from './describe-time.ts';
import type { Fact, Notification } from './notification.ts';

/** Why a destination refused, in the codes of the delivery outcome. */
export type RefusalCode = keyof typeof REFUSALS;

interface Refusal {
  /** Follows "because". */
  readonly because: string;
  readonly whatToDo: string;
}

const REFUSALS = {
  'not-authorised': {
    because: 'it refuses our credentials',
    whatToDo: 'put a valid secret into the parameter that rolecall.yml names for it',
  },
  'destination-gone': {
    because: 'it says that the channel, project or topic no longer exists',
    whatToDo: 'create it again, or name another one in rolecall.yml and deploy',
  },
  'message-refused': {
    because: 'it refuses the message itself',
    whatToDo: 'look at the detail of the attempt in the history and at the settings of the destination',
  },
  'certificate-refused': {
    because: 'its certificate is not valid',
    whatToDo: 'renew the certificate of the receiver',
  },
  'address-refused': {
    because: 'its address is not one that may be called',
    whatToDo: 'give it a public https address',
  },
  'not-configured': {
    because: 'its settings are missing or not complete',
    whatToDo: 'run `npx rolecall check`, mend rolecall.yml and deploy',
  },
  'given-up': {
    because: 'it did not take a notice in 2,500 attempts',
    whatToDo: 'look at its attempts in the history; mend it, or name another one in rolecall.yml and deploy',
  },
} as const satisfies Readonly<Record<string, Refusal>>;

export interface OperatorNotice {
  /** Takes the place of an access id: `operator.<destination>.<hour or day>`. */
  readonly noticeId: string;
  readonly destinationId: string;
  /** ISO 8601. */
  readonly at: string;
  /** Base URL of the history page, without a slash at its end. */
  readonly historyUrl: string;
}

/** A destination refuses for good: nothing will arrive there until somebody mends it. */
export const composeRefused = (
  notice: OperatorNotice & {
    readonly channel: string;
    readonly code: RefusalCode;
    /** The outcome's own words. */
    readonly detail?: string;
  },
): Notification => {
  const { because, whatToDo } = REFUSALS[notice.code];
  const destination = oneLine(notice.destinationId, 64);
  return operatorNotice(notice, {
    title: `The destination ${destination} refuses notices: ${because}`,
    sentence: `A notice for ${destination} was refused for good: ${because}. It is not tried again; it goes to the owner’s fallback destination, where one is named.`,
    facts: [
      { label: 'Destination', value: destination },
      { label: 'Channel', value: oneLine(notice.channel, 64) },
      { label: 'Why', value: `${because} (${notice.code})` },
      ...(notice.detail === undefined ? [] : [{ label: 'Detail', value: oneLine(notice.detail, 300) }]),
      { label: 'What to do', value: whatToDo },
    ],
    attributes: { code: notice.code },
  });
};

/** Addresses of a mail destination that nobody confirmed, or that were unsubscribed. The addresses are not named. */
export const composeUnconfirmed = (
  notice: OperatorNotice & {
    /** How many addresses get nothing. */
    readonly addresses: number;
  },
): Notification => {
  const destination = oneLine(notice.destinationId, 64);
  const count = `${notice.addresses} address${notice.addresses === 1 ? '' : 'es'}`;
  return operatorNotice(notice, {
    title: `${count} of ${destination} get${notice.addresses === 1 ? 's' : ''} no notices: not confirmed`,
    sentence: `Amazon SNS sends nothing to an address that has not confirmed its subscription. ${count} of ${destination} ${notice.addresses === 1 ? 'has' : 'have'} not, or no longer.`,
    facts: [
      { label: 'Destination', value: destination },
      { label: 'Not confirmed', value: count },
      {
        label: 'What to do',
        value:
          'ask for the mail “AWS Notification - Subscription Confirmation” and have its link opened; subscribe again where it has expired',
      },
    ],
    attributes: { code: 'subscription-unconfirmed' },
  });
};

/** The notice for a fallback: the same words, and first of all why it comes here. */
export const meantFor = (
  notification: Notification,
  destinationId: string,
  reason: RefusalCode,
): Notification => ({
  ...notification,
  facts: [
    {
      label: 'Meant for',
      value: `${oneLine(destinationId, 64)}, which refuses: ${REFUSALS[reason].because}`,
    },
    ...notification.facts,
  ],
});

interface Words {
  readonly title: string;
  readonly sentence: string;
  readonly facts: readonly Fact[];
  readonly attributes: Readonly<Record<string, string>>;
}

/** Whoever runs Rolecall may sit anywhere: times are in UTC. */
const operatorNotice = (
  { noticeId, destinationId, at, historyUrl }: OperatorNotice,
  { title, sentence, facts, attributes }: Words,
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
  attributes: { kind: 'operator', edition: 'owner', destination: oneLine(destinationId, 64), ...attributes },
});
