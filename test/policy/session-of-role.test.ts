/** Which sessions of a role are the same one: by their names, and where those name nobody, by the network. */
import type { RoleAccess } from '../../lib/access/role-access.ts';
import { sessionInWords, sessionOfRole } from '../../lib/policy/session-of-role.ts';
import { accessOf } from '../history/history-kit.ts';

const HOME = '198.51.100.18';
const ELSEWHERE = '203.0.113.9';

const of = (own: string, opened: string, address = HOME): RoleAccess => {
  const access = accessOf();
  return {
    ...access,
    caller: { ...access.caller, type: 'other-account', principalId: `AROAEXAMPLEDEPLOY0001:${own}` },
    session: { ...access.session, name: opened },
    origin: { ...access.origin, text: address },
  };
};

const isSame = (one: RoleAccess, other: RoleAccess): boolean => sessionOfRole(one) === sessionOfRole(other);

test.each<[string, boolean, RoleAccess, RoleAccess]>([
  ['a name, from anywhere', true, of('alice', 'alice'), of('alice', 'alice', ELSEWHERE)],
  ['another name', false, of('alice', 'alice'), of('bob', 'alice')],
  ['another name of what it opens', false, of('alice', 'alice'), of('alice', 'bob')],
  ['a name with another number', false, of('run-1', 'x'), of('run-2', 'x')],
  ['a number of somebody at work', false, of('12345', 'x'), of('12346', 'x')],
  ['a name in a form of programs', false, of('terraform-bob', 'x'), of('terraform-alice', 'x')],
  ['a moment', true, of('botocore-session-1700000001', 'x'), of('botocore-session-1700000002', 'x')],
  [
    'a moment, from elsewhere',
    false,
    of('botocore-session-1700000001', 'x'),
    of('botocore-session-1700000002', 'x', ELSEWHERE),
  ],
  ['a machine', true, of('i-0123456789abcdef0', 'x'), of('i-0123456789abcdef1', 'x')],
  [
    'a build',
    true,
    of('AWSCodeBuild-01234567-89ab-cdef-0123-456789abcdef', 'x'),
    of('AWSCodeBuild-11234567-89ab-cdef-0123-456789abcdef', 'x'),
  ],
  ['a name that everybody has', true, of('GitHubActions', 'x'), of('GitHubActions', 'x', '198.51.100.99')],
  ['the same from elsewhere', false, of('GitHubActions', 'x'), of('GitHubActions', 'x', ELSEWHERE)],
])('%s: %s', (_words, expected, one, other) => {
  expect(isSame(one, other)).toBe(expected);
});

test('sessions of two roles are never the same, and a user is no role', () => {
  const alice = of('alice', 'alice');
  const other = { ...alice, caller: { ...alice.caller, principalId: 'AROAEXAMPLEOTHER00001:alice' } };
  expect(isSame(alice, other)).toBe(false);
  expect(sessionOfRole(accessOf())).toBeUndefined();
});

test.each([
  [of('alice', 'alice'), 'alice'],
  [of('run', 'alice'), 'run (opened as alice)'],
  [of('botocore-session-1700000001', 'x'), 'botocore-session-* (opened as x) from 198.51.100.0/24'],
  [of('a\u202eb', 'a\u202eb'), 'a b'],
])('is said in words (%#)', (access, words) => {
  expect(sessionInWords(sessionOfRole(access) ?? '')).toBe(words);
});

test('text that is no session has words all the same', () => {
  expect(sessionInWords('{')).toBe('without a name');
});
