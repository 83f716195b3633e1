/** Destinations that refuse for good, secrets and settings that are wrong: 15, 21, 22, 42, 43. */
import { heal, ring, until, untilAttempted, untilTold } from '../act.ts';
import { awsQueryError, awsJsonError, throttledTopic, vendorAnswer } from '../aws-answers.ts';
import { readStored } from '../deliveries.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import type { Access } from '../fault-records.ts';
import { matching } from '../matches.ts';
import type { Stage } from '../stage.ts';

const OPERATOR = 'rolecall-operator';

/** The operator's notice of this hour about a destination. */
const operatorNotice = (stage: Stage, destinationId: string) =>
  readStored(stage, `operator.${destinationId}.${stage.clock.now().toISOString().slice(0, 13)}`);

const untilOperatorIsTold = (stage: Stage, destinationId: string): Promise<void> =>
  until('the operator is told', async () => {
    const { deliveries } = await operatorNotice(stage, destinationId);
    return deliveries.some((each) => each.destinationId === OPERATOR && each.state === 'sent');
  });

const SSRF: Readonly<Record<string, string>> = {
  metadata: 'https://169.254.169.254/latest/meta-data',
  runtime: 'https://127.0.0.1:9001/2018-06-01/runtime',
  userinfo: 'https://hooks.example.com@127.0.0.1/x',
  plain: 'http://hooks.example.com/x',
  ipv6: 'https://[::1]/x',
};

const hookOf = (name: string) => ({
  id: `ssrf-${name}`,
  channel: 'webhook',
  settings: { url: `ssm:/rolecall/ssrf-${name}`, secret: 'ssm:/rolecall/platform-hook-secret' },
});

export const refusalCases: readonly FaultCase[] = [
  {
    id: '15',
    name: 'a vendor refuses for good (400, 410), or perhaps only for a moment (403, 404)',
    expected: 'asked once, the fallback and the operator are told; asked again before it is believed',
    stage: 'refusals',
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses: Access[] = [];
      for (const status of [400, 410]) {
        stage.laptop().vendors.failures.order({
          vendor: 'webhook-receiver',
          destination: 'spare-hook',
          every: 1,
          plan: [{ mode: 'status', status }],
        });
        const access = await ring(stage, { role: 'prod-spare' });
        await untilTold(stage, [access]);
        await stage.sweep('pending');
        const { deliveries } = await readStored(stage, access.accessId);
        const refused = deliveries.find(({ destinationId }) => destinationId === 'spare-hook');
        const instead = deliveries.find(({ part }) => part === 'instead-of-spare-hook');
        check(refused?.state === 'rejected', `${String(status)} counts as ${refused?.state ?? 'nothing'}`);
        check(refused?.attempts.length === 1, `${String(status)} was asked again`);
        check(instead?.state === 'sent', `${String(status)}: the fallback was not told`);
        check(
          stage.inbox.copies(access, 'platform-mail') === 1,
          `${String(status)}: no mail to the fallback`,
        );
        accesses.push(access);
        stage.laptop().vendors.failures.clear();
      }
      await untilOperatorIsTold(stage, 'spare-hook');
      for (const status of [403, 404]) {
        stage.laptop().vendors.failures.order({
          vendor: 'webhook-receiver',
          destination: 'spare-hook',
          plan: [{ mode: 'status', status }],
        });
        const access = await ring(stage, { role: 'prod-spare' });
        await until('the first attempt ended', async () => {
          const { deliveries } = await readStored(stage, access.accessId);
          return deliveries[0]?.attempts.some(({ endedAt }) => endedAt !== undefined) ?? false;
        });
        await heal(stage, [access]);
        const { deliveries } = await readStored(stage, access.accessId);
        const codes = deliveries[0]?.attempts.map(({ outcome }) => outcome).join(', ');
        check(codes === 'refused-for-now, sent', `${String(status)}: ${codes ?? 'no attempt'}`);
        accesses.push(access);
      }
      return {
        seen: 'two refused, two mails to the fallback; two told at the second try',
        accesses,
        problems,
      };
    },
  },
  {
    id: '21',
    name: 'SNS throttles, its key refuses, it breaks, the topic is gone',
    expected: 'tried again until told; gone for good: rejected, and the operator told',
    stage: 'refusals',
    run: async (stage) => {
      const { problems, check } = checks();
      const publish = matching({ from: 'deliver', operation: 'SNS.Publish', holding: 'PlatformMail' });
      const accesses: Access[] = [];
      for (const answer of [
        throttledTopic,
        awsQueryError('KMSAccessDenied'),
        awsQueryError('InternalError', 500),
        awsQueryError('AuthorizationError', 403),
      ]) {
        const refused = stage.arm({ on: publish, fault: { kind: 'answer', when: 'before', answer } });
        const access = await ring(stage, { role: 'prod-mail' });
        await refused.whenStruck();
        await heal(stage, [access]);
        accesses.push(access);
      }
      stage.arm({
        on: publish,
        fault: { kind: 'answer', when: 'before', answer: awsQueryError('NotFound', 404) },
      });
      const gone = await ring(stage, { role: 'prod-mail' });
      await untilTold(stage, [gone]);
      const { deliveries } = await readStored(stage, gone.accessId);
      check(deliveries[0]?.state === 'rejected', 'a topic that is gone is not taken for a refusal');
      await untilOperatorIsTold(stage, 'platform-mail');
      return { seen: 'four told late, one refused', accesses: [...accesses, gone], problems };
    },
  },
  {
    id: '22',
    name: 'a mail subscription waits for its confirmation, or was taken back',
    expected: 'the operator hears that an owner cannot be reached',
    stage: 'refusals',
    run: async (stage) => {
      const { problems, check } = checks();
      const { subscriptions, ref } = stage.laptop();
      subscriptions.setPending(ref('TopicPlatformMail'), 'oncall@example.com', true);
      subscriptions.remove(ref('TopicAcmeMail'), 'ops@acme.example');
      await stage.sweep('reconcile');
      const day = stage.clock.now().toISOString().slice(0, 10);
      for (const destinationId of ['platform-mail', 'acme-mail']) {
        await until('the operator is told', async () => {
          const { deliveries } = await readStored(stage, `operator.${destinationId}.${day}`);
          return deliveries.some((each) => each.destinationId === OPERATOR && each.state === 'sent');
        });
      }
      subscriptions.setPending(ref('TopicPlatformMail'), 'oncall@example.com', false);
      subscriptions.setPending(ref('TopicAcmeMail'), 'ops@acme.example', false);
      const mails = stage
        .laptop()
        .vendors.messages()
        .filter(({ kind }) => kind === 'mail');
      const notices = mails.filter(({ body }) => /confirm/i.test(JSON.stringify(body)));
      check(notices.length > 0, 'no mail says what is wrong');
      return { seen: 'told about two addresses', accesses: [], problems };
    },
  },
  {
    id: '42',
    name: 'a webhook that leads inside: metadata, runtime API, userinfo, plain http, a redirect',
    expected: 'refused before anything is sent; a redirect is not followed',
    stage: {
      policy: {
        roles: [
          ...Object.keys(SSRF).map((name) => ({ role: `prod-${name}`, destinations: [`ssrf-${name}`] })),
          { role: 'prod-hook', destinations: ['platform-hook'] },
        ],
        destinations: Object.keys(SSRF).map(hookOf),
      },
      secrets: Object.fromEntries(
        Object.entries(SSRF).map(([name, url]) => [`ssm:/rolecall/ssrf-${name}`, url]),
      ),
    },
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses: Access[] = [];
      for (const name of Object.keys(SSRF)) accesses.push(await ring(stage, { role: `prod-${name}` }));
      stage.arm({
        on: matching({ from: 'deliver', operation: 'POST hooks.example' }),
        times: 1000,
        fault: {
          kind: 'answer',
          when: 'before',
          answer: vendorAnswer(302, '', { location: 'https://169.254.169.254/' }),
        },
      });
      accesses.push(await ring(stage, { role: 'prod-hook' }));
      await untilTold(stage, accesses, 10);
      const states: string[] = [];
      for (const { accessId } of accesses) {
        const { deliveries } = await readStored(stage, accessId);
        states.push(deliveries[0]?.attempts.at(-1)?.outcome ?? '');
        check(deliveries[0]?.state === 'rejected', `${accessId} is ${deliveries[0]?.state ?? 'not open'}`);
      }
      const sends = stage.traffic.filter(({ endpoint }) => endpoint === 'vendors');
      check(
        sends.every(({ operation }) => operation === 'POST hooks.example.com') && sends.length <= 6,
        sends.map(({ operation }) => operation).join(', '),
      );
      return { seen: [...new Set(states)].join(', '), accesses, problems };
    },
  },
  {
    id: '43',
    name: 'settings that no longer open, a secret that is missing, unavailable, or rotated',
    expected:
      'retried until it is there; what cannot be mended: rejected, and the operator told; never nobody',
    stage: {
      policy: {
        roles: [
          { role: 'prod-nowhere', destinations: ['nowhere'], fallback: 'platform-mail' },
          { role: 'prod-hook', destinations: ['platform-hook'] },
          { role: 'prod-chat', destinations: ['platform-chat'], fallback: 'platform-mail' },
        ],
        destinations: [{ id: 'nowhere', channel: 'webhook', settings: {} }],
      },
    },
    run: async (stage) => {
      const { problems, check } = checks();
      const nowhere = await ring(stage, { role: 'prod-nowhere' });
      // Believed after a quarter of an hour only: it might be the middle of a deploy.
      await untilTold(stage, [nowhere], 24);
      const { deliveries } = await readStored(stage, nowhere.accessId);
      check(
        deliveries.some(({ part, state }) => part !== undefined && state === 'sent'),
        'nobody was told',
      );
      await untilOperatorIsTold(stage, 'nowhere');
      const read = matching({ from: 'deliver', operation: 'SSM.GetParameter' });
      const missing = stage.arm({
        on: read,
        times: 3,
        fault: { kind: 'answer', when: 'before', answer: awsJsonError('ParameterNotFound') },
      });
      const hook = await ring(stage, { role: 'prod-hook' });
      await untilAttempted(stage, hook, { destinationId: 'platform-hook' });
      missing.clear();
      stage.arm({
        on: read,
        times: 5,
        fault: { kind: 'answer', when: 'before', answer: awsJsonError('InternalServerError', 500) },
      });
      await heal(stage, [hook]);
      const rotated = stage.arm({
        on: matching({ from: 'deliver', operation: 'POST slack.com' }),
        fault: { kind: 'answer', when: 'before', answer: invalidAuth },
      });
      const chat = await ring(stage, { role: 'prod-chat' });
      await rotated.whenStruck();
      await untilTold(stage, [chat]);
      const told = stage.inbox.copies(chat, 'platform-mail') + stage.inbox.copies(chat, 'platform-chat');
      check(told >= 1, 'nobody was told while the token was being rotated');
      return { seen: 'always somebody told', accesses: [nowhere, hook, chat], problems };
    },
  },
];

const invalidAuth = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ok: false, error: 'invalid_auth' }),
};
