import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashInputs, packageCached } from '../../infra/package-cached.mjs';
import { PACKAGING_MILLISECONDS } from './packaged-stack.ts';
import { copyProject, type ProjectCopy, rolecallYml } from './project-copy.ts';

let project: ProjectCopy;
beforeEach(() => {
  project = copyProject(rolecallYml());
});
afterEach(() => {
  project.remove();
});

const silently = () => packageCached({ root: project.root, write: () => undefined });

/** Runs `serverless package` as a user would, with nothing in the environment. */
const serverlessPackage = (...more: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/serverless/bin/serverless.js', 'package', ...more],
    { cwd: project.root, env: {}, encoding: 'utf8' },
  );
  return { status, said: stdout + stderr };
};

describe('packaging', () => {
  test(
    'happens once per state of the inputs, and says so only then',
    async () => {
      const said: string[] = [];
      const write = (text: string) => said.push(text);
      const first = await packageCached({ root: project.root, write });
      const second = await packageCached({ root: project.root, write });
      expect([first.cached, second.cached]).toEqual([false, true]);
      expect({ ...first, cached: true }).toEqual(second);
      expect(said).toHaveLength(1);
    },
    PACKAGING_MILLISECONDS,
  );

  test(
    'is done once when two ask at the same time',
    async () => {
      const both = await Promise.all([silently(), silently()]);
      expect(both.map(({ cached }) => cached).sort()).toEqual([false, true]);
    },
    PACKAGING_MILLISECONDS,
  );

  test('is done again after a change of the configuration', async () => {
    const before = await hashInputs(project.root);
    expect(await hashInputs(project.root)).toBe(before);
    project.configure(rolecallYml({ accountId: '210987654321' }));
    expect(await hashInputs(project.root)).not.toBe(before);
  });

  test(
    'is not remembered when it failed',
    async () => {
      project.configure('version: 1');
      await expect(silently()).rejects.toThrow('rolecall.yml');
      await expect(silently()).rejects.toThrow('rolecall.yml');
    },
    PACKAGING_MILLISECONDS,
  );
});

describe('serverless package', () => {
  test(
    'needs no login, no network and no environment',
    () => {
      const { status, said } = serverlessPackage();
      expect({ said, status }).toMatchObject({ status: 0 });
      expect(
        readFileSync(join(project.root, '.serverless/cloudformation-template-update-stack.json'), 'utf8'),
      ).toContain('HistoryTable');
    },
    PACKAGING_MILLISECONDS,
  );

  test(
    'stops at every mistake in rolecall.yml at once, and tells each only once',
    () => {
      project.configure(rolecallYml({ owner: 'platfrm' }).replace('channel: sns', 'channel: pigeon'));
      const { status, said } = serverlessPackage();
      expect(status).not.toBe(0);
      expect(said.match(/platfrm/g)).toHaveLength(1);
      expect(said).toContain('accounts[0].owner');
      expect(said).toContain('destinations[0]');
      expect(said).not.toMatch(/^\s+at .*\.cjs/m);
    },
    PACKAGING_MILLISECONDS,
  );

  test(
    'refuses a secret that only a laptop has',
    () => {
      project.configure(`${rolecallYml()}  - { id: chat, channel: slack-webhook, url: 'env:CHAT_URL' }\n`);
      expect(serverlessPackage()).toMatchObject({
        status: 1,
        said: expect.stringContaining('destinations[1].url'),
      });
    },
    PACKAGING_MILLISECONDS,
  );

  test(
    'refuses a home Region that would be blind, unless whoever deploys accepts what rolecall.yml says',
    () => {
      project.configure(rolecallYml({ homeRegion: 'eu-central-1' }));
      expect(serverlessPackage()).toMatchObject({ status: 1, said: expect.stringContaining('root sign-in') });
      expect(serverlessPackage('--accept-blind-regions')).toMatchObject({ status: 0 });
      expect(serverlessPackage('--param', 'accept-blind-regions=true')).toMatchObject({ status: 0 });
    },
    PACKAGING_MILLISECONDS,
  );
});
