import fc from 'fast-check';
import { type ConfigurationProblem, problemText } from '../../lib/config/configuration-problem.ts';
import { decodeConfiguration } from '../../lib/config/decode-configuration.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { rounds } from '../support/rounds.ts';
import { edited, SAMPLE } from './sample-configuration.ts';
import { anyText } from '../support/any-text.ts';

const decode = (text: string) => decodeConfiguration(text, { allowEnvSecrets: false });

const policyOf = (text: string): Policy => {
  const decoded = decode(text);
  if (!decoded.ok) throw new Error(decoded.error.map(problemText).join('\n'));
  return decoded.value.policy;
};

const problemsOf = (text: string): readonly ConfigurationProblem[] => {
  const decoded = decode(text);
  return decoded.ok ? decoded.value.warnings : decoded.error;
};

const pathsOf = (text: string): readonly string[] => problemsOf(text).map(({ path }) => path);

describe('decoding rolecall.yml', () => {
  it('reports mistakes of every kind at once', () => {
    const spoilt = [
      ['version: 1', 'version: 3'],
      ["'777788889999'", '777788889999'],
      ['name: Globex production, owner: platform-team', 'name: Globex production, owner: nobody'],
      ['arn:aws:iam::111122223333:role/prod-*', 'arn:aws:iam::111122223333:role/*'],
      ['channel: jira, site', 'channel: jirra, site'],
      ['ssm:/rolecall/hook-secret', 'hunter2'],
      ['destinations: [acme-mail]', 'destinations: [acme-mail, platform-mail]'],
      ['America/New_York', 'Mars/Olympus'],
    ].reduce((text, [from = '', to = '']) => edited(from, to, text), SAMPLE);
    expect([...pathsOf(spoilt)].sort()).toEqual([
      'accounts[1].owner',
      'clients[0].destinations[1]',
      'clients[0].timeZone',
      'destinations[2].channel',
      'destinations[4].secret',
      'roles[0].arn',
      'trustedAccounts[0].id',
      'version',
    ]);
  });

  it('says of an empty file that it is empty', () => {
    expect(problemsOf('# nothing yet\n').map(problemText)).toEqual([
      'is empty; begin with the example rolecall.yml that comes with Rolecall',
    ]);
  });

  it('refuses a list where the whole file belongs', () => {
    expect(pathsOf('- version: 1')).toEqual(['']);
  });

  it('takes an optional key without a value as not written', () => {
    expect(
      policyOf(edited("  - {id: '777788889999', name: Northwind Managed Services}", '')).trustedAccounts,
    ).toEqual([]);
  });

  it('refuses a policy that designates nothing', () => {
    const none = edited(
      'organizationAccountAccessRole: true',
      'organizationAccountAccessRole: false',
    ).replace(/roles:\n.*\n.*\n/, '');
    expect(
      problemsOf(none)
        .filter(({ level }) => level === 'error')
        .map(({ path }) => path),
    ).toEqual(['roles']);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(anyText(), fc.nat(SAMPLE.length), (noise, position) => {
        decode(noise);
        decode(SAMPLE.slice(0, position) + noise + SAMPLE.slice(position));
      }),
      { numRuns: rounds(30, 150) },
    );
  });

  it.each(['__proto__', 'constructor', 'toString'])('is not fooled by a key named %s', (key) => {
    expect(
      problemsOf(edited('retentionDays: 400', `${key}: {x: 1}`)).some(({ level }) => level === 'error'),
    ).toBe(true);
    expect(
      problemsOf(edited('channel: jira, site', `channel: ${key}, site`)).map(({ path }) => path),
    ).toContain('destinations[2].channel');
  });
});

describe('warnings', () => {
  it.each([
    ['platform-slack, platform-jira]', 'platform-jira]', 'destinations[1]'],
    [', client: acme', '', 'clients[0]'],
    ['name: Emergency access, owner: security-team', 'name: Emergency access', 'owners[1]'],
  ])('an entry nobody refers to is pointed out and stops nothing (%s)', (from, to, path) => {
    const decoded = decode(edited(from, to));
    expect(decoded).toMatchObject({ ok: true, value: { warnings: [{ level: 'warning', path }] } });
  });

  it('a client without destinations is pointed out', () => {
    const text = edited('destinations: [acme-mail]', 'destinations: []');
    expect(pathsOf(text)).toEqual(['destinations[5]', 'clients[0].destinations']);
    expect(decode(text).ok).toBe(true);
  });

  it('two clients who read the same destination are pointed out', () => {
    const text = edited(
      '  - {id: acme, name: ACME',
      '  - {id: globex, name: Globex, timeZone: UTC, destinations: [acme-mail]}\n  - {id: acme, name: ACME',
    ).replace('name: Globex production,', 'name: Globex production, client: globex,');
    expect(problemsOf(text).map(problemText)).toEqual([
      'clients[1].destinations[0]: acme-mail tells clients[0] as well: each of them will read about the other',
    ]);
  });

  it('an owner whose only destination has no fallback is pointed out', () => {
    const text = edited('platform-slack, platform-jira]', 'platform-slack, platform-jira, security-hook]');
    const alone = edited(
      'destinations: [security-chat, security-hook]',
      'destinations: [security-chat]',
      text,
    );
    expect(problemsOf(alone).map(problemText)).toEqual([
      'owners[1].destinations: is one alone, without a fallback: when it refuses, nobody is told instead; list a second destination, or write fallback: <a destination of another owner>',
    ]);
    expect(decode(alone).ok).toBe(true);
    const fallback = edited('[security-chat]', '[security-chat], fallback: platform-mail', alone);
    expect(problemsOf(fallback)).toEqual([]);
  });

  it.each([
    [
      'slack-app',
      "{id: security-hook, channel: slack-app, token: 'ssm:/rolecall/other-token', channelId: C0123456789}",
      'destinations[4].channelId: leads into the same Slack channel as destinations[3]: Slack takes one message a second there, and each of the two would send as many; use one destination for both',
    ],
    [
      'slack-webhook',
      "{id: security-hook, channel: slack-webhook, url: 'ssm:/rolecall/platform-slack-url'}",
      'destinations[4].url: leads into the same Slack channel as destinations[1]: Slack takes one message a second there, and each of the two would send as many; use one destination for both',
    ],
  ])('two destinations of %s into one channel are pointed out, and stop nothing', (_channel, entry, says) => {
    const text = edited(
      "{id: security-hook, channel: webhook, url: 'ssm:/rolecall/hook-url', secret: 'ssm:/rolecall/hook-secret'}",
      entry,
    );
    expect(problemsOf(text).map(problemText)).toEqual([says]);
    expect(decode(text).ok).toBe(true);
  });

  it('two destinations of which one is still without its channel are not taken for the same', () => {
    const text = edited(', channelId: C0123456789', '').replace(
      "channel: webhook, url: 'ssm:/rolecall/hook-url', secret: 'ssm:/rolecall/hook-secret'",
      "channel: slack-app, token: 'ssm:/rolecall/chat-token'",
    );
    expect(problemsOf(text).map(({ level }) => level)).toEqual(['error', 'error']);
  });

  it('a fallback that is told already is pointed out, and stops nothing', () => {
    const text = edited(
      'platform-slack, platform-jira]',
      'platform-slack, platform-jira], fallback: platform-mail',
    );
    expect(decode(text)).toMatchObject({ ok: true });
    expect(problemsOf(text).map(problemText)).toEqual([
      'owners[0].fallback: platform-mail is told already: when it refuses, nobody is told instead; choose another destination',
    ]);
  });

  it('a destination that is only a fallback counts as used', () => {
    const text = edited('platform-slack, platform-jira]', 'platform-jira], fallback: security-hook').replace(
      '[security-chat, security-hook]',
      '[security-chat, platform-slack]',
    );
    expect(problemsOf(text)).toEqual([]);
  });

  it('everyRole beside a narrow pattern is pointed out', () => {
    expect(pathsOf(edited('name: Production administrator', 'name: P, everyRole: true'))).toEqual([
      'roles[0].everyRole',
    ]);
  });
});

describe('the home Region', () => {
  const elsewhere = edited('homeRegion: us-east-1', 'homeRegion: eu-central-1').replace(
    'arn:aws:sns:us-east-1',
    'arn:aws:sns:eu-central-1',
  );

  it('other than us-east-1 needs a decision', () => {
    expect(problemsOf(elsewhere).map(problemText)).toEqual([
      'homeRegion: eu-central-1 would not see everything: calls to the global endpoint sts.amazonaws.com, changes in IAM and sign-ins of root are recorded in us-east-1 and nowhere else; write us-east-1, list it under regions, or add "acceptBlindRegions: true"',
    ]);
  });

  it('other than us-east-1 is accepted with a warning that names what is not seen', () => {
    const decoded = decode(elsewhere.replace('version: 1', 'version: 1\nacceptBlindRegions: true'));
    expect(decoded).toMatchObject({
      ok: true,
      value: {
        policy: { homeRegion: 'eu-central-1', regions: ['eu-central-1'] },
        warnings: [{ path: 'homeRegion', message: expect.stringContaining('sts.amazonaws.com') }],
      },
    });
  });

  it('is us-east-1 unless given', () => {
    expect(policyOf(edited('homeRegion: us-east-1', '')).homeRegion).toBe('us-east-1');
  });
});

describe('secrets', () => {
  const WEBHOOK = 'https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx';

  it.each([
    ['as the URL of a webhook', 'ssm:/rolecall/platform-slack-url', WEBHOOK],
    ['as a token', 'ssm:/rolecall/chat-token', 'xoxb-1111111111-hunter2hunter2'],
    ['as a token of unknown form', 'ssm:/rolecall/jira-token', 'hunter2hunter2'],
    ['in a setting that takes none', 'C0123456789', 'hunter2hunter2'],
    ['as the name of a channel', 'channel: slack-app', 'channel: xoxb-1111111111-hunter2hunter2'],
    ['as a name', 'name: ACME, ', `name: "${WEBHOOK}", `],
    ['as an id', "'777788889999'", 'Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA=='],
    ['as a list', "'ssm:/rolecall/jira-token'", '[hunter2hunter2]'],
    ['as a key', 'contact: Jane Roe', `"${WEBHOOK}": x`],
    ['as a key of a destination', 'project: OPS', 'xoxb-1111111111-hunter2hunter2: OPS'],
    ['as an alias', "'ssm:/rolecall/jira-token'", '*hunter2hunter2'],
    ['in a line that is not YAML', "'ssm:/rolecall/jira-token'", '"hunter2hunter2'],
  ])('written %s is refused and not repeated', (_, from, to) => {
    const decoded = decode(edited(from, to));
    expect(decoded.ok).toBe(false);
    const printed = JSON.stringify(decoded);
    for (const secret of ['hunter2', 'abcdefghij', 'Zm9v']) expect(printed).not.toContain(secret);
  });

  it('named by the environment are accepted on the laptop only', () => {
    const text = edited('ssm:/rolecall/jira-token', 'env:JIRA_TOKEN');
    expect(decodeConfiguration(text, { allowEnvSecrets: true }).ok).toBe(true);
    expect(decode(text).ok).toBe(false);
  });

  it('stay references in the policy', () => {
    const jira = policyOf(SAMPLE).destinations.find(({ id }) => id === 'platform-jira');
    expect(jira).toEqual({
      id: 'platform-jira',
      channel: 'jira',
      settings: {
        site: 'https://acme.atlassian.net',
        project: 'OPS',
        user: 'bot@example.com',
        token: 'ssm:/rolecall/jira-token',
      },
    });
  });
});

describe('the policy', () => {
  it('spells out roles of every account and gives each the owner and client that apply', () => {
    expect(policyOf(SAMPLE).roles).toEqual([
      {
        pattern: 'arn:aws:iam::111122223333:role/prod-*',
        accountId: '111122223333',
        name: 'Production administrator',
        owner: 'platform-team',
        client: 'acme',
      },
      {
        pattern: 'arn:aws:iam::111122223333:role/break-glass',
        accountId: '111122223333',
        name: 'Emergency access',
        owner: 'security-team',
        client: 'acme',
      },
      {
        pattern: 'arn:aws:iam::444455556666:role/break-glass',
        accountId: '444455556666',
        name: 'Emergency access',
        owner: 'security-team',
      },
      {
        pattern: 'arn:aws:iam::111122223333:role/OrganizationAccountAccessRole',
        accountId: '111122223333',
        name: 'OrganizationAccountAccessRole',
        owner: 'platform-team',
        client: 'acme',
      },
      {
        pattern: 'arn:aws:iam::444455556666:role/OrganizationAccountAccessRole',
        accountId: '444455556666',
        name: 'OrganizationAccountAccessRole',
        owner: 'platform-team',
      },
    ]);
  });

  it("leaves out the organisation's role when it is switched off", () => {
    const text = edited('organizationAccountAccessRole: true', 'organizationAccountAccessRole: false');
    expect(
      policyOf(text)
        .roles.map(({ pattern }) => pattern)
        .join(),
    ).not.toContain('Organization');
  });

  it("keeps the user's words for the organisation's role", () => {
    const text = edited(
      'roles:',
      "roles:\n  - {arn: 'arn:aws:iam::*:role/OrganizationAccountAccessRole', name: Root of ACME}",
    );
    const named = policyOf(text).roles.filter(({ pattern }) =>
      pattern.endsWith('OrganizationAccountAccessRole'),
    );
    expect(named.map(({ name }) => name)).toEqual(['Root of ACME', 'Root of ACME']);
  });

  it('prefers what is written for one account to what is written for all', () => {
    const text = edited(
      'organizationAccountAccessRole',
      "  - {arn: 'arn:aws:iam::444455556666:role/break-glass', name: Globex emergency}\norganizationAccountAccessRole",
    );
    const emergency = policyOf(text).roles.filter(({ pattern }) =>
      pattern.includes('444455556666:role/break-glass'),
    );
    expect(emergency.map(({ name }) => name)).toEqual(['Globex emergency']);
  });

  it('keeps the history 400 days and tells the default owner unless the account says otherwise', () => {
    const text = edited('name: Globex production, owner: platform-team', 'name: Globex production');
    expect(policyOf(text).accounts[1]).toEqual({
      id: '444455556666',
      name: 'Globex production',
      owner: 'platform-team',
      retentionDays: 400,
    });
  });

  it('counts repeats for fifteen minutes unless the file says otherwise, and not at all if it says 0', () => {
    const policyWithWindow = (minutes: number): Policy =>
      policyOf(edited('version: 1', `version: 1\nrepeatWindowMinutes: ${minutes}`));
    expect(policyOf(SAMPLE).repeatWindowMinutes).toBe(15);
    expect(policyWithWindow(0).repeatWindowMinutes).toBe(0);
    expect(policyWithWindow(1440).repeatWindowMinutes).toBe(1440);
    expect(policyWithWindow(30).hash).not.toBe(policyOf(SAMPLE).hash);
  });

  it('knows the fallback of an owner', () => {
    const text = edited(
      'platform-slack, platform-jira]',
      'platform-slack, platform-jira], fallback: security-chat',
    );
    expect(policyOf(text).owners.map(({ fallback }) => fallback)).toEqual(['security-chat', undefined]);
  });

  it('designates every role of an account only when that is said', () => {
    const text = edited(
      "{arn: 'arn:aws:iam::111122223333:role/prod-*'",
      "{everyRole: true, arn: 'arn:aws:iam::111122223333:role/*'",
    );
    expect(policyOf(text).roles[0]?.pattern).toBe('arn:aws:iam::111122223333:role/*');
  });

  it('has a hash that knows the content and not the spelling', () => {
    const { hash } = policyOf(SAMPLE);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(policyOf(`# a comment\n${edited('name: ACME, ', 'name: "ACME", ')}`).hash).toBe(hash);
    expect(policyOf(edited('name: ACME, ', 'name: Acme, ')).hash).not.toBe(hash);
    expect(policyOf(edited('retentionDays: 400', 'retentionDays: 401')).hash).not.toBe(hash);
  });
});
