import { check, type CheckRequest } from '../../cli/check.ts';
import { edited, SAMPLE } from '../config/sample-configuration.ts';

const run = async (
  configurationText: string,
  options: Partial<CheckRequest> = {},
): Promise<{ readonly code: number; readonly text: string }> => {
  const written: string[] = [];
  const code = await check({
    configurationText,
    file: 'rolecall.yml',
    write: (text) => written.push(text),
    ...options,
  });
  return { code, text: written.join('') };
};

describe('rolecall check', () => {
  it('prints every mistake with its place, its value and how to mend it, and fails', async () => {
    const spoilt = edited('version: 1', 'version: 2', edited("'777788889999'", '12345'));
    const { code, text } = await run(spoilt);
    expect(code).toBe(1);
    expect(text).toContain('rolecall.yml: 2 mistakes\n');
    expect(text).toContain('  version: 2 is not a version Rolecall reads; write 1 without quotes\n');
    expect(text).toContain(
      '  trustedAccounts[0].id: 12345 is not an account number; write 12 digits in quotes',
    );
    expect(text).not.toContain('Designated roles');
  });

  it('counts one mistake as one', async () => {
    expect((await run(edited('version: 1', 'version: 2'))).text).toContain('rolecall.yml: 1 mistake\n');
  });

  it('prints warnings and succeeds', async () => {
    const { code, text } = await run(edited(', security-hook]', ']'));
    expect(code).toBe(0);
    expect(text).toContain('Warnings\n  destinations[4]: is used by nobody');
  });

  it('says who is told about what, with how many rules, and what is not covered', async () => {
    const { code, text } = await run(SAMPLE);
    expect(code).toBe(0);
    expect(text).toContain('rolecall.yml: in order\n');
    expect(text).toContain(
      '111122223333 ACME production: owner platform-team, client acme, history kept 400 days\n',
    );
    expect(text).toContain(
      [
        '  arn:aws:iam::111122223333:role/break-glass "Emergency access"',
        '    security-team: security-chat, security-hook',
        '    acme (plain edition): acme-mail',
      ].join('\n'),
    );
    const [, rules = ''] = /Rules on the default bus of us-east-1: (\d+)\n/.exec(text) ?? [];
    expect(text.match(/ of 2048 characters\)/g)).toHaveLength(Number(rules));
    expect(text).toMatch(/Doors1: Doors of .*, in 2 accounts \(\d+ of 2048 characters\)/);
    expect(text).toMatch(/RoleEntries1: .* \(\d+ of 2048 characters\)/);
    expect(text).toMatch(/enabled everywhere: us-east-2, .*sa-east-1\n/);
    expect(text).not.toMatch(/enabled everywhere: .*us-east-1,/);
    expect(text).not.toContain('Deployed');
  });

  it('says where collectors belong, and how they get there', async () => {
    const sample = edited('version: 1', 'version: 1\nregions: [eu-central-1, ap-southeast-2]');
    const { text } = await run(sample);
    expect(text).toContain('Collectors, which forward to us-east-1');
    expect(text).toContain('in the stack’s own account: eu-central-1, ap-southeast-2\n');
    expect(text).toContain('in every other account above: us-east-1, eu-central-1, ap-southeast-2\n');
    expect(text).toContain('npx serverless deploy --region eu-central-1 --param home-account=ACCOUNT');
    expect(text).not.toMatch(/enabled everywhere: .*eu-central-1/);
    expect(JSON.parse((await run(sample, { json: true })).text)).toMatchObject({
      summary: { collectors: { ownAccount: ['eu-central-1', 'ap-southeast-2'], partners: [] } },
    });
  });

  it('names partners with what they deploy', async () => {
    const { text } = await run(edited("id: '777788889999'", "id: '777788889999', partner: true"));
    expect(text).toContain('in the accounts of partners (777788889999): npx rolecall template partner');
  });

  it('accepts secrets from the environment only for the laptop', async () => {
    const text = edited('ssm:/rolecall/jira-token', 'env:JIRA_TOKEN');
    expect((await run(text)).code).toBe(1);
    expect((await run(text, { allowEnvSecrets: true })).code).toBe(0);
  });

  it('answers one JSON document on request', async () => {
    const good = JSON.parse((await run(SAMPLE, { json: true })).text);
    expect(good).toMatchObject({
      file: 'rolecall.yml',
      ok: true,
      problems: [],
      warnings: [],
      summary: {
        homeRegion: 'us-east-1',
        rules: expect.arrayContaining([expect.objectContaining({ name: 'RoleEntries1' })]),
      },
    });
    const bad = JSON.parse((await run(edited('version: 1', 'version: 2'), { json: true })).text);
    expect(bad).toMatchObject({ ok: false, problems: [{ path: 'version', value: '2' }] });
  });

  it.each([true, false])('repeats no secret (json: %s)', async (json) => {
    const spoilt = edited(
      'ssm:/rolecall/jira-token',
      'hunter2',
      edited('Jane Roe', 'xoxb-123456789012-hunter2'),
    );
    const { code, text } = await run(spoilt, { json });
    expect(code).toBe(1);
    expect(text).not.toContain('hunter2');
  });
});
