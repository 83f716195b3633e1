import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectorTemplate, partnerTemplate } from '../../infra/forwarding.cjs';
import { rulePatterns } from '../../lib/config/event-patterns.ts';
import { readEventPolicy } from '../support/event-cases.ts';
import { packagedStack, PACKAGING_MILLISECONDS } from './packaged-stack.ts';

const installed = spawnSync('cfn-lint', ['--version'], { encoding: 'utf8' }).status === 0;
const testWhenInstalled = installed ? test : test.skip;

const lint = (file: string) => {
  const { status, stdout, stderr } = spawnSync('cfn-lint', [file], { encoding: 'utf8' });
  return { stdout, stderr, status };
};

testWhenInstalled(
  'cfn-lint finds nothing in the template',
  async () => {
    const { templateFile } = await packagedStack();
    expect(lint(templateFile)).toEqual({ stdout: '', stderr: '', status: 0 });
  },
  PACKAGING_MILLISECONDS,
);

testWhenInstalled.each([
  ['collector', collectorTemplate],
  ['partner', partnerTemplate],
])(
  'cfn-lint finds nothing in the template of the %s',
  (kind, make) => {
    const policy = readEventPolicy();
    const folder = mkdtempSync(join(tmpdir(), 'rolecall-lint-'));
    const file = join(folder, `${kind}.json`);
    writeFileSync(file, JSON.stringify(make({ policy, rules: rulePatterns(policy) })));
    const found = lint(file);
    rmSync(folder, { recursive: true });
    expect(found).toEqual({ stdout: '', stderr: '', status: 0 });
  },
  PACKAGING_MILLISECONDS,
);
