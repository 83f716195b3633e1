/** A copy of what is packaged, with another rolecall.yml: the tests' own stack, whatever the project's says. */
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './packaged-stack.ts';

const COPIED = ['serverless.yml', 'package.json', 'package-lock.json', 'infra', 'handlers', 'lib', 'web'];

export interface ProjectCopy {
  readonly root: string;
  /** Replaces the copy's rolecall.yml. */
  configure(rolecallYml: string): void;
  remove(): void;
}

export const copyProject = (rolecallYml: string): ProjectCopy => {
  const root = mkdtempSync(join(tmpdir(), 'rolecall-project-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(root, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const configure = (text: string) => {
    writeFileSync(join(root, 'rolecall.yml'), text);
  };
  configure(rolecallYml);
  return {
    root,
    configure,
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
};

/** A small configuration for one account, with a mailing list and nothing that needs a secret. */
export const rolecallYml = ({
  homeRegion = 'us-east-1',
  owner = 'platform',
  accountId = '123456789012',
} = {}): string => `
version: 1
homeRegion: ${homeRegion}
acceptBlindRegions: ${String(homeRegion !== 'us-east-1')}
accounts:
  - { id: '${accountId}', name: Shop production, owner: ${owner}, retentionDays: 400 }
roles:
  - { arn: 'arn:aws:iam::${accountId}:role/prod-*', name: Production administrator }
owners:
  - { id: platform, name: Platform team, timeZone: Europe/Berlin, destinations: [platform-mail] }
defaultOwner: platform
destinations:
  - { id: platform-mail, channel: sns, email: [oncall@example.com] }
`;
