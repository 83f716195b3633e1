/** Which exception announced an access: by the rules, and over thousands of made-up accesses. */
import fc from 'fast-check';
import { CALLER_TYPES, SWITCH_FROM } from '../../lib/access/caller.ts';
import { OBSERVATION_CODES, type Observation } from '../../lib/access/observations.ts';
import { ENTRY_KINDS, type RoleAccess } from '../../lib/access/role-access.ts';
import type { AccessException } from '../../lib/policy/exception.ts';
import { expectedBy } from '../../lib/policy/expected-by.ts';
import { isNeverMuted, NEVER_MUTED } from '../../lib/policy/never-muted.ts';
import { accessOf } from '../history/history-kit.ts';
import { PROD_ADMIN, PRODUCTION } from '../support/sample-policy.ts';

const DEPLOY = `arn:aws:iam::${PRODUCTION}:role/Deploy`;
const NOW = '2026-11-22T12:00:00.000Z';

const access: RoleAccess = {
  ...accessOf(),
  observations: [],
  caller: {
    type: 'role-session',
    label: 'Deploy',
    certainty: 'unknown',
    accountId: PRODUCTION,
    principalId: 'AROAEXAMPLEDEPLOY0001:run-1',
    arn: `arn:aws:sts::${PRODUCTION}:assumed-role/Deploy/run-1`,
    evidence: [],
  },
};

const exception: AccessException = {
  schemaVersion: 1,
  exceptionId: 'e-1',
  subject: { kind: 'principal', arn: DEPLOY },
  accountId: PRODUCTION,
  roleArn: PROD_ADMIN,
  owner: 'platform',
  reason: 'The release of Sunday',
  madeBy: { subject: 's', name: 'Jane Roe' },
  madeAt: '2026-11-22T11:00:00.000Z',
  from: '2026-11-22T11:00:00.000Z',
  until: '2026-11-23T00:00:00.000Z',
};

const pinned: AccessException = {
  ...exception,
  subject: { kind: 'source-identity', value: 'alice', principal: DEPLOY },
};

const holds = (changes: Partial<RoleAccess>, by: AccessException = exception, now = NOW): boolean =>
  expectedBy([by], { ...access, ...changes }, now) !== undefined;

const named = (arn: string): Partial<RoleAccess> => ({
  caller: {
    ...access.caller,
    evidence: [{ source: SWITCH_FROM, value: arn, certainty: 'resolved', note: 'n' }],
  },
});

const callerAs = (changes: Partial<RoleAccess['caller']>): Partial<RoleAccess> => ({
  caller: { ...access.caller, ...changes },
});

test.each<[string, boolean, Partial<RoleAccess>]>([
  ['the announced role, whatever its session is called', true, {}],
  ['another role', false, callerAs({ arn: `arn:aws:sts::${PRODUCTION}:assumed-role/Deploy2/run-1` })],
  [
    'the same name in another account',
    false,
    callerAs({ arn: 'arn:aws:sts::999999999999:assumed-role/Deploy/run-1' }),
  ],
  ['a user of the role’s name', false, callerAs({ type: 'iam-user', arn: DEPLOY.replace('role/', 'user/') })],
  ['a caller without a name', false, callerAs({ arn: '' })],
  ['root', false, callerAs({ type: 'root', arn: DEPLOY })],
  ['the half of a console switch', false, { kind: 'switch-role' }],
  ['a record without a role', false, { role: undefined } as unknown as Partial<RoleAccess>],
  [
    'another role that is entered',
    false,
    { role: { arn: `arn:aws:iam::${PRODUCTION}:role/prod-x`, accountId: PRODUCTION, name: 'prod-x' } },
  ],
  ['a second record that names the same role', true, named(access.caller.arn ?? '')],
  ['a second record that names somebody else', false, named(`arn:aws:iam::${PRODUCTION}:user/mallory`)],
  ['one that happened before it was announced', false, { time: '2026-11-22T10:59:59Z' }],
  ['one that happens in the first second', true, { time: '2026-11-22T11:00:00Z' }],
])('%s: %s', (_words, expected, changes) => {
  expect(holds(changes)).toBe(expected);
});

test('an exception holds until it ends, and not after somebody ended it', () => {
  expect(holds({}, exception, '2026-11-22T23:59:59.999Z')).toBe(true);
  expect(holds({}, exception, '2026-11-23T00:00:00.000Z')).toBe(false);
  expect(holds({}, { ...exception, ended: { by: exception.madeBy, at: NOW } })).toBe(false);
  expect(holds({}, { ...exception, accountId: '999999999999' })).toBe(false);
});

test('a path makes no other role: AWS uses a name once in an account', () => {
  const path = { ...exception, roleArn: PROD_ADMIN.replace('role/', 'role/ops/') };
  expect(holds({}, path)).toBe(true);
});

test('a role that everybody of a directory is in names nobody, but with a pinned source identity', () => {
  const arn = `arn:aws:sts::${PRODUCTION}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice`;
  const role = `arn:aws:iam::${PRODUCTION}:role/AWSReservedSSO_Admin_0123456789abcdef`;
  const alice = {
    ...callerAs({ arn }),
    session: { ...access.session, sourceIdentity: 'alice' },
  };
  expect(holds(alice, { ...exception, subject: { kind: 'principal', arn: role } })).toBe(false);
  const byIdentity = {
    ...exception,
    subject: { kind: 'source-identity', value: 'alice', principal: role },
  } as const;
  expect(holds(alice, byIdentity)).toBe(true);
});

test('a role behind which people stand under names of their own names nobody, although a job is in it as well', () => {
  const arn = `arn:aws:sts::${PRODUCTION}:assumed-role/Deploy/bob@example.com`;
  const bob = callerAs({ arn, principalId: 'AROAEXAMPLEDEPLOY0001:bob@example.com' });
  expect(holds(bob)).toBe(false);
  const session = { ...access.session, sourceIdentity: 'alice' };
  expect(holds({ ...bob, session }, pinned)).toBe(true);
});

test('a role whose sessions carry source identities is announced by them only: each of them is somebody else', () => {
  const session = { ...access.session, sourceIdentity: 'bob' };
  expect(holds({ session })).toBe(false);
  expect(
    holds({ session }, { ...pinned, subject: { ...pinned.subject, value: 'bob' } } as AccessException),
  ).toBe(true);
  const elsewhere = {
    ...callerAs({ type: 'other-account', principalId: 'AROAEXAMPLEDEPLOY0001:run-1' }),
    session,
  };
  const id = { ...exception, subject: { kind: 'principal', arn: 'AROAEXAMPLEDEPLOY0001' } } as const;
  expect(holds(elsewhere, id)).toBe(false);
  expect(holds({ ...elsewhere, session: access.session }, id)).toBe(true);
});

test('a user is one person, whatever source identity comes along', () => {
  const arn = `arn:aws:iam::${PRODUCTION}:user/alice`;
  const session = { ...access.session, sourceIdentity: 'alice' };
  const user = { ...callerAs({ type: 'iam-user', arn, principalId: 'AIDAEXAMPLEUSER000001' }), session };
  expect(holds(user, { ...exception, subject: { kind: 'principal', arn } })).toBe(true);
  const elsewhere = { ...callerAs({ type: 'other-account', principalId: 'AIDAEXAMPLEUSER000001' }), session };
  const id = { ...exception, subject: { kind: 'principal', arn: 'AIDAEXAMPLEUSER000001' } } as const;
  expect(holds(elsewhere, id)).toBe(true);
});

test('a source identity counts with its principal only, and not where its role turns out to pin none', () => {
  const session = { ...access.session, sourceIdentity: 'alice' };
  const pins = { sessionName: 'free', mfa: false, externalId: false } as const;
  expect(holds({ session }, pinned)).toBe(true);
  expect(holds({ session: { ...session, sourceIdentity: 'bob' } }, pinned)).toBe(false);
  expect(holds({ session, trust: { ...pins, sourceIdentity: 'pinned' } }, pinned)).toBe(true);
  expect(holds({ session, trust: { ...pins, sourceIdentity: 'limited' } }, pinned)).toBe(false);
  const other = callerAs({ arn: `arn:aws:sts::${PRODUCTION}:assumed-role/Other/run-1` });
  expect(holds({ session, ...other }, pinned)).toBe(false);
});

const observation = (code: Observation['code']): Observation => ({ code, reason: 'because' });

const anyAccess = fc.record({
  outcome: fc.constantFrom('success', 'denied'),
  kind: fc.constantFrom(...ENTRY_KINDS),
  codes: fc.uniqueArray(fc.constantFrom(...OBSERVATION_CODES), { maxLength: 4 }),
  type: fc.constantFrom(...CALLER_TYPES, 'role-session', 'role-session'),
  arn: fc.constantFrom(access.caller.arn, DEPLOY, undefined, 'arn:aws:iam::999999999999:user/x'),
});

test('nothing about which something is new or wrong is ever muted', () => {
  let muted = 0;
  fc.assert(
    fc.property(anyAccess, fc.constantFrom(exception, pinned), ({ outcome, kind, codes, type, arn }, by) => {
      const { arn: _arn, ...caller } = access.caller;
      const made: RoleAccess = {
        ...access,
        outcome,
        kind,
        observations: codes.map(observation),
        session: by === pinned ? { ...access.session, sourceIdentity: 'alice' } : access.session,
        caller: { ...caller, type, ...(arn === undefined ? {} : { arn }) },
      };
      const found = expectedBy([by], made, NOW);
      if (found === undefined) return;
      muted += 1;
      expect(outcome).toBe('success');
      expect(codes.filter(isNeverMuted)).toEqual([]);
      expect([type, kind === 'switch-role']).toEqual(['role-session', false]);
    }),
    { numRuns: 3_000 },
  );
  expect(muted).toBeGreaterThan(20);
});

test.each(
  Object.keys(NEVER_MUTED).filter((code): code is Observation['code'] => isNeverMuted(code as never)),
)('%s is never muted, and its reason is said', (code) => {
  expect(holds({ observations: [observation(code)] })).toBe(false);
  expect(isNeverMuted(code) && NEVER_MUTED[code]).toMatch(/\.$/);
});

test('what may be muted is a short list that somebody looked at', () => {
  expect(OBSERVATION_CODES.filter((code) => !isNeverMuted(code))).toEqual([
    'no-mfa',
    'chained-session',
    'no-source-identity',
    'out-of-hours',
    'long-session',
    'session-policy',
  ]);
});
