import * as z from 'zod/mini';
import { CHANNEL_SETTINGS, CHANNELS, openDestination } from '../../lib/channels/index.ts';
import { makeEffects } from './effects.ts';
import { HTTP_CASES } from './http-cases.ts';

const GOOD: readonly { readonly channel: string; readonly settings: Readonly<Record<string, unknown>> }[] = [
  { channel: 'sns', settings: { email: ['oncall@example.com'] } },
  { channel: 'sns', settings: { topicArn: 'arn:aws:sns:eu-central-1:111122223333:alerts' } },
  { channel: 'ops-center', settings: {} },
  ...HTTP_CASES,
];

const problemsOf = (channel: string, settings: unknown) => {
  const opened = openDestination(
    { id: 'platform', channel, settings: settings as Readonly<Record<string, unknown>> },
    makeEffects(),
  );
  return opened.ok ? [] : opened.error;
};

describe('opening a destination', () => {
  it.each(GOOD)('opens $channel with good settings, sending and reading nothing', ({ channel, settings }) => {
    const effects = {
      ...makeEffects(),
      readSecret: () => Promise.reject(new Error('opening must not read secrets')),
    };
    const opened = openDestination({ id: 'platform', channel, settings }, effects);
    expect(opened).toMatchObject({ ok: true, value: { id: 'platform', channel } });
    expect([...effects.published, ...effects.opsItems]).toEqual([]);
  });

  it('says which channels there are when it does not know one', () => {
    const [problem] = problemsOf('pigeon', {});
    expect(problem?.path).toBe('channel');
    for (const { name } of CHANNELS) expect(problem?.message).toContain(name);
  });

  it.each(GOOD)('refuses an unknown setting of $channel by its name', ({ channel, settings }) => {
    const problems = problemsOf(channel, { ...settings, colour: 'red', 'size\n': 2 });
    expect(problems.map(({ path }) => path)).toEqual(['colour', 'size']);
    for (const key of Object.keys(settings)) expect(problems[0]?.message).toContain(key);
  });

  it.each(HTTP_CASES)(
    'names every setting of $channel that is missing or of the wrong kind',
    ({ channel, settings }) => {
      const required = Object.keys(settings).filter((key) => key !== 'issueType');
      expect(
        problemsOf(channel, {})
          .map(({ path }) => path)
          .sort(),
      ).toEqual([...required].sort());
      for (const key of required) {
        const problems = problemsOf(channel, { ...settings, [key]: 7 });
        expect(problems).toEqual([{ path: key, message: expect.stringMatching(/^Write .+\.$/) as string }]);
      }
    },
  );

  it.each(['text', 7, null, ['a'], undefined])('refuses settings that are no map: %j', (settings) => {
    for (const name of ['sns', 'slack-webhook', 'slack-app', 'jira', 'webhook']) {
      expect(problemsOf(name, settings)).toEqual([
        { path: '', message: 'Write the settings as names and values.' },
      ]);
    }
  });

  it('never repeats a secret that stands where its reference belongs', () => {
    const url = 'https://hooks.slack.com/services/T0/B0/cAnArY';
    const problems = problemsOf('slack-webhook', { url });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain('ssm:/');
    expect(JSON.stringify(problems)).not.toContain('cAnArY');
  });

  it.each([
    ['http://acme.atlassian.net'],
    ['https://acme.atlassian.net.evil.example'],
    ['https://acme.atlassian.net/path'],
    ['https://user@acme.atlassian.net'],
    ['https://evil.example/.atlassian.net'],
    ['https://atlassian.net'],
    ['https://acme.atlassian.net\n'],
  ])('refuses %j as a Jira site', (site) => {
    const settings = { ...HTTP_CASES.find(({ channel }) => channel === 'jira')?.settings, site };
    expect(problemsOf('jira', settings).map(({ path }) => path)).toEqual(['site']);
  });

  it('wants somebody to be told by sns', () => {
    expect(problemsOf('sns', {})).toMatchObject([{ path: 'email' }]);
    expect(problemsOf('sns', { email: [] })).toMatchObject([{ path: 'email' }]);
    expect(problemsOf('sns', { email: ['nobody'] })).toMatchObject([{ path: 'email.0' }]);
    expect(
      problemsOf('sns', { topicArn: 'arn:aws:sns:eu-central-1:111122223333:alerts.fifo' }),
    ).toMatchObject([{ path: 'topicArn' }]);
  });

  it('has a JSON Schema for the settings of every channel that refuses what it does not know', () => {
    for (const { name } of CHANNELS) {
      expect(z.toJSONSchema(CHANNEL_SETTINGS[name])).toMatchObject({
        type: 'object',
        additionalProperties: false,
      });
    }
  });
});
