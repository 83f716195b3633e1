/** Would it take a notice? Each channel, asked without sending one: by vendors that say yes, no, or nothing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProbeResult } from '../../lib/delivery/probe.ts';
import { sendHttps } from '../../lib/http/send-https.ts';
import type { HttpRequest, SendHttp } from '../../lib/kernel/http.ts';
import { startVendors, type Vendors } from '../../local/vendors/start-vendors.ts';
import { makeEffects, type TestWorld } from './effects.ts';
import { HTTP_CASES, jiraCase, slackAppCase } from './http-cases.ts';
import { type HttpChannelCase, open } from './kit.ts';

const probe = (
  configured: { readonly channel: string; readonly settings: Readonly<Record<string, unknown>> },
  world: TestWorld,
): Promise<ProbeResult> | undefined => open({ id: 'd', ...configured }, makeEffects(world)).probe?.();

const answering =
  (status: number, body: string): SendHttp =>
  () =>
    Promise.resolve({ kind: 'answered', status, headers: {}, body });

describe('the laptop’s vendors', () => {
  let vendors: Vendors;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rolecall-probe-'));
    vendors = await startVendors({ directory });
  });
  afterAll(async () => {
    await vendors.close();
    await rm(directory, { recursive: true });
  });

  it.each(HTTP_CASES)(
    'say yes to $channel, and nobody is shown anything',
    async ({ secrets, ...testCase }) => {
      const http = sendHttps(vendors.httpEndpointUrl);
      expect(await probe(testCase, { http, secrets })).toMatchObject({ kind: 'accepted' });
      expect(vendors.messages()).toEqual([]);
    },
  );
});

const caseOf = (channel: string): HttpChannelCase => {
  const found = HTTP_CASES.find((each) => each.channel === channel);
  if (found === undefined) throw new Error(`no case for ${channel}`);
  return found;
};

describe('a Slack webhook', () => {
  const webhook = caseOf('slack-webhook');
  const ask = (status: number, body: string) =>
    probe(webhook, { http: answering(status, body), secrets: webhook.secrets });

  it.each([
    [400, 'no_text'],
    [400, 'invalid_payload'],
    [400, 'missing_text_or_fallback_or_attachments'],
  ])('lives when it finds fault with the empty message (%i %s)', async (status, body) => {
    expect(await ask(status, body)).toEqual({
      kind: 'accepted',
      words: 'Slack knows the webhook; nothing was posted',
    });
  });

  it.each([
    [404, 'no_service', 'destination-gone'],
    [403, 'invalid_token', 'not-authorised'],
    [403, 'action_prohibited', 'not-authorised'],
    [410, 'channel_is_archived', 'destination-gone'],
    [404, 'no_team', 'destination-gone'],
  ])('is refused: %i %s', async (status, body, code) => {
    expect(await ask(status, body)).toEqual({ kind: 'refused', code, words: body });
  });

  it.each([
    [429, ''],
    [500, 'rollup_error'],
    [503, ''],
  ])('cannot be told from %i', async (status, body) => {
    expect(await ask(status, body)).toMatchObject({ kind: 'cannot-tell' });
  });

  it('sends an empty message and not a word of ours', async () => {
    const sent: HttpRequest[] = [];
    const http: SendHttp = (request) => {
      sent.push(request);
      return answering(400, 'no_text')(request);
    };
    await probe(webhook, { http, secrets: webhook.secrets });
    expect(sent.map(({ method, body }) => [method, body])).toEqual([['POST', '{}']]);
  });
});

describe('a Slack app', () => {
  const ask = (body: object) =>
    probe(slackAppCase, { http: answering(200, JSON.stringify(body)), secrets: slackAppCase.secrets });

  it('is known by its token', async () => {
    expect(await ask({ ok: true, user: 'rolecall' })).toMatchObject({ kind: 'accepted' });
    expect(await ask({ ok: false, error: 'token_revoked' })).toEqual({
      kind: 'refused',
      code: 'not-authorised',
      words: 'token_revoked',
    });
    expect(await ask({ ok: false, error: 'fatal_error' })).toMatchObject({ kind: 'cannot-tell' });
  });
});

describe('Jira', () => {
  const ask = (statuses: Readonly<Record<string, number>>) => {
    const http: SendHttp = (request) => {
      expect(request.method).toBe('GET');
      const path = new URL(request.url).pathname.replace('/rest/api/3', '');
      return answering(statuses[path] ?? 500, '{}')(request);
    };
    return probe(jiraCase, { http, secrets: jiraCase.secrets });
  };

  it('has to know us and to show us the project', async () => {
    expect(await ask({ '/myself': 200, '/project/OPS': 200 })).toMatchObject({ kind: 'accepted' });
    expect(await ask({ '/myself': 401 })).toMatchObject({ kind: 'refused', code: 'not-authorised' });
    expect(await ask({ '/myself': 200, '/project/OPS': 404 })).toMatchObject({
      kind: 'refused',
      code: 'destination-gone',
    });
    expect(await ask({ '/myself': 503 })).toMatchObject({ kind: 'cannot-tell' });
  });
});

describe('a webhook', () => {
  const webhook = caseOf('webhook');
  const silent: SendHttp = () => Promise.reject(new Error('nothing may be sent'));

  it('is reached, and sent nothing', async () => {
    expect(await probe(webhook, { http: silent, secrets: webhook.secrets })).toEqual({
      kind: 'accepted',
      words: 'its host answers with a valid certificate; not posted',
    });
  });

  it.each([
    ['certificate-refused', 'refused'],
    ['address-refused', 'refused'],
    ['connection-failed', 'cannot-tell'],
    ['timeout', 'cannot-tell'],
  ] as const)('behind %s is %s', async (code, kind) => {
    const reached = { kind: 'failed', code, sent: 'no' } as const;
    expect(await probe(webhook, { http: silent, secrets: webhook.secrets, reached })).toMatchObject({ kind });
  });

  it.each(['http://hooks.example.com/in', 'https://169.254.169.254/latest', 'https://localhost/x'])(
    'at %s is none',
    async (url) => {
      const secrets = Object.fromEntries(
        Object.entries(webhook.secrets).map(([name, value]) => [
          name,
          value.startsWith('https:') ? url : value,
        ]),
      );
      const result = await probe(webhook, { http: silent, secrets });
      expect(result).toMatchObject({ kind: 'refused', code: 'not-configured' });
      expect(JSON.stringify(result)).not.toContain(url);
    },
  );
});

describe('a topic', () => {
  const sns = { channel: 'sns', settings: { email: ['a@example.com'] } };

  it('has to be there', async () => {
    const topics = { d: 'arn:aws:sns:us-east-1:111122223333:t' };
    expect(await probe(sns, { topics })).toMatchObject({ kind: 'accepted' });
    expect(await probe(sns, {})).toMatchObject({ kind: 'refused', code: 'not-configured' });
    expect(
      await probe(sns, { topics, topic: { kind: 'rejected', code: 'destination-gone', detail: 'NotFound' } }),
    ).toEqual({ kind: 'refused', code: 'destination-gone', words: 'NotFound' });
  });
});

describe('OpsCenter', () => {
  it('is asked about an item that cannot be, and opens none', async () => {
    const effects = makeEffects();
    const added: string[] = [];
    const destination = (outcome: 'destination-gone' | 'vendor-failed') =>
      open(
        { id: 'd', channel: 'ops-center', settings: {} },
        {
          ...effects,
          addToOpsItem: (id) => {
            added.push(id);
            return Promise.resolve(
              outcome === 'vendor-failed'
                ? { kind: 'retry', code: outcome, detail: 'AccessDeniedException' }
                : { kind: 'rejected', code: outcome },
            );
          },
        },
      );
    expect(await destination('destination-gone').probe?.()).toMatchObject({ kind: 'accepted' });
    expect(await destination('vendor-failed').probe?.()).toEqual({
      kind: 'cannot-tell',
      code: 'vendor-failed',
      words: 'AccessDeniedException',
    });
    expect(added).toEqual(['oi-000000000000', 'oi-000000000000']);
    expect(effects.opsItems).toEqual([]);
  });
});

describe.each(HTTP_CASES)('$channel', ({ secrets, ...testCase }) => {
  it('without its secret is not configured', async () => {
    expect(await probe(testCase, { secrets: {} })).toEqual({
      kind: 'refused',
      code: 'not-configured',
      words: 'its secret is not stored in Parameter Store',
    });
  });

  it('never throws, and never says its secret', async () => {
    const http: SendHttp = ({ url, headers }) =>
      Promise.reject(new Error(`${url} ${JSON.stringify(headers)}`));
    const reached = { kind: 'failed', code: 'timeout', sent: 'no' } as const;
    const result = await probe(testCase, { http, secrets, reached });
    expect(result).toMatchObject({ kind: 'cannot-tell' });
    for (const secret of Object.values(secrets)) expect(JSON.stringify(result)).not.toContain(secret);
  });
});
