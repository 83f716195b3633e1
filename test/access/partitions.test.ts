/** Every partition of AWS: roles, callers, Regions and links are what they are in the common one. */
import { decodeConfiguration } from '../../lib/config/decode-configuration.ts';
import { rulePatterns } from '../../lib/config/event-patterns.ts';
import { compilePattern } from '../../lib/eventbridge/compile-pattern.ts';
import { parsePattern } from '../../lib/eventbridge/parse-pattern.ts';
import { parseJson } from '../../lib/kernel/json.ts';
import { PARTITIONS } from '../../lib/kernel/partition.ts';
import { cloudTrailLink } from '../../lib/notification/cloud-trail-link.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { readEventCases, readEventPolicy, summarise } from '../support/event-cases.ts';

const CONFIGURATION = `
version: 1
accounts:
  - { id: "111122223333", name: ACME production, owner: platform-team, client: acme }
roles:
  - { arn: "arn:aws:iam::111122223333:role/prod-*", name: Production administrator }
  - { arn: "arn:aws:iam::*:role/vendor/support", name: Vendor support, owner: security-team }
  - arn: arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_AdministratorAccess_*
    name: Administrator through IAM Identity Center
owners:
  - { id: platform-team, name: Platform team, timeZone: Europe/Berlin, destinations: [platform-mail] }
  - { id: security-team, name: Security team, timeZone: Europe/Berlin, destinations: [platform-mail] }
clients:
  - { id: acme, name: ACME, timeZone: Europe/Berlin, destinations: [acme-mail] }
defaultOwner: platform-team
destinations:
  - { id: platform-mail, channel: sns, email: [oncall@example.com] }
  - { id: acme-mail, channel: sns, email: [ops@acme.example] }
`;

const policyOf = (text: string): Policy => {
  const decoded = decodeConfiguration(text, { allowEnvSecrets: false });
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  return decoded.value.policy;
};

/** The same text in another partition. */
const moved = (text: string, partition: string, region: string): string =>
  text
    .replaceAll('arn:aws:', `arn:${partition}:`)
    .replaceAll('eu-central-1', region)
    .replaceAll('us-east-1', region);

const entries = readEventCases().filter(({ name }) =>
  /^(assume-role|callers|denied|saml|service|switch-role|roles-anywhere)\//.test(name),
);

describe.each(PARTITIONS)('$id', ({ id, globalRegion, hostSuffix, consoleHost }) => {
  const here = policyOf(moved(CONFIGURATION, id, globalRegion));
  const common = policyOf(CONFIGURATION);
  const matchers = rulePatterns(here).map((rule) => {
    const parsed = parsePattern(rule.pattern);
    if (!parsed.ok) throw new Error(parsed.error.reason);
    return compilePattern(parsed.value);
  });

  test('is where its stack lives, with the role of AWS Organizations in it', () => {
    expect(here.homeRegion).toBe(globalRegion);
    expect(here.roles.map(({ pattern }) => pattern)).toEqual([
      `arn:${id}:iam::111122223333:role/prod-*`,
      `arn:${id}:iam::111122223333:role/vendor/support`,
      `arn:${id}:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_AdministratorAccess_*`,
      `arn:${id}:iam::111122223333:role/OrganizationAccountAccessRole`,
    ]);
  });

  test('judges entries as the common one does', () => {
    const differing = entries.filter(({ text }) => {
      const there = moved(text, id, globalRegion);
      const expected = moved(JSON.stringify(summarise(judgeEvent(common, text))), id, globalRegion);
      return JSON.stringify(summarise(judgeEvent(here, there))) !== expected;
    });
    expect(entries.length).toBeGreaterThan(40);
    // Two Regions became one: where one served for the other, nothing is left to tell.
    expect(differing.map(({ name }) => name).filter((name) => !name.includes('served'))).toEqual([]);
  });

  test('hears them', () => {
    const unheard = entries.filter(({ text, expectation }) => {
      const event = parseJson(moved(text, id, globalRegion));
      return (
        expectation.rings && !matchers.some((matches) => matches(event)) && !text.includes('888800001111')
      );
    });
    expect(unheard.map(({ name }) => name)).toEqual([]);
  });

  test('tells its own services from addresses, and has a console of its own', () => {
    const service = entries.find(({ name }) => name === 'service/ec2-instance');
    const text = moved(service?.text ?? '', id, globalRegion).replaceAll(
      'ec2.amazonaws.com',
      `ec2.${hostSuffix}`,
    );
    const judgement = judgeEvent(here, text);
    if (judgement.kind !== 'access') throw new Error(judgement.kind);
    const { access } = judgement;
    expect(access.origin).toMatchObject({ kind: 'aws', text: `ec2.${hostSuffix}` });
    expect(access.caller.label).toMatch(/^Amazon EC2 instance i-/);
    expect(cloudTrailLink(access)).toMatch(`https://${globalRegion}.${consoleHost}/cloudtrailv2/`);
  });

  test('has a console without a role, too', () => {
    const recorded = { eventId: 'e-1', recorded: { region: globalRegion } };
    expect(cloudTrailLink(recorded)).toMatch(`https://${globalRegion}.${consoleHost}/`);
  });
});

test('records of the time before Regions had names lead to the global one', () => {
  expect(cloudTrailLink({ eventId: 'e-1', recorded: { region: 'global' } })).toBe(
    'https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/e-1',
  );
});

test('a role of another partition is not the designated one', () => {
  const [first] = readEventCases().filter(({ name }) => name === 'assume-role/cross-account-session');
  const judgement = judgeEvent(readEventPolicy(), moved(first?.text ?? '', 'aws-cn', 'cn-north-1'));
  expect(judgement).toMatchObject({ kind: 'ignored', reason: 'role-not-designated' });
});
