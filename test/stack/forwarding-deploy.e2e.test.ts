/** A real `serverless deploy` of collector and partner, and the printed template as a stack: to moto. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { collectorTemplate } from '../../infra/forwarding.cjs';
import { decodeConfiguration } from '../../lib/config/decode-configuration.ts';
import { rulePatterns } from '../../lib/config/event-patterns.ts';
import { at, listAt, parseJson, textAt } from '../../lib/kernel/json.ts';
import { hashInputs } from '../../infra/package-cached.mjs';
import { type Moto, motoIsInstalled, startMoto } from './moto.ts';
import { copyProject, type ProjectCopy, rolecallYml } from './project-copy.ts';

const HOME = '123456789012';
const LONG = 120_000;
const LONG_STATE = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

const ROLECALL_YML = `${rolecallYml({ accountId: HOME })}
trustedAccounts:
  - { id: '888800001111', name: Hillside Consulting, partner: true }
`;

const describeWithMoto = motoIsInstalled() ? describe : describe.skip;

let project: ProjectCopy;
beforeAll(() => {
  project = copyProject(ROLECALL_YML);
});
afterAll(() => {
  project.remove();
});

const serverless = (
  folder: 'collector' | 'partner',
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { readonly status: number | null; readonly said: string } => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(project.root, 'node_modules/serverless/bin/serverless.js'), ...args],
    { cwd: join(project.root, 'infra', folder), encoding: 'utf8', env },
  );
  return { status, said: stdout + stderr };
};

describe('serverless package in the folder of the collector', () => {
  test(
    'needs no login, and asks for the Region and the account of the stack',
    () => {
      const given = ['--region', 'eu-central-1', '--param', `home-account=${HOME}`];
      expect(serverless('collector', ['package', ...given])).toMatchObject({ status: 0 });
      expect(existsSync(join(project.root, 'infra/collector/.serverless'))).toBe(true);
      expect(serverless('collector', ['package', ...given.slice(0, 2)])).toMatchObject({
        status: 1,
        said: expect.stringContaining('homeAccount'),
      });
      expect(serverless('collector', ['package', ...given.slice(2)])).toMatchObject({
        status: 1,
        said: expect.stringContaining('region'),
      });
    },
    LONG,
  );

  test('leaves the package of the stack itself as it was', async () => {
    const before = await hashInputs(project.root);
    rmSync(join(project.root, 'infra/collector/.serverless'), { recursive: true, force: true });
    expect(await hashInputs(project.root)).toBe(before);
  });
});

describeWithMoto('deployed', () => {
  let moto: Moto;

  beforeAll(async () => {
    moto = await startMoto();
  }, LONG);

  afterAll(async () => {
    await moto.stop();
  });

  /** moto reads the Region from the credentials' scope. */
  const inRegion = async (region: string, target: string, body: unknown): Promise<unknown> => {
    const response = await fetch(moto.url, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/events/aws4_request, SignedHeaders=host, Signature=0`,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSEvents.${target}`,
      },
      body: JSON.stringify(body),
    });
    return parseJson(await response.text());
  };

  const deploy = (folder: 'collector' | 'partner', region: string): string => {
    const { status, said } = serverless(
      folder,
      [
        'deploy',
        '--region',
        region,
        '--param',
        `home-account=${HOME}`,
        '--param',
        'operator-email=ops@example.com',
      ],
      {
        AWS_ENDPOINT_URL: moto.url,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        HOME: project.root,
        NODE_NO_WARNINGS: '1',
      },
    );
    if (status !== 0) throw new Error(`serverless deploy failed:\n${said}`);
    return said;
  };

  const rulesIn = async (region: string): Promise<readonly unknown[]> =>
    listAt(await inRegion(region, 'ListRules', {}), 'Rules');

  const wanted = () => {
    const decoded = decodeConfiguration(ROLECALL_YML, { allowEnvSecrets: false });
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
    return { policy: decoded.value.policy, rules: rulePatterns(decoded.value.policy) };
  };

  test.each([
    { folder: 'collector' as const, region: 'eu-central-1' },
    { folder: 'partner' as const, region: 'ap-southeast-2' },
  ])(
    'the $folder stands in $region with rules that forward to the home bus',
    async ({ folder, region }) => {
      expect(deploy(folder, region)).toContain(`rolecall-prod-${folder}`);
      const rules = await rulesIn(region);
      const own = wanted().rules.filter(
        ({ name }) => name.startsWith('PartnerCopies') === (folder === 'partner'),
      );
      expect(rules.map((rule) => textAt(rule, 'Name')).sort()).toEqual(
        [...own.map(({ name }) => name), ...(folder === 'collector' ? ['Watch'] : [])]
          .map((name) => `rolecall-prod-${region}-${name}`)
          .sort(),
      );
      for (const rule of rules) {
        expect(at(rule, 'State')).toBe(LONG_STATE);
        const targets = listAt(
          await inRegion(region, 'ListTargetsByRule', { Rule: at(rule, 'Name') }),
          'Targets',
        );
        expect(targets).toEqual([
          expect.objectContaining({
            Arn: `arn:aws:events:us-east-1:${HOME}:event-bus/default`,
            RoleArn: expect.stringMatching(/^arn:aws:iam::\d{12}:role\//),
            DeadLetterConfig: { Arn: expect.stringContaining(`rolecall-prod-${region}-`) },
          }),
        ]);
      }
      // A second deploy changes nothing, and does not stumble over the first. Once will do: it takes its time.
      if (folder === 'partner') {
        deploy(folder, region);
        expect(await rulesIn(region)).toHaveLength(rules.length);
      }
    },
    LONG,
  );

  test(
    'the printed template makes the same rules as a stack of its own',
    async () => {
      const parameters: Readonly<Record<string, string>> = {
        HomeAccountId: HOME,
        HomeStack: 'rolecall-test',
      };
      const body = new URLSearchParams({
        Action: 'CreateStack',
        StackName: 'rolecall-test-collector',
        TemplateBody: JSON.stringify(collectorTemplate(wanted())),
        'Capabilities.member.1': 'CAPABILITY_IAM',
        ...Object.fromEntries(
          Object.entries(parameters).flatMap(([name, value], index) => [
            [`Parameters.member.${index + 1}.ParameterKey`, name],
            [`Parameters.member.${index + 1}.ParameterValue`, value],
          ]),
        ),
      });
      const response = await fetch(moto.url, {
        method: 'POST',
        headers: {
          authorization:
            'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/cloudformation/aws4_request, SignedHeaders=host, Signature=0',
        },
        body,
      });
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('StackId')]);
      const names = (await rulesIn('eu-west-1')).map((rule) => textAt(rule, 'Name'));
      expect(names).toContain('rolecall-test-eu-west-1-RoleEntries1');
      expect(names).toContain('rolecall-test-eu-west-1-Watch');
    },
    LONG,
  );
});
