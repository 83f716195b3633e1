import type { Caller } from '../../lib/access/caller.ts';
import { CHAIN, judgeAgain, PRINCIPAL } from '../../lib/access/judge-again.ts';
import { callerFromHalf } from '../../lib/access/join-switch-role.ts';
import { decodeRecord } from '../../lib/access/decode-record.ts';
import type { Hop, RoleAccess } from '../../lib/access/role-access.ts';
import type { TrustPins } from '../../lib/iam/opening.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { crossAccountRecord } from '../support/sample-events.ts';
import { NORTHWIND, PROD_ADMIN, PRODUCTION } from '../support/sample-policy.ts';

const accessOf = (changes: JsonObject = {}): RoleAccess => {
  const decoded = decodeRecord(crossAccountRecord(changes), PRODUCTION);
  if (decoded.kind !== 'access') throw new Error(decoded.kind);
  return decoded.access;
};

const pins = (changes: Partial<TrustPins> = {}): TrustPins => ({
  sessionName: 'free',
  sourceIdentity: 'free',
  mfa: false,
  externalId: false,
  ...changes,
});

const withIdentity = { roleArn: PROD_ADMIN, roleSessionName: 'alice', sourceIdentity: 'alice.miller' };

const who = ({ caller: { label, certainty, evidence } }: RoleAccess) => [label, certainty, evidence[0]?.note];

const hop = (changes: Partial<Hop> = {}): Hop => ({
  who: 'alice.miller',
  certainty: 'asserted',
  type: 'iam-user',
  how: 'found in CloudTrail by access key',
  ...changes,
});

describe('What the trust policy makes of a claim', () => {
  it('a pinned session name is certain', () => {
    const access = judgeAgain({ ...accessOf(), trust: pins({ sessionName: 'pinned' }) });
    expect(who(access)).toEqual(['alice', 'asserted', 'session name, pinned by the trust policy']);
  });

  it.each(['limited', 'free'] as const)(
    'a session name that is %s stays a claim, and says so',
    (sessionName) => {
      const access = judgeAgain({ ...accessOf(), trust: pins({ sessionName }) });
      expect(who(access).slice(0, 2)).toEqual(['alice', 'claimed']);
      expect(who(access)[2]).toMatch(/^session name, chosen by the caller/);
    },
  );

  it('a pinned source identity is certain, and says more than a pinned session name', () => {
    const access = judgeAgain({
      ...accessOf({ requestParameters: withIdentity }),
      trust: pins({ sessionName: 'pinned', sourceIdentity: 'pinned' }),
    });
    expect(who(access)).toEqual(['alice.miller', 'asserted', 'source identity, pinned by the trust policy']);
  });

  it('an unpinned source identity stays a claim, whatever else is pinned', () => {
    const access = judgeAgain({ ...accessOf({ requestParameters: withIdentity }), trust: pins() });
    expect(who(access).slice(0, 2)).toEqual(['alice.miller', 'claimed']);
  });

  it.each([
    ['AROAEXAMPLETEAM000001:worker', 'alice.miller', 'asserted'],
    ['AIDAEXAMPLEUSER000001', 'The alias', 'resolved'],
  ])('a pinned source identity says more than the name of a team (%s)', (principalId, label, certainty) => {
    const userIdentity = { type: 'AWSAccount', principalId, accountId: NORTHWIND };
    const access = accessOf({ userIdentity, requestParameters: withIdentity });
    const alias = { source: PRINCIPAL, value: 'The alias', certainty: 'resolved' as const, note: '' };
    const evidence = [alias, ...access.caller.evidence];
    const known = { ...access, caller: { ...access.caller, label: alias.value, evidence } };
    const named = { ...known, caller: { ...known.caller, certainty: 'resolved' as const } };
    const judged = judgeAgain({ ...named, trust: pins({ sourceIdentity: 'pinned' }) });
    expect(who(judged).slice(0, 2)).toEqual([label, certainty]);
    const chained = judgeAgain({ ...named, chain: [hop({ who: 'alice.miller' }), hop()] });
    expect(chained.caller.label).toBe(label);
  });

  it('a name that a program made up names nobody, pinned or not', () => {
    const made = { roleArn: PROD_ADMIN, roleSessionName: 'botocore-session-1700000000' };
    const access = judgeAgain({
      ...accessOf({ requestParameters: made }),
      trust: pins({ sessionName: 'pinned' }),
    });
    expect(access.caller.certainty).toBe('unknown');
  });

  it('what an identity provider said does not depend on it', () => {
    const saml = accessOf({
      eventName: 'AssumeRoleWithSAML',
      userIdentity: { type: 'SAMLUser', principalId: 'x=:jane@example.com', userName: 'jane@example.com' },
    });
    expect(judgeAgain({ ...saml, trust: pins({ sessionName: 'pinned' }) }).caller).toEqual(saml.caller);
  });

  it('MFA that the policy demands was used; a record that says no is believed', () => {
    const demanded = pins({ mfa: true });
    expect(judgeAgain({ ...accessOf(), trust: demanded }).mfa).toBe('yes');
    expect(judgeAgain({ ...accessOf(), trust: pins() }).mfa).toBe('not-recorded');
    expect(judgeAgain({ ...accessOf(), mfa: 'no', trust: demanded }).mfa).toBe('no');
    expect(judgeAgain({ ...accessOf(), outcome: 'denied', trust: demanded }).mfa).toBe('not-recorded');
  });
});

describe('What the chain of sessions makes of a claim', () => {
  const chain = [
    hop({ entered: PROD_ADMIN }),
    hop({ who: 'alice', certainty: 'claimed', type: 'role-session' }),
  ];

  it('names whoever began it', () => {
    const access = judgeAgain({ ...accessOf(), chain });
    expect(who(access).slice(0, 2)).toEqual(['alice.miller', 'resolved']);
    expect(access.caller.evidence[0]).toMatchObject({ source: CHAIN, value: 'alice.miller' });
  });

  it('names nobody when it begins with a claim, or with the caller himself', () => {
    const claimed = [hop({ certainty: 'claimed' }), hop()];
    expect(judgeAgain({ ...accessOf(), chain: claimed }).caller.certainty).toBe('claimed');
    expect(judgeAgain({ ...accessOf(), chain: [hop()] }).caller.label).toBe('alice');
  });

  it('says more than a pinned session name, and less than a pinned source identity', () => {
    const pinned = pins({ sessionName: 'pinned', sourceIdentity: 'pinned' });
    expect(judgeAgain({ ...accessOf(), chain, trust: pinned }).caller.label).toBe('alice.miller');
    const identified = accessOf({ requestParameters: { ...withIdentity, sourceIdentity: 'a.miller' } });
    expect(judgeAgain({ ...identified, chain, trust: pinned }).caller.label).toBe('a.miller');
  });

  it('does not replace whom AWS named', () => {
    const named = accessOf({
      userIdentity: { type: 'IAMUser', principalId: 'AIDAEXAMPLE', userName: 'bob', accountId: PRODUCTION },
    });
    expect(judgeAgain({ ...named, chain }).caller).toMatchObject({ label: 'bob', certainty: 'asserted' });
  });
});

describe('Judging again', () => {
  const trust = pins({ sessionName: 'pinned' });
  const chain = [hop(), hop({ who: 'alice', certainty: 'claimed' })];

  it('leaves an access alone about which nothing became known', () => {
    const access = accessOf();
    expect(judgeAgain(access)).toBe(access);
  });

  it('changes nothing the second time', () => {
    for (const facts of [{ trust }, { chain }, { trust, chain }]) {
      const once = judgeAgain({ ...accessOf({ requestParameters: withIdentity }), ...facts });
      expect(judgeAgain(once)).toEqual(once);
    }
  });

  it.each([
    ['a user', `arn:aws:iam::${NORTHWIND}:user/alice.miller`, 'resolved'],
    ['a session that chose its name', `arn:aws:sts::${NORTHWIND}:assumed-role/dev/al`, 'asserted'],
  ])(
    'comes out the same before and after the SwitchRole record that names %s',
    (_who, switchedFrom, certainty) => {
      const byHalf = (caller: Caller): Caller => callerFromHalf(caller, { switchedFrom });
      const access = accessOf();
      const halfFirst = judgeAgain({ ...access, caller: byHalf(access.caller), trust });
      const known = judgeAgain({ ...access, trust });
      const halfLast = judgeAgain({ ...known, caller: byHalf(known.caller) });
      expect(halfFirst).toEqual(halfLast);
      expect(halfFirst.caller.certainty).toBe(certainty);
    },
  );
});
