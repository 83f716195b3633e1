import { spawnSync } from 'node:child_process';
import { packagedStack, PACKAGING_MILLISECONDS } from './packaged-stack.ts';

const installed = spawnSync('cfn-lint', ['--version'], { encoding: 'utf8' }).status === 0;
const testWhenInstalled = installed ? test : test.skip;

testWhenInstalled(
  'cfn-lint finds nothing in the template',
  async () => {
    const { templateFile } = await packagedStack();
    const { status, stdout, stderr } = spawnSync('cfn-lint', [templateFile], { encoding: 'utf8' });
    expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
  },
  PACKAGING_MILLISECONDS,
);
