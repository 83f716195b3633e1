/** What a trust policy demands of whoever enters. */
import type { TrustPins } from '../../lib/iam/opening.ts';
import { type Entering, trustPins } from '../../lib/iam/trust-pins.ts';
import { OWN, STRANGER, VENDOR } from './policy-parts.ts';
import { readOk } from './read-ok.ts';

const free: TrustPins = { sessionName: 'free', sourceIdentity: 'free', mfa: false, externalId: false };

const allow = (Principal: unknown, Condition: object = {}, Action: unknown = 'sts:AssumeRole') => ({
  Effect: 'Allow',
  Principal,
  Action,
  Condition,
});
const deny = (Condition: object) => ({ ...allow('*', Condition), Effect: 'Deny' });
const pinsOf = (statements: readonly unknown[], entering: Partial<Entering> = {}): TrustPins =>
  trustPins(readOk({ Version: '2012-10-17', Statement: statements }), {
    action: 'sts:AssumeRole',
    accountId: VENDOR,
    ...entering,
  });

const vendor = { AWS: VENDOR };
const deployer = { AWS: `arn:aws:iam::${VENDOR}:role/path/deployer` };
const name = (value: unknown, operator = 'StringEquals', whom: unknown = deployer) =>
  pinsOf([allow(whom, { [operator]: { 'sts:RoleSessionName': value } })]).sessionName;
const identity = (value: unknown, operator = 'StringEquals', key = 'sts:SourceIdentity') =>
  pinsOf([allow(deployer, { [operator]: { [key]: value } })]).sourceIdentity;

describe('The pins of a trust policy', () => {
  it('are none where nothing is demanded', () => {
    expect(pinsOf([allow(vendor)])).toEqual(free);
  });

  it('tell a pinned session name from a limited and a free one', () => {
    expect(name('${aws:username}')).toBe('pinned');
    expect(name('${aws:username}', 'StringLike')).toBe('pinned');
    expect(name('${saml:sub}')).toBe('pinned');
    expect(name('deploy')).toBe('pinned');
    expect(name('deploy-*')).toBe('pinned');
    expect(name('deploy-*', 'StringLike')).toBe('limited');
    expect(name('${aws:username}-*', 'StringLike')).toBe('limited');
    expect(name('${aws:PrincipalTag/mail}')).toBe('limited');
    expect(name(['deploy', 'build'])).toBe('limited');
    expect(name('*', 'StringLike')).toBe('free');
    expect(name(['deploy', '*'], 'StringLike')).toBe('free');
    expect(name('deploy', 'StringEqualsIfExists')).toBe('free');
    expect(name('deploy', 'ForAllValues:StringEquals')).toBe('free');
    expect(name('deploy', 'StringNotEquals')).toBe('free');
  });

  it('are no more than limits where many may come by the name that is demanded', () => {
    const bob = `arn:aws:iam::${VENDOR}:user/bob`;
    const everybodyOf = `arn:aws:iam::${VENDOR}:root`;
    expect(name('alice', 'StringEquals', vendor)).toBe('limited');
    expect(name('alice', 'StringEquals', { AWS: everybodyOf })).toBe('limited');
    expect(name('alice', 'StringEquals', { AWS: '*' })).toBe('limited');
    expect(name('alice', 'StringEquals', { AWS: [deployer.AWS, bob] })).toBe('limited');
    expect(name('alice', 'StringEquals', { AWS: bob })).toBe('pinned');
    expect(name('${aws:username}', 'StringEquals', vendor)).toBe('pinned');
    const identityOf = (Condition: object) => pinsOf([allow({ AWS: everybodyOf }, Condition)]).sourceIdentity;
    const alice = { StringEquals: { 'sts:SourceIdentity': 'alice' } };
    expect(identityOf(alice)).toBe('limited');
    expect(identityOf({ ...alice, ArnEquals: { 'aws:PrincipalArn': bob } })).toBe('pinned');
    expect(identityOf({ ...alice, ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${VENDOR}:user/*` } })).toBe(
      'limited',
    );
  });

  it('tell a pinned source identity from a limited and a free one', () => {
    expect(identity('${aws:username}', 'StringLike')).toBe('pinned');
    expect(identity('jane', 'StringEquals', 'aws:SourceIdentity')).toBe('pinned');
    expect(identity('*@example.com', 'StringLike')).toBe('limited');
    expect(identity('*', 'StringLike')).toBe('free');
    expect(identity('false', 'Null')).toBe('free');
  });

  it('know MFA and the external ID by conditions that fail without them', () => {
    const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    const secret = { StringEquals: { 'sts:ExternalId': 'hunter2' } };
    expect(pinsOf([allow(vendor, { ...mfa, ...secret })])).toEqual({ ...free, mfa: true, externalId: true });
    expect(pinsOf([allow(vendor, { NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 } })]).mfa).toBe(true);
    expect(pinsOf([allow(vendor, { NumericLessThanIfExists: { 'aws:MultiFactorAuthAge': 3600 } })]).mfa).toBe(
      false,
    );
    expect(pinsOf([allow(vendor, { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } })]).mfa).toBe(
      false,
    );
    expect(pinsOf([allow(vendor, { StringLike: { 'sts:ExternalId': '*' } })]).externalId).toBe(false);
    expect(
      pinsOf([allow(vendor, { StringEquals: { 'sts:ExternalId': '${aws:PrincipalAccount}' } })]).externalId,
    ).toBe(false);
  });

  it('count a Deny that surely keeps out whoever does not comply', () => {
    expect(
      pinsOf([allow(vendor), deny({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })]).mfa,
    ).toBe(true);
    expect(pinsOf([allow(vendor), deny({ Bool: { 'aws:MultiFactorAuthPresent': 'false' } })]).mfa).toBe(
      false,
    );
    expect(
      pinsOf([allow(vendor), deny({ StringNotLike: { 'sts:RoleSessionName': '${aws:username}' } })])
        .sessionName,
    ).toBe('pinned');
  });

  it('are the weakest of the statements by which the caller may have come', () => {
    const pinned = allow(deployer, { StringEquals: { 'sts:RoleSessionName': 'deploy' } });
    expect(pinsOf([pinned, allow('*')])).toEqual(free);
    expect(pinsOf([pinned, allow({ AWS: STRANGER })]).sessionName).toBe('pinned');
    expect(pinsOf([pinned, allow('*', { StringEquals: { 'aws:PrincipalAccount': OWN } })]).sessionName).toBe(
      'pinned',
    );
    expect(pinsOf([pinned, allow(vendor, {}, 'sts:TagSession')]).sessionName).toBe('pinned');
    expect(pinsOf([pinned, allow(vendor, { StringLike: { 'sts:RoleSessionName': 'b*' } })]).sessionName).toBe(
      'limited',
    );
    expect(
      pinsOf([pinned, { Effect: 'Allow', NotPrincipal: { AWS: `arn:aws:iam::${OWN}:role/x` }, Action: '*' }]),
    ).toEqual(free);
  });

  it('tell roles and users of one account apart where the caller is known by name', () => {
    const statements = [
      allow(
        { AWS: `arn:aws:iam::${VENDOR}:role/path/deployer` },
        { StringEquals: { 'sts:RoleSessionName': 'deploy' } },
      ),
      allow({ AWS: `arn:aws:iam::${VENDOR}:user/bob` }),
    ];
    expect(pinsOf(statements, { arn: `arn:aws:sts::${VENDOR}:assumed-role/deployer/x` }).sessionName).toBe(
      'pinned',
    );
    expect(pinsOf(statements, { arn: `arn:aws:iam::${VENDOR}:user/bob` }).sessionName).toBe('free');
    expect(pinsOf(statements, { arn: 'AIDAEXAMPLEBOB000001' }).sessionName).toBe('free');
  });

  it('look only at the statements for the provider by which a web identity came', () => {
    const hub = 'token.actions.githubusercontent.com';
    const arn = `arn:aws:iam::${OWN}:oidc-provider/${hub}`;
    const statements = [
      allow(
        { Federated: arn },
        { StringEquals: { 'sts:RoleSessionName': `\${${hub}:sub}` } },
        'sts:AssumeRoleWithWebIdentity',
      ),
      allow({ Federated: `arn:aws:iam::${OWN}:saml-provider/Okta` }, {}, 'sts:AssumeRoleWithSAML'),
      allow(vendor),
    ];
    const entering = { action: 'sts:AssumeRoleWithWebIdentity', arn } as const;
    expect(pinsOf(statements, entering).sessionName).toBe('pinned');
    expect(pinsOf(statements, { action: 'sts:AssumeRoleWithSAML' }).sessionName).toBe('free');
    expect(pinsOf(statements, { ...entering, arn: `${arn}-other` })).toEqual(free);
  });

  it('are none where no statement explains the entry', () => {
    expect(pinsOf([allow({ AWS: STRANGER }, { StringEquals: { 'sts:RoleSessionName': 'x' } })])).toEqual(
      free,
    );
    expect(pinsOf([])).toEqual(free);
  });
});
