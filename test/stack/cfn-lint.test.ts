import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectorTemplate, partnerTemplate } from '../../infra/forwarding.cjs';
import { signInParts } from '../../infra/sign-in.cjs';
import { rulePatterns } from '../../lib/config/event-patterns.ts';
import { readEventPolicy } from '../support/event-cases.ts';
import { packagedStack, PACKAGING_MILLISECONDS, type Resource, type Template } from './packaged-stack.ts';

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

/** What the stack's own pool is called in the template. */
const POOL = { 'Fn::Sub': 'https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}/${SignInPool}' };

/** The packaged template as an issuer of one's own makes it. */
const withOwnIssuer = ({ Resources, ...others }: Template): string => {
  const own = { issuer: 'https://acme.okta.com/oauth2/default', clientId: 'client-1' };
  const { issuer, audience, scopes } = signInParts({ signIn: own });
  const changeOf = ({ Type, Properties }: Resource): object => {
    if (Type === 'AWS::ApiGatewayV2::Authorizer')
      return { JwtConfiguration: { Issuer: issuer, Audience: [audience] } };
    const isGuarded = Type === 'AWS::ApiGatewayV2::Route' && Properties.AuthorizationType === 'JWT';
    return isGuarded ? { AuthorizationScopes: scopes } : {};
  };
  const kept = Object.entries(Resources).filter(([, { Type }]) => !Type.startsWith('AWS::Cognito::'));
  const changed = kept.map(([logicalId, resource]) => [
    logicalId,
    { ...resource, Properties: { ...resource.Properties, ...changeOf(resource) } },
  ]);
  return JSON.stringify({ ...others, Resources: Object.fromEntries(changed) })
    .replaceAll('{"Ref":"SignInClient"}', '"client-1"')
    .replaceAll('{"Ref":"SignInPool"}', '"none"')
    .replaceAll(JSON.stringify(POOL), JSON.stringify(issuer));
};

testWhenInstalled(
  'cfn-lint finds nothing in the template for an issuer of one’s own',
  async () => {
    const { template } = await packagedStack();
    const folder = mkdtempSync(join(tmpdir(), 'rolecall-lint-'));
    const file = join(folder, 'template.json');
    writeFileSync(file, withOwnIssuer(template));
    const found = lint(file);
    rmSync(folder, { recursive: true });
    expect(found).toEqual({ stdout: '', stderr: '', status: 0 });
  },
  PACKAGING_MILLISECONDS,
);
