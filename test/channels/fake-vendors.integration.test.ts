/** The channels against the laptop's vendors, which enforce the real limits. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVendors, type Vendors } from '../../local/vendors/start-vendors.ts';
import type { SendHttp } from '../../lib/kernel/http.ts';
import { makeEffects } from './effects.ts';
import { HTTP_CASES, jiraCase, SIGNING_SECRET, slackAppCase } from './http-cases.ts';
import { type HttpChannelCase, open } from './kit.ts';
import {
  digestOf,
  doubtful,
  FIRST,
  followUp,
  HOSTILE_TEXTS,
  hostileNotification,
  operatorNotification,
  ownerNotification,
} from './notifications.ts';

describe("the laptop's vendors", () => {
  let vendors: Vendors;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rolecall-channels-'));
    vendors = await startVendors({
      directory,
      jiraSearchDelayMs: 0,
      slackBurst: 1000,
      webhookSecrets: { 'hooks.example.com/in/cAnArYcAnArY': SIGNING_SECRET },
    });
  });
  afterAll(async () => {
    await vendors.close();
    await rm(directory, { recursive: true });
  });

  const http: SendHttp = async (request) => {
    const answer = await fetch(request.url.replace('https://', `${vendors.httpEndpointUrl}/`), {
      method: request.method,
      ...(request.headers === undefined ? {} : { headers: request.headers }),
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'manual',
    });
    const headers = Object.fromEntries(answer.headers.entries());
    return { kind: 'answered', status: answer.status, headers, body: await answer.text() };
  };
  const destination = (testCase: HttpChannelCase, now = new Date().toISOString()) =>
    open({ id: 'd', ...testCase }, makeEffects({ http, secrets: testCase.secrets, now }));

  it.each(HTTP_CASES)(
    'take every message of $channel, whatever an attacker wrote into it',
    async (testCase) => {
      for (const text of Object.values(HOSTILE_TEXTS)) {
        expect(await destination(testCase).send(hostileNotification(text), FIRST)).toMatchObject({
          kind: 'sent',
        });
      }
      const live = vendors.messages().flatMap((message) => message.live);
      expect(live.filter(({ kind }) => kind === 'mention')).toEqual([]);
      expect(new Set(live.map(({ target }) => target))).toEqual(
        new Set(live.length === 0 ? [] : ['https://history.example.com/?access=1']),
      );
    },
  );

  it.each([slackAppCase, jiraCase])('are asked by $channel before it sends again', async (testCase) => {
    const now = new Date();
    const attempt = { ...FIRST, deliveryId: `111122223333.asked.${testCase.channel}` };
    const first = await destination(testCase, now.toISOString()).send(ownerNotification, attempt);
    const again = { ...attempt, number: 2, doubtfulSince: new Date(now.getTime() - 1000).toISOString() };
    const second = await destination(testCase, now.toISOString()).send(ownerNotification, again);
    expect(first.kind).toBe('sent');
    expect(second).toEqual({ ...first, found: true });
  });

  it('let an issue be commented on and closed', async () => {
    const sent = await destination(jiraCase).send(ownerNotification, doubtful(600));
    const key = sent.kind === 'sent' ? (sent.reference ?? '') : '';
    const jira = destination(jiraCase);
    const there = { kind: 'sent', reference: key, url: `https://acme.atlassian.net/browse/${key}` };
    expect(await jira.update?.(key, followUp, FIRST)).toEqual(there);
    expect(await jira.update?.(key, followUp, doubtful(5))).toEqual({ ...there, found: true });
    expect(vendors.messages().filter(({ action }) => action === 'comment')).toHaveLength(1);
    const another = { ...doubtful(5), deliveryId: 'another' };
    expect(await jira.update?.(key, followUp, another)).toEqual(there);
    expect(await jira.close?.(key, 'Explained by bob.')).toMatchObject({ kind: 'sent' });
  });

  it('let a Slack message be edited', async () => {
    const slack = destination(slackAppCase);
    const sent = await slack.send(ownerNotification, { ...FIRST, deliveryId: 'edited' });
    const reference = sent.kind === 'sent' ? (sent.reference ?? '') : '';
    expect(await slack.update?.(reference, followUp, FIRST)).toEqual({ kind: 'sent', reference });
    expect(await slack.update?.(reference, followUp, doubtful(5))).toEqual({ kind: 'sent', reference });
    // What finds the first message again is still in it.
    const again = { ...doubtful(5), deliveryId: 'edited' };
    expect(await slack.send(ownerNotification, again)).toMatchObject({ reference, found: true });
  });

  it.each(HTTP_CASES)(
    'take digests, later words and notices to the operator by $channel',
    async (testCase) => {
      const opened = destination(testCase);
      const long = `${'<&>"\\'.repeat(40)} entered`;
      for (const message of [
        digestOf(long),
        digestOf('x'),
        followUp.news,
        followUp.edited,
        operatorNotification,
      ]) {
        expect(await opened.send(message, FIRST)).toMatchObject({ kind: 'sent' });
      }
    },
  );
});
