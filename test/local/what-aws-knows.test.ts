import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRoleArn, type RoleArn } from '../../lib/kernel/arn.ts';
import { presentRoleWithTrust, whatAwsKnows } from '../../local/what-aws-knows.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-aws-'));
  file = join(folder, 'aws.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const roleOf = (name: string): RoleArn => {
  const role = parseRoleArn(`arn:aws:iam::111122223333:role/team/${name}`);
  if (role === undefined) throw new Error(name);
  return role;
};

describe('IAM on the laptop', () => {
  it('says what the console would have written while nobody says otherwise', () => {
    const { trustOf, accountName } = whatAwsKnows(file);
    expect(trustOf(roleOf('prod-admin'))).toMatchObject({
      Statement: [{ Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' }],
    });
    expect(JSON.stringify(trustOf(roleOf('AWSReservedSSO_Admin_0123')))).toContain('sts:AssumeRoleWithSAML');
    expect(accountName('777788889999')).toBeUndefined();
  });

  it('says what stands in the file, from the next question on', () => {
    const { trustOf, accountName } = whatAwsKnows(file);
    trustOf(roleOf('prod-admin'));
    writeFileSync(
      file,
      JSON.stringify({
        trust: { 'prod-*': { Version: 'a' }, '*': { Version: 'b' } },
        accounts: { '777788889999': 'N' },
      }),
    );
    expect(trustOf(roleOf('prod-admin'))).toEqual({ Version: 'a' });
    expect(trustOf(roleOf('prodadmin'))).toEqual({ Version: 'b' });
    expect(accountName('777788889999')).toBe('N');
    writeFileSync(file, 'no json');
    expect(accountName('777788889999')).toBeUndefined();
  });

  it('writes the policy as IAM does: URL-encoded inside of XML', () => {
    const xml = presentRoleWithTrust(roleOf('prod-admin'), { Version: '2012-10-17', a: '<&"' });
    const document = /<AssumeRolePolicyDocument>([^<]*)</.exec(xml)?.[1] ?? '';
    expect(JSON.parse(decodeURIComponent(document))).toEqual({ Version: '2012-10-17', a: '<&"' });
    expect(xml).toContain('<Path>/team/</Path><RoleName>prod-admin</RoleName>');
  });
});
