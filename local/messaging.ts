/**
 * SQS and SNS on the laptop: fauxqs, bound to loopback, with what it lacks added in front of it (ADR 0004):
 * queue URLs that resolve everywhere, SNS e-mail, and the subjects SNS refuses.
 */
import { buildApp } from 'fauxqs';
import { isObject, parseJson, textAt } from '../lib/kernel/json.ts';
import type { Endpoint } from './database.ts';
import { guardLoopback } from './loopback-only.ts';
import type { MailSubscriptions } from './mail-subscriptions.ts';
import { closeServer, listen } from './vendors/listen.ts';
import { subjectProblem } from './vendors/mail.ts';

/** What SNS hands to one e-mail subscription. */
export interface TopicMail {
  readonly topicArn: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface MessagingParts {
  readonly region: string;
  /** Fauxqs takes every subscription as confirmed; here is who really is. */
  readonly subscriptions: Pick<MailSubscriptions, 'readersOf' | 'present'>;
  readonly deliverMail: (mail: TopicMail) => Promise<void>;
  /** Preferred port; another one when it is taken. */
  readonly port?: number;
}

const NAMES_A_QUEUE = /\.(CreateQueue|GetQueueUrl|ListQueues)$/;

export async function startMessaging(parts: MessagingParts): Promise<Endpoint> {
  const app = buildApp({ logger: false, defaultRegion: parts.region });
  let url = '';
  // fauxqs names queues http://sqs.<region>.localhost:<port>/…, which neither musl nor plain glibc resolves.
  let inside = '';
  app.addHook('preHandler', (request, reply) => {
    if (refusesSubject(request.body)) {
      reply.code(400).header('content-type', 'text/xml').send(INVALID_SUBJECT);
      return Promise.resolve(reply);
    }
    const queueUrl = textAt(request.body, 'QueueUrl');
    if (queueUrl?.startsWith(url) && isObject(request.body)) {
      request.body = { ...request.body, QueueUrl: inside + queueUrl.slice(url.length) };
    }
    return Promise.resolve();
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    if (NAMES_A_QUEUE.test(target)) return String(payload).replaceAll(inside, url);
    if (textAt(request.body, 'Action') === 'ListSubscriptionsByTopic') {
      return parts.subscriptions.present(textAt(request.body, 'TopicArn') ?? '', String(payload));
    }
    // Before SNS answers, so that no mail of an accepted message is lost when everything is killed.
    if (reply.statusCode === 200 && isPublish(request.body)) await mailSubscribers(request.body, parts);
    return payload;
  });
  await app.ready();
  guardLoopback(app.server);
  const port = await listen(app.server, parts.port ?? 0);
  url = `http://127.0.0.1:${String(port)}`;
  inside = `http://sqs.${parts.region}.localhost:${String(port)}`;
  return {
    url,
    close: async () => {
      const closed = closeServer(app.server);
      await app.close();
      await closed;
    },
  };
}

const isPublish = (body: unknown): boolean => textAt(body, 'Action') === 'Publish';

/** SNS refuses the whole message then, subscribers or not: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const refusesSubject = (body: unknown): boolean =>
  isPublish(body) && subjectProblem(textAt(body, 'Subject')) !== undefined;

const INVALID_SUBJECT =
  '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>' +
  '<Code>InvalidParameter</Code><Message>Invalid parameter: Subject</Message></Error></ErrorResponse>';

async function mailSubscribers(body: unknown, parts: MessagingParts): Promise<void> {
  const topicArn = textAt(body, 'TopicArn') ?? '';
  const message = textAt(body, 'Message') ?? '';
  const perProtocol = textAt(body, 'MessageStructure') === 'json' ? parseJson(message) : undefined;
  const text = textAt(perProtocol, 'email') ?? textAt(perProtocol, 'default') ?? message;
  for (const to of parts.subscriptions.readersOf(topicArn)) {
    await parts.deliverMail({
      topicArn,
      to,
      subject: textAt(body, 'Subject') ?? 'AWS Notification Message',
      text,
    });
  }
}
