import { defaultRoute, routeForAccount, routeForRole } from '../../lib/policy/decide-route.ts';
import { findDesignated, findDesignatedByName } from '../../lib/policy/designated-role.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

const [prodRole, organizationRole] = samplePolicy.roles;
const withRoles = (...patterns: readonly string[]): Policy => ({
  ...samplePolicy,
  roles: patterns.map((pattern) => ({ ...prodRole!, pattern })),
});
const role = (name: string) => `arn:aws:iam::${PRODUCTION}:role/${name}`;

describe('Routing', () => {
  it('tells the owner in the owner’s edition and the client in the client’s', () => {
    expect(routeForRole(samplePolicy, prodRole!)).toEqual({
      owner: 'platform',
      client: 'acme',
      legs: [
        {
          destinationId: 'platform-slack',
          edition: 'owner',
          why: 'Platform team is the owner of Production administrator',
        },
        {
          destinationId: 'platform-jira',
          edition: 'owner',
          why: 'Platform team is the owner of Production administrator',
        },
        {
          destinationId: 'acme-mail',
          edition: 'client',
          why: 'ACME is the client of Production administrator',
        },
      ],
    });
  });

  it('tells only the owner when a role has no client', () => {
    const { legs } = routeForRole(samplePolicy, organizationRole!);
    expect(legs.map(({ edition }) => edition)).toEqual(['owner', 'owner']);
  });

  it('tells the account’s owner, never the client, of what concerns no designated role', () => {
    const { legs } = routeForAccount(samplePolicy, samplePolicy.accounts[0]!);
    expect(legs.map(({ destinationId }) => destinationId)).toEqual(['platform-slack', 'platform-jira']);
  });

  it('tells the default owner of what belongs to nobody', () => {
    expect(defaultRoute(samplePolicy).legs.map(({ destinationId }) => destinationId)).toEqual([
      'security-mail',
    ]);
  });

  it('falls back to the default owner rather than tell nobody', () => {
    const silent: Policy = {
      ...samplePolicy,
      owners: samplePolicy.owners.map((owner) =>
        owner.id === 'platform' ? { ...owner, destinations: [] } : owner,
      ),
    };
    expect(routeForRole(silent, organizationRole!).owner).toBe('security');
  });
});

describe('Designated roles', () => {
  it.each([
    ['an exact name', role('prod-admin'), role('prod-admin'), true],
    ['another name', role('prod-admin'), role('prod-admin2'), false],
    ['another case', role('prod-admin'), role('Prod-Admin'), false],
    ['another account', role('prod-admin'), 'arn:aws:iam::999999999999:role/prod-admin', false],
    ['another partition', role('prod-admin'), `arn:aws-cn:iam::${PRODUCTION}:role/prod-admin`, false],
    ['a prefix', role('prod-*'), role('prod-x/y'), true],
    ['an empty rest', role('prod-*'), role('prod-'), true],
    ['text in the middle', role('a/*/admin'), role('a/b/c/admin'), true],
    ['overlapping ends', role('ab*ba'), role('aba'), false],
    ['several stars', role('a*b*c'), role('aXbYc'), true],
    [
      'a changing suffix',
      role('aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Admin_*'),
      role('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef'),
      true,
    ],
    ['a star in the text itself', role('prod-admin'), role('prod-*'), false],
  ])('compares %s', (_what, pattern, arn, expected) => {
    expect(findDesignated(withRoles(pattern), arn) !== undefined).toBe(expected);
  });

  it('finds a role by its bare name, since sign-in records lose the path', () => {
    const policy = withRoles(
      role('ops/prod-*'),
      role('aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Admin_*'),
    );
    expect(findDesignatedByName(policy, PRODUCTION, 'prod-admin')).toBeDefined();
    expect(findDesignatedByName(policy, PRODUCTION, 'AWSReservedSSO_Admin_0123')).toBeDefined();
    expect(findDesignatedByName(policy, PRODUCTION, 'other')).toBeUndefined();
    expect(findDesignatedByName(policy, '999999999999', 'prod-admin')).toBeUndefined();
  });
});
