import { problemText } from '../../lib/config/configuration-problem.ts';
import { decodeConfiguration, type DecodedConfiguration } from '../../lib/config/decode-configuration.ts';
import { edited, SAMPLE } from './sample-configuration.ts';

const decoded = (text: string): DecodedConfiguration => {
  const result = decodeConfiguration(text, { allowEnvSecrets: false });
  if (!result.ok) throw new Error(result.error.map(problemText).join('\n'));
  return result.value;
};

const onTop = (lines: string): string =>
  edited('defaultOwner: platform-team', `defaultOwner: platform-team\n${lines}`);

const inRole = (field: string, text = SAMPLE): string =>
  edited('name: Production administrator}', `name: Production administrator, ${field}}`, text);

describe('What rolecall.yml expects of entries', () => {
  it('is nothing where nothing was written, and the policy is the same as before', () => {
    const { policy } = decoded(SAMPLE);
    expect(Object.keys(policy)).not.toEqual(expect.arrayContaining(['principals']));
    for (const key of [
      'principals',
      'observationsOff',
      'organization',
      'deployers',
      'ownSubjects',
      'canaryMinutes',
      'signIn',
    ]) {
      expect(policy).not.toHaveProperty(key);
    }
    expect(policy.roles[0]).not.toHaveProperty('longestHours');
    expect(decoded(onTop('observations: {no-mfa: true}')).policy.hash).toBe(policy.hash);
  });

  it('of a role reaches every account it is designated in', () => {
    const { policy } = decoded(
      edited(
        'name: Emergency access,',
        "name: Emergency access, thirdParty: true, expectedAccounts: ['777788889999'], services: [ec2.amazonaws.com], longestHours: 1,",
      ),
    );
    const emergency = policy.roles.filter(({ name }) => name === 'Emergency access');
    expect(emergency).toHaveLength(2);
    for (const role of emergency) {
      expect(role).toMatchObject({
        thirdParty: true,
        expectedAccounts: ['777788889999'],
        services: ['ec2.amazonaws.com'],
        longestHours: 1,
      });
    }
  });

  it('of an account that is listed nowhere is pointed out', () => {
    const { warnings, policy } = decoded(inRole("expectedAccounts: ['999999999999', '444455556666']"));
    expect(warnings.map(problemText)).toEqual([
      'roles[0].expectedAccounts[0]: 999999999999 is listed nowhere else, so messages cannot name it; add it to trustedAccounts',
    ]);
    expect(policy.roles[0]?.expectedAccounts).toEqual(['999999999999', '444455556666']);
  });

  it('of an owner is a working week unless days are given', () => {
    const hours = (field: string) =>
      decoded(edited('timeZone: UTC, ', `timeZone: UTC, workingHours: ${field}, `)).policy.owners[1]
        ?.workingHours;
    expect(hours("{from: '07:00', to: '19:00'}")).toEqual({
      from: '07:00',
      to: '19:00',
      days: [1, 2, 3, 4, 5],
    });
    expect(hours("{from: '22:00', to: '06:00', days: [sun, fri]}")?.days).toEqual([5, 7]);
    // YAML 1.2 has no numbers of base sixty.
    expect(hours('{from: 07:00, to: 19:00}')?.from).toBe('07:00');
  });

  it('names the observations nobody wants to read', () => {
    expect(
      decoded(onTop('observations: {out-of-hours: false, no-mfa: false, denied: true}')).policy
        .observationsOff,
    ).toEqual(['no-mfa', 'out-of-hours']);
  });

  it('names principals, partners, deployers, the canary and the organisation', () => {
    const text = edited(
      'name: Northwind Managed Services}',
      'name: Northwind Managed Services, partner: true}',
      onTop(
        [
          'principals: [{id: AIDAEXAMPLEUSER000001, name: Alice Miller}]',
          "deployers: ['arn:aws:sts::111122223333:assumed-role/deploy/*']",
          "ownSubjects: ['repo:acme/*', 'accounts.google.com:1102']",
          'canary: {everyMinutes: 0}',
          'organization: {accountNames: true}',
        ].join('\n'),
      ),
    );
    expect(decoded(text).policy).toMatchObject({
      principals: [{ id: 'AIDAEXAMPLEUSER000001', name: 'Alice Miller' }],
      deployers: ['arn:aws:sts::111122223333:assumed-role/deploy/*'],
      ownSubjects: ['repo:acme/*', 'accounts.google.com:1102'],
      canaryMinutes: 0,
      organization: true,
      trustedAccounts: [{ id: '777788889999', partner: true }],
    });
  });
});

describe('An issuer of one’s own in rolecall.yml', () => {
  it('is kept character by character, with nothing that was not written', () => {
    const signIn = { issuer: 'https://acme.eu.auth0.com/', clientId: 'c1' };
    expect(decoded(onTop(`signIn: ${JSON.stringify(signIn)}`)).policy.signIn).toEqual(signIn);
    const more = {
      ...signIn,
      audience: 'api://rolecall',
      groupsClaim: 'https://acme.example/groups',
      scopes: ['openid'],
    };
    expect(decoded(onTop(`signIn: ${JSON.stringify(more)}`)).policy.signIn).toEqual(more);
  });
});

describe('The Regions of rolecall.yml', () => {
  it('begin with the home Region', () => {
    expect(decoded(onTop('regions: [eu-west-1, eu-central-1]')).policy.regions).toEqual([
      'us-east-1',
      'eu-west-1',
      'eu-central-1',
    ]);
  });

  it('say that the home Region among them is one too many', () => {
    const { policy, warnings } = decoded(onTop('regions: [us-east-1, eu-west-1]'));
    expect(policy.regions).toEqual(['us-east-1', 'eu-west-1']);
    expect(warnings.map(problemText)).toEqual([
      'regions[0]: us-east-1 is the home Region already; remove it',
    ]);
  });

  it('make a home Region elsewhere see everything when us-east-1 is among them', () => {
    const text = edited('homeRegion: us-east-1', 'homeRegion: eu-central-1\nregions: [us-east-1]').replace(
      'arn:aws:sns:us-east-1:',
      'arn:aws:sns:eu-central-1:',
    );
    const { policy, warnings } = decoded(text);
    expect(policy.regions).toEqual(['eu-central-1', 'us-east-1']);
    expect(warnings).toEqual([]);
  });
});
