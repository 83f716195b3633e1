/** How attempts to tell a destination ended, in words. */
import type { Attempt, DeliveryState } from '../delivery/delivery.ts';
import type { Outcome, RejectionCode, Retry, RetryCode } from '../delivery/outcome.ts';
import type { ShownAttempt, Tone, Worded } from './contract.ts';
import { sayDuration } from './say-duration.ts';
import { showText } from './show-text.ts';

const CHANNEL_WORDS: Readonly<Record<string, string>> = {
  sns: 'Amazon SNS',
  'slack-webhook': 'Slack',
  'slack-app': 'Slack',
  jira: 'Jira',
  'ops-center': 'OpsCenter',
  webhook: 'the webhook',
};

/** "slack-webhook" is "Slack" to a reader; a channel without words keeps its name. */
export const sayChannel = (channel: string): string =>
  (Object.hasOwn(CHANNEL_WORDS, channel) ? CHANNEL_WORDS[channel] : undefined) ?? showText(channel);

/** Each follows the name of the vendor. */
const RETRY_WORDS: Readonly<Record<RetryCode, string>> = {
  'rate-limited': 'answered “too many requests”',
  'vendor-failed': 'failed on its side',
  'answer-not-understood': 'gave an answer we do not understand',
  'connection-failed': 'could not be reached',
  doubtful: 'did not answer; it may have arrived all the same',
  'search-pending': 'cannot say yet whether an earlier, unanswered attempt arrived; it is asked again',
  'secret-missing': 'was not asked: its secret does not exist yet',
  'secret-unavailable': 'was not asked: its secret could not be read just now',
  'first-not-sent': 'was not told this yet: the notice it belongs to has not arrived there',
  'refused-for-now': 'refused; it is asked once more before that is believed',
  unexpected: 'was not told: something unexpected went wrong on our side',
};

const REJECTION_WORDS: Readonly<Record<RejectionCode, string>> = {
  'not-authorised': 'refused our credentials',
  'destination-gone': 'says that the destination no longer exists',
  'message-refused': 'refused the message itself',
  'certificate-refused': 'showed a certificate that is not valid',
  'address-refused': 'was not asked: its address is not one we may call',
  'not-configured': 'was not asked: its settings are not complete',
  'given-up': 'did not take it for too long: it is not tried any more',
};

const sayOutcome = (vendor: string, outcome: Outcome): string => {
  if (outcome.kind === 'sent') {
    if (outcome.unsaid === true)
      return `${vendor} was not asked: there is no message to edit, and no news to send`;
    return outcome.found === true ? `${vendor} already had it: nothing was sent twice` : `${vendor} took it`;
  }
  if (outcome.kind === 'rejected') return `${vendor} ${REJECTION_WORDS[outcome.code]}`;
  return `${vendor} ${RETRY_WORDS[outcome.code]}${sayPause(outcome)}`;
};

/** Where the vendor was not asked to take anything, the pause is our own. */
const OUR_PAUSES: readonly RetryCode[] = ['first-not-sent', 'search-pending', 'refused-for-now'];

const sayPause = ({ code, retryAfterSeconds: wait }: Retry): string => {
  if (wait === undefined) return '';
  return OUR_PAUSES.includes(code)
    ? `; again in ${sayDuration(wait)}`
    : `, asked to wait ${sayDuration(wait)}`;
};

const TONES: Readonly<Record<Outcome['kind'], Tone>> = { sent: 'good', retry: 'waiting', rejected: 'bad' };

const capitalise = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** One attempt as it is shown: "Slack answered “too many requests”, asked to wait 2 s". */
export const describeAttempt = (channel: string, { number, startedAt, outcome }: Attempt): ShownAttempt => {
  const vendor = sayChannel(channel);
  if (outcome === undefined) {
    return { number, startedAt, tone: 'waiting', words: `Asked ${vendor}; no result noted yet` };
  }
  const words = capitalise(sayOutcome(vendor, outcome));
  const detail = outcome.kind === 'sent' ? undefined : outcome.detail;
  return {
    number,
    startedAt,
    tone: TONES[outcome.kind],
    words,
    ...(detail === undefined ? {} : { detail: showText(detail) }),
  };
};

const STATE_WORDS: Readonly<Record<DeliveryState, string>> = {
  pending: 'not delivered yet',
  'in-progress': 'being sent',
  sent: 'told',
  rejected: 'rejected',
  digested: 'taken into a digest',
  gathering: 'being put together',
};

/** The state of one delivery in words. */
export const sayDeliveryState = (state: DeliveryState): Worded<DeliveryState> => ({
  code: state,
  words: STATE_WORDS[state],
});

/** "Slack could not be reached": what a destination that is down answers. */
export const sayTrouble = (channel: string, code: RetryCode): string =>
  capitalise(`${sayChannel(channel)} ${RETRY_WORDS[code]}`);
