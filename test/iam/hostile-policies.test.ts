/** Policies made to mislead, to leak or to cost time. */
import fc from 'fast-check';
import { explainOpenings } from '../../lib/iam/explain-openings.ts';
import { openingsOf } from '../../lib/iam/openings-of.ts';
import { readPolicy } from '../../lib/iam/read-policy.ts';
import { trustPins } from '../../lib/iam/trust-pins.ts';
import { compareOpenings } from '../../lib/iam/widened.ts';
import { rounds } from '../support/rounds.ts';
import { POLICY_CASES } from './policies.ts';
import { OWN, STRANGER } from './policy-parts.ts';
import { readOk } from './read-ok.ts';

const ours = { ownAccountIds: new Set([OWN]) };
const named = { accountName: (id: string) => `name of\n${id}` };

/** Everything that is done with a policy. */
const understand = (document: unknown): string => {
  const read = readPolicy(document);
  if (!read.ok) return read.error;
  const openings = openingsOf(read.value, ours);
  openingsOf(read.value, { ...ours, actions: ['sts:AssumeRole', 's3:*'] });
  trustPins(read.value, { action: 'sts:AssumeRole', accountId: STRANGER });
  trustPins(read.value, { action: 'sts:AssumeRoleWithWebIdentity' });
  compareOpenings(openings, openings.slice(1));
  return explainOpenings(openings, named, 50);
};

const statement = (more: object) => ({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', ...more });
const manyOf = <T>(make: (index: number) => T): T[] => {
  const made: T[] = [];
  for (let size = 0; size < 100 * 1024; size += JSON.stringify(made.at(-1)).length + 1)
    made.push(make(made.length));
  return made;
};
const account = (index: number) => String(900_000_000_000 + index);
const unless = (value: unknown) => ({ StringNotEquals: { 'aws:PrincipalAccount': value } });

const LARGE: Readonly<Record<string, unknown>> = {
  principals: statement({ Principal: { AWS: manyOf((i) => `arn:aws:iam::${account(i)}:role/x${i}`) } }),
  statements: manyOf((i) => statement({ Principal: { AWS: account(i) } })),
  'ways in of one account': manyOf((i) =>
    statement({ Principal: { AWS: STRANGER }, Condition: { StringEquals: { [`x:k${i}`]: 'v' } } }),
  ),
  'Allow and Deny in turns': manyOf((i) =>
    statement(i % 2 === 0 ? {} : { Effect: 'Deny', Condition: unless([account(i), STRANGER]) }),
  ),
  'accounts in conditions': statement({
    Condition: { ...unless(manyOf(account)), StringEquals: { 'aws:PrincipalAccount': manyOf(account) } },
  }),
  'wildcards that backtrack': [
    statement({ Action: `${'*a'.repeat(25_000)}b` }),
    statement({
      Effect: 'Deny',
      Action: `${'*a'.repeat(25_000)}c`,
      Condition: unless(`${'*'.repeat(50_000)}x`),
    }),
  ],
  'one long name': statement({
    Principal: { AWS: 'x'.repeat(100_000) },
    Condition: { StringEquals: { ['k'.repeat(9_000)]: 'v' } },
  }),
  subjects: statement({
    Principal: { Federated: `arn:aws:iam::${OWN}:oidc-provider/token.actions.githubusercontent.com` },
    Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': manyOf((i) => `repo:o${i}/r:*`) } },
  }),
};

describe('A hostile policy', () => {
  it('makes one line, whatever it holds', () => {
    const says = POLICY_CASES.map(({ policy }) => understand(policy));
    expect(says.filter((line) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
  });

  it('gives away no external id and no value of an unknown condition', () => {
    const openings = POLICY_CASES.map(({ policy }) => openingsOf(readOk(policy), ours));
    expect(JSON.stringify(openings)).not.toMatch(/hunter|only-we-know|our-secret/);
    expect(JSON.stringify(POLICY_CASES.map(({ policy }) => policy))).toMatch(/hunter2/);
  });

  it.each(Object.entries(LARGE))('is understood though it has 100 KB: %s', (_name, Statement) => {
    const text = JSON.stringify({ Version: '2012-10-17', Statement });
    expect(text.length).toBeGreaterThan(100_000);
    expect(openingsOf(readOk(text), ours).length).toBeGreaterThan(0);
    expect(understand(text).length).toBeLessThan(20_000);
  });

  it('makes no more openings than a row of the history can hold', () => {
    const openings = openingsOf(readOk({ Statement: LARGE['principals'] }), ours);
    expect(openings.at(-1)).toMatchObject({
      principal: expect.stringMatching(/^\d{4} more$/) as string,
      outside: true,
    });
    const sizes = Object.values(LARGE).map(
      (Statement) => JSON.stringify(openingsOf(readOk({ Statement }), ours)).length,
    );
    expect(Math.max(...sizes)).toBeLessThan(100_000);
  });

  it('says how many more there are', () => {
    const openings = openingsOf(readOk({ Statement: LARGE['principals'] }), ours);
    expect(explainOpenings(openings, named, 2)).toMatch(
      /^role x0 of account 900000000000 .*; role x1 of .*; and \d{4} more$/,
    );
    expect(explainOpenings(openings, named, 1_000)).toMatch(/; \d{4} more$/);
  });
});

const plain: fc.Arbitrary<unknown> = fc.constantFrom(...POLICY_CASES.map(({ policy }) => policy));
const odd = fc.oneof(
  fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }),
  fc.constantFrom<unknown>(
    '*',
    [],
    {},
    null,
    '__proto__',
    { AWS: '*' },
    '${aws:username}',
    '',
    'arn:aws:iam::*:root',
  ),
);

/** The value with one of its parts, chosen by the numbers, replaced. */
const replaced = (value: unknown, path: readonly number[], part: unknown): unknown => {
  if (typeof value !== 'object' || value === null || path.length === 0) return part;
  const keys = Object.keys(value);
  if (Array.isArray(value) && keys.length === 0) return [part];
  const key = keys[(path[0] ?? 0) % Math.max(keys.length, 1)] ?? 'x';
  const inner = replaced((value as Record<string, unknown>)[key], path.slice(1), part);
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner };
};

describe('Random policies', () => {
  it('never throw, however they are changed', () => {
    fc.assert(
      fc.property(plain, fc.array(fc.nat(20), { maxLength: 6 }), odd, (policy, path, part) => {
        expect(understand(replaced(policy, path, part))).toEqual(expect.any(String));
      }),
      { numRuns: rounds(100, 1000) },
    );
  });

  it('never throw, whatever they are', () => {
    fc.assert(
      fc.property(fc.oneof(odd, fc.string(), fc.json()), (document) => {
        expect(understand(document)).toEqual(expect.any(String));
      }),
      { numRuns: rounds(50, 500) },
    );
  });

  it('are open to outside as soon as a stranger is allowed and nobody is denied', () => {
    const allowing = fc.constantFrom(
      ...POLICY_CASES.map(({ policy }) => readOk(policy)).filter(({ statements }) =>
        statements.every(({ effect }) => effect === 'Allow'),
      ),
    );
    const stranger = fc.constantFrom<unknown>(
      '*',
      { AWS: STRANGER },
      { AWS: `arn:aws:iam::${STRANGER}:user/x` },
      [`arn:aws:sts::${STRANGER}:assumed-role/x/y`],
    );
    const action = fc.constantFrom('sts:AssumeRole', 'sts:*', '*', 'STS:a??ume*');
    fc.assert(
      fc.property(allowing, stranger, action, (policy, Principal, Action) => {
        const [added] = readOk({ Statement: { Effect: 'Allow', Principal, Action } }).statements;
        const wider = { statements: [...policy.statements, ...(added === undefined ? [] : [added])] };
        const openings = openingsOf(wider, { ...ours, actions: ['sts:AssumeRole'] });
        expect(openings.some(({ outside }) => outside)).toBe(true);
      }),
      { numRuns: rounds(50, 500) },
    );
  });
});
