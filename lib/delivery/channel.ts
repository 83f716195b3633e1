/**
 * The contract between the product and every way out. A channel turns untyped settings into a destination
 * or says everything that is wrong with them; a destination sends one notification and answers how it went.
 */
import type { Clock } from '../kernel/clock.ts';
import type { HttpReached, SendHttp } from '../kernel/http.ts';
import type { Result } from '../kernel/result.ts';
import type { Secret } from '../kernel/secret.ts';
import type { Notification } from '../notification/notification.ts';
import type { Outcome } from './outcome.ts';
import type { ProbeResult } from './probe.ts';

/** What is wrong with a setting, where, and how to mend it. */
export interface SettingProblem {
  /** Path inside the destination's settings, e.g. `url`. */
  readonly path: string;
  readonly message: string;
}

/** Reads the secret behind `ssm:/path` or, on the laptop, `env:NAME`. `fresh`: past anything that is kept of it. */
export type ReadSecret = (
  reference: string,
  how?: { readonly fresh?: boolean },
) => Promise<Result<Secret, 'secret-missing' | 'secret-unavailable'>>;

export interface TopicMessage {
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface OpsItem {
  readonly title: string;
  readonly description: string;
  /** OpsCenter answers with the item that is already open when an equal one is. */
  readonly dedupString: string;
  readonly severity: '1' | '2' | '3' | '4';
  /** Shown in the item; each value at most 20 KB. */
  readonly data: Readonly<Record<string, string>>;
}

/** The few effects a channel may use. AWS's answers are already turned into outcomes by the AWS door. */
export interface ChannelEffects {
  readonly http: SendHttp;
  readonly readSecret: ReadSecret;
  readonly clock: Clock;
  /** Resolves the host, connects and shakes hands, and sends nothing: what stands behind `http` without a request. */
  readonly reach: (url: string) => Promise<HttpReached>;
  readonly publishToTopic: (message: TopicMessage) => Promise<Outcome>;
  /** Whether a topic is there; publishes nothing. */
  readonly findTopic: (topicArn: string) => Promise<Outcome>;
  readonly createOpsItem: (item: OpsItem) => Promise<Outcome>;
  /** Adds entries to the data of an OpsItem that exists; one of the same name is replaced, so adding twice adds once. */
  readonly addToOpsItem: (opsItemId: string, data: OpsItem['data']) => Promise<Outcome>;
  /** The ARN of the topic the stack made for a destination; `undefined` when it made none. */
  readonly topicArnOf: (destinationId: string) => string | undefined;
}

/** What a destination must know to send a second time without making a second message. */
export interface DeliveryAttempt {
  /** Stable over all attempts: the vendor's idempotency key, label or metadata. */
  readonly deliveryId: string;
  /** 1 for the first. */
  readonly number: number;
  /**
   * ISO 8601 time of the earliest earlier attempt that may have arrived (no answer, or a crash before it was
   * noted); absent when none. A destination that can ask its vendor does so before it sends again.
   */
  readonly doubtfulSince?: string;
  /** ISO 8601 start of the latest such attempt: how long a search may still lag behind it. */
  readonly lastDoubtAt?: string;
  /** Earlier attempts whose refusal was not believed yet; `since` (ISO 8601) is the start of the first. Absent when none. */
  readonly refused?: { readonly times: number; readonly since: string };
}

/** A later word about a message that was sent. */
export interface FollowUp {
  /** What the first message says from now on: for vendors that edit in place. */
  readonly edited: Notification;
  /** The news alone: for a comment below it. */
  readonly news: Notification;
  /** What the title of the first message may have been so far, by us: any other was written by a person, and stays. */
  readonly titles?: readonly string[];
  /** Nobody needs to be written to because of it: where the first message is gone, nothing is sent instead. */
  readonly quiet?: true;
  /** Whoever has read the first message must hear of it: where an edit is all that would be done, the news follow it. */
  readonly aloud?: true;
}

export interface Destination {
  readonly id: string;
  readonly channel: string;
  send(notification: Notification, attempt: DeliveryAttempt): Promise<Outcome>;
  /** Edits the message in place, or comments on the ticket. Absent where the vendor cannot. */
  update?(reference: string, followUp: FollowUp, attempt: DeliveryAttempt): Promise<Outcome>;
  /** Resolves the ticket. Absent where there is nothing to close. */
  close?(reference: string, words: string): Promise<Outcome>;
  /** Asks whether a notice would be taken, and makes no noise. Absent where nobody can be asked. */
  probe?(): Promise<ProbeResult>;
}

export interface Channel {
  /** As written in `rolecall.yml`. */
  readonly name: string;
  /** Decodes settings and answers a destination, or everything that is wrong with them. Sends nothing. */
  open(
    id: string,
    settings: unknown,
    effects: ChannelEffects,
  ): Result<Destination, readonly SettingProblem[]>;
}
