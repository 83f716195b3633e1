/**
 * Mail as Amazon SNS sends it: no server of its own, the bridge from the local topic calls it. SNS refuses a bad
 * Subject at Publish and suspends an address that gets more than ten mails in a second (sns/latest/dg, e-mail).
 */
import { describeFailure } from './failure.ts';
import type { FailurePlans } from './failure-plans.ts';
import type { LiveMarkup, Outcome } from './kept-message.ts';
import type { MessageLog } from './message-log.ts';

export interface Mail {
  readonly topicArn: string;
  readonly subscriptionArn: string;
  readonly to: string;
  readonly subject?: string;
  readonly message: string;
  readonly messageAttributes?: Readonly<Record<string, string>>;
}

export type MailResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly message: string };

export interface MailRoom {
  readonly deliver: (mail: Mail) => MailResult;
  /** Addresses SNS has put back to "pending confirmation". */
  readonly suspended: () => readonly string[];
  /** What the click on the confirmation link does. */
  readonly confirm: (to: string) => void;
}

const mailsPerSecond = 10;
const largestMessage = 256 * 1024;

/** The mail room of one run. */
export function mailRoom(parts: { log: MessageLog; failures: FailurePlans; now: () => Date }): MailRoom {
  const recent = new Map<string, readonly number[]>();
  const suspended = new Set<string>();
  const keep = (mail: Mail, outcome: Outcome, answer: string): void => {
    parts.log.append(
      'mail',
      { destinationHint: mail.to, action: 'new', thing: null, ...contents(mail) },
      { outcome, answer },
    );
  };
  const refuse = (mail: Mail, code: string, message: string, outcome: Outcome = 'refused'): MailResult => {
    keep(mail, outcome, `${code}: ${message}`);
    return { ok: false, code, message };
  };
  return {
    suspended: () => [...suspended],
    confirm: (to) => {
      suspended.delete(to);
    },
    deliver: (mail) => {
      const failure = parts.failures.next('mail', mail.to);
      const lost = failure?.mode === 'answer-lost' || failure?.mode === 'drip';
      if (failure && !lost) return refuse(mail, 'InternalError', describeFailure(failure), 'told-to-fail');
      const problem = subjectProblem(mail.subject);
      if (problem !== undefined) return refuse(mail, 'InvalidParameter', problem);
      if (Buffer.byteLength(mail.message) > largestMessage) {
        return refuse(mail, 'InvalidParameter', 'Invalid parameter: Message too long');
      }
      if (suspended.has(mail.to)) return refuse(mail, 'PendingConfirmation', 'the subscription is suspended');
      const at = parts.now().getTime();
      const lately = [...(recent.get(mail.to) ?? []).filter((time) => at - time < 1000), at];
      recent.set(mail.to, lately);
      if (lately.length > mailsPerSecond) {
        suspended.add(mail.to);
        return refuse(
          mail,
          'PendingConfirmation',
          'more than 10 mails a second: the subscription is suspended',
        );
      }
      keep(mail, lost ? 'answer-lost' : 'accepted', 'delivered');
      return lost ? { ok: false, code: 'TimeoutError', message: 'the answer was lost' } : { ok: true };
    },
  };
}

/** The rule of the API model, as SNS words the refusal. */
export function subjectProblem(subject: string | undefined): string | undefined {
  if (subject === undefined) return undefined;
  // "UTF-8 text with no line breaks or control characters, and less than 100 characters long"
  const good = subject !== '' && subject.length < 100 && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(subject);
  return good ? undefined : 'Invalid parameter: Subject';
}

function contents(mail: Mail): {
  summary: string;
  body: Record<string, unknown>;
  live: readonly LiveMarkup[];
} {
  const links = mail.message.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  return {
    summary: (mail.subject ?? 'AWS Notification Message').slice(0, 300),
    body: {
      from: 'AWS Notifications <no-reply@sns.amazonaws.com>',
      to: mail.to,
      subject: mail.subject ?? 'AWS Notification Message',
      text: mail.message,
      topicArn: mail.topicArn,
      subscriptionArn: mail.subscriptionArn,
      messageAttributes: mail.messageAttributes ?? {},
    },
    live: links.map((target) => ({ kind: 'auto-link', target })),
  };
}
