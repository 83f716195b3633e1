/**
 * Our answers beside those of an independent simulator. It must agree: where a stranger gets in, whatever he brings, we say
 * so. The other way round we may say too much, where the reason stands below.
 */
import fc from 'fast-check';
import type { Opening } from '../../lib/iam/opening.ts';
import { openingsOf } from '../../lib/iam/openings-of.ts';
import type { PolicyDocument } from '../../lib/iam/read-policy.ts';
import { attemptsOf, isS3 } from './attempts.ts';
import { POLICY_CASES } from './policies.ts';
import { OWN, OWN_ORGANIZATION, OWN_TOO, type PolicyCase } from './policy-parts.ts';
import { randomPolicy } from './random-policy.ts';
import { readOk } from './read-ok.ts';
import { type Attempt, simulate, type Verdict } from './simulate.ts';

const ours = {
  ownAccountIds: new Set([OWN, OWN_TOO]),
  ownOrganizationIds: new Set([OWN_ORGANIZATION]),
};

/** Where we say "outside" and the simulator finds nobody, and why that is right. */
const SAID_ALL_THE_SAME: Readonly<Record<string, string>> = {
  'an account with hyphens': 'SQS took it once; the simulator does not know it.',
  'a role that was deleted': 'Nobody has the id any more, but nobody knows whose it was.',
  'a user who was deleted': 'As above.',
  'a wildcard for the account': 'AWS refuses it; unclear counts as outside.',
  'a wildcard for the role of a stranger': 'As above.',
  'what only looks like a service': 'As above.',
  'every service': 'As above.',
  'an access identity of CloudFront': 'It is the distribution of an account that is not told.',
  'hostile text as a principal': 'AWS refuses it; unclear counts as outside.',
  'services on behalf of a stranger': 'The simulator was not asked as a service.',
  'a source that does not tell its account': 'As above.',
  'an address inside of any VPC': 'The simulator has no VPC.',
  'an operator that does not exist': 'AWS refuses it; unclear counts as outside.',
  'a condition without values': 'As above.',
  'every network': 'The simulator finds nobody in /0.',
  'a key nobody knows': 'The simulator drops keys that AWS does not list.',
};

/** The simulator knows callers, not services, tokens and canonical users. */
const isCaller = ({ kind }: Opening): boolean => !['service', 'federated', 'canonical-user'].includes(kind);

const actionsFor = ({ policy, actions }: PolicyCase): readonly string[] =>
  actions ?? (isS3(readOk(policy)) ? ['s3:GetObject'] : ['sts:AssumeRole', 'sts:TagSession']);

/** The first attempt that ends so. */
const firstThat = async (
  verdict: Verdict,
  policy: unknown,
  attempts: readonly Attempt[],
): Promise<Attempt | undefined> => {
  for (const attempt of attempts) if ((await simulate(policy, attempt)) === verdict) return attempt;
  return undefined;
};

const unwrapped = (policy: unknown): unknown => {
  if (typeof policy !== 'string') return JSON.parse(JSON.stringify(policy));
  return unwrapped(JSON.parse(policy.startsWith('%') ? decodeURIComponent(policy) : policy));
};

const openingsIn = (policy: PolicyDocument, { actions }: PolicyCase): readonly Opening[] =>
  openingsOf(policy, actions === undefined ? ours : { ...ours, actions }).filter(isCaller);

const cases = POLICY_CASES.map((one) => ({ ...one, plain: unwrapped(one.policy) }));

describe('An independent simulator', () => {
  it.each(cases)('agrees about strangers: $name', async (one) => {
    const policy = readOk(one.policy);
    const attempts = attemptsOf(policy, actionsFor(one));
    if ((await firstThat('no policy', one.plain, attempts.slice(0, 1))) !== undefined) {
      expect(one.outside).toBe(true);
      return;
    }
    const said = openingsIn(policy, one).some(({ outside }) => outside);
    const found = await firstThat('in', one.plain, attempts);
    const expected =
      one.name in SAID_ALL_THE_SAME ? { said: true, found: undefined } : { said: found !== undefined, found };
    expect({ said, found }).toEqual(expected);
  });

  // Our own may read a bucket whatever its policy says, but not assume a role.
  const trusts = cases.filter(({ policy }) => !isS3(readOk(policy)));

  it.each(trusts)('agrees about our own: $name', async (one) => {
    const policy = readOk(one.policy);
    const attempts = attemptsOf(policy, actionsFor(one))
      .slice(0, 16)
      .map((attempt) => ({ ...attempt, principal: `arn:aws:iam::${OWN}:role/x` }));
    if ((await firstThat('in', one.plain, attempts)) === undefined) return;
    const mayBeOurs = ({ accountId }: Opening) => accountId === undefined || accountId === OWN;
    expect(openingsIn(policy, one).filter(mayBeOurs)).not.toEqual([]);
  });

  const demanding = cases.filter(
    ({ says }) => says.includes('with MFA') || says.includes('with the external ID'),
  );

  it.each(demanding)('agrees that nobody gets in without what is demanded: $name', async (one) => {
    const policy = readOk(one.policy);
    const openings = openingsIn(policy, one);
    const without = (clause: string, key: RegExp) =>
      openings.every(({ onlyIf }) => onlyIf.includes(clause))
        ? attemptsOf(policy, actionsFor(one)).filter(
            ({ context }) => !Object.keys(context).some((name) => key.test(name)),
          )
        : [];
    const attempts = [
      ...without('with MFA', /multifactor/i),
      ...without('with the external ID', /externalid/i),
    ];
    expect(attempts).not.toEqual([]);
    expect(await firstThat('in', one.plain, attempts)).toBeUndefined();
  });

  it('finds no stranger in random policies that we say are closed', async () => {
    await fc.assert(
      fc.asyncProperty(randomPolicy, async (plain) => {
        const policy = readOk(plain);
        // Where we say that it is open, there is nothing to be missed.
        if (openingsOf(policy, ours).some(({ outside }) => outside)) return;
        expect(await firstThat('in', plain, attemptsOf(policy, ['sts:AssumeRole']))).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});
