import { join } from 'node:path';
import { HELP, main } from '../../cli/main.ts';
import { template, TEMPLATE_HELP } from '../../cli/template.ts';
import { collectorTemplate, partnerTemplate } from '../../infra/forwarding.cjs';
import { rulePatterns } from '../../lib/config/event-patterns.ts';
import { readFileSync } from 'node:fs';
import { EVENTS_FOLDER, readEventPolicy } from '../support/event-cases.ts';

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** `rolecall template ...` in a project whose rolecall.yml is that of the events. */
const command = async (...args: readonly string[]) => {
  let out = '';
  let error = '';
  const code = await main({
    root: EVENTS_FOLDER,
    args: ['template', ...args],
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      error += text;
    },
    stdin: nothing(),
    terminal: false,
  });
  return { code, out, error };
};

const policy = readEventPolicy();
const from = { policy, rules: rulePatterns(policy) };

describe('rolecall template', () => {
  it.each([
    ['collector', collectorTemplate(from)],
    ['partner', partnerTemplate(from)],
  ])('prints the template of the %s, ready for a stack or a StackSet', async (kind, wanted) => {
    const { code, out, error } = await command(kind);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(wanted)));
    // CloudFormation takes no more with a call.
    expect(out.length).toBeLessThan(51_200);
    expect(out.endsWith('}\n')).toBe(true);
  });

  it('takes another configuration, and says which it cannot read', async () => {
    expect((await command('collector', '--config', join(EVENTS_FOLDER, 'rolecall.yml'))).code).toBe(0);
    expect(await command('collector', '--config', '/nowhere/\u001b[31m.yml')).toEqual({
      code: 2,
      out: '',
      error: '/nowhere/\\u{1b}[31m.yml cannot be read.\n',
    });
  });

  it('explains itself, and what it knows', async () => {
    expect(HELP).toContain('template KIND');
    expect(await command('--help')).toEqual({ code: 0, out: TEMPLATE_HELP, error: '' });
    for (const args of [[], ['constructor'], ['collector', 'partner']]) {
      expect(await command(...args)).toEqual({ code: 2, out: '', error: TEMPLATE_HELP });
    }
  });

  const printed = async (configurationText: string, kind: string) => {
    let out = '';
    let error = '';
    const write = (text: string) => {
      out += text;
    };
    const writeError = (text: string) => {
      error += text;
    };
    const code = await template({ configurationText, file: 'rolecall.yml', kind, write, writeError });
    return { code, out, error };
  };

  const text = readFileSync(join(EVENTS_FOLDER, 'rolecall.yml'), 'utf8');

  it('prints nothing of a configuration with mistakes, and names them', async () => {
    const { code, out, error } = await printed(
      text.replace('owner: platform-team, client', 'owner: nobody, client'),
      'collector',
    );
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain('accounts[0].owner');
  });

  it('prints no partner’s template where nobody is a partner', async () => {
    const { code, out, error } = await printed(text.replace(', partner: true', ''), 'partner');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain('partner: true');
  });

  it('says when a template is too large for a call', async () => {
    const roles = Array.from(
      { length: 400 },
      (_, index) =>
        `  - { arn: 'arn:aws:iam::111122223333:role/team-${String(index)}/a-role-with-a-long-name', name: R }\n`,
    ).join('');
    const { code, out, error } = await printed(text.replace('roles:\n', `roles:\n${roles}`), 'collector');
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(51_200);
    expect(error).toContain('--template-url');
  });
});
