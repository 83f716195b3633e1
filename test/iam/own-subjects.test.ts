/** Whose tokens a role trusts: at an issuer where anybody can have an account only those are ours that are said to be. */
import { openingsOf } from '../../lib/iam/openings-of.ts';
import { type Conditions, github, HUB, OWN, provider, sub, trust, web } from './policy-parts.ts';
import { readOk } from './read-ok.ts';

const COGNITO = 'cognito-identity.amazonaws.com';

const OURS = [
  'repo:acme/*',
  'repo:partner/app:*',
  'repository_id:4711',
  'project_path:acme/*',
  'organization:acme:workspace:*',
  'accounts.google.com:110248495921238986420',
  `${COGNITO}:eu-west-1:0a`,
  'git.acme.example:*',
  'ci.acme.example:team-a/*',
];

const outside = (policy: unknown, ownSubjects: readonly string[] = OURS): boolean =>
  openingsOf(readOk(policy), { ownAccountIds: new Set([OWN]), ownSubjects }).some((one) => one.outside);

const through = (host: string, Condition?: Conditions) => trust(provider(host), Condition, web);
const builtIn = (Federated: string, Condition: Conditions) => trust({ Federated }, Condition, web);

describe('A role that trusts an issuer at which anybody can have an account', () => {
  it.each([
    ['a branch', sub('StringEquals', 'repo:acme/app:ref:refs/heads/main')],
    [
      'a subject with the ids of owner and repository',
      sub('StringEquals', 'repo:acme@12/app@34:environment:prod'),
    ],
    ['a repository', sub('StringLike', 'repo:acme/app:*')],
    ['every repository of ours', sub('StringLike', 'repo:acme/*')],
    ['several of ours', sub('StringLike', ['repo:acme/app:*', 'repo:partner/app:pull_request'])],
    ['a repository by its claim', { StringEquals: { [`${HUB}:repository`]: 'acme/app' } }],
    ['our organization by its claim', { StringEquals: { [`${HUB}:repository_owner`]: 'acme' } }],
    ['a repository by its number', { StringEquals: { [`${HUB}:repository_id`]: '4711' } }],
  ])('lets in ourselves by %s', (_name, condition) => {
    expect(outside(github(condition))).toBe(false);
    expect(outside(github(condition), [])).toBe(true);
  });

  it.each([
    ['somebody else', sub('StringEquals', 'repo:evil/app:ref:refs/heads/main')],
    ['somebody else beside ours', sub('StringLike', ['repo:acme/app:*', 'repo:evil/app:*'])],
    ['a name that begins like ours', sub('StringLike', 'repo:acme-evil/app:*')],
    ['names that may be ours', sub('StringLike', 'repo:acm*/app:*')],
    ['an id that may run on', sub('StringLike', 'repo:acme@*/app@*:ref:refs/heads/main')],
    ['another repository of a partner', sub('StringEquals', 'repo:partner/other:pull_request')],
    ['a repository by another number', { StringEquals: { [`${HUB}:repository_id`]: '47' } }],
    ['everybody', {}],
  ])('lets in outsiders by %s', (_name, condition) => {
    expect(outside(github(condition))).toBe(true);
  });

  it('counts a subject only at an issuer that writes such', () => {
    const at = (host: string, subject: string) =>
      outside(through(host, { StringLike: { [`${host}:sub`]: subject } }));
    expect(at('gitlab.com', 'project_path:acme/team/app:*')).toBe(false);
    expect(at('gitlab.com', 'project_path:evil/app:*')).toBe(true);
    expect(at('gitlab.com', 'repo:acme/app:*')).toBe(true);
  });

  it('takes a person and a pool that are ours for ours', () => {
    const google = (id: string) =>
      outside(builtIn('accounts.google.com', { StringEquals: { 'accounts.google.com:sub': id } }));
    expect(google('110248495921238986420')).toBe(false);
    expect(google('1102')).toBe(true);
    const pool = (id: string, login = 'authenticated') =>
      outside(
        builtIn(COGNITO, {
          StringEquals: { [`${COGNITO}:aud`]: id },
          'ForAnyValue:StringLike': { [`${COGNITO}:amr`]: login },
        }),
      );
    expect(pool('eu-west-1:0a')).toBe(false);
    expect(pool('eu-west-1:0b')).toBe(true);
    expect(pool('eu-west-1:0a', 'unauthenticated')).toBe(true);
  });
});

describe('A role that trusts an issuer nobody knows', () => {
  const at = (host: string, subject?: string) =>
    outside(through(host, subject === undefined ? undefined : { StringLike: { [`${host}:sub`]: subject } }));

  it('lets in outsiders where nothing limits the subject', () => {
    expect(at('login.evil.example')).toBe(true);
    expect(at('login.evil.example', '*')).toBe(true);
    expect(outside(through('login.evil.example', { StringEquals: { 'login.evil.example:aud': 'x' } }))).toBe(
      true,
    );
    expect(at('ci.acme.example')).toBe(true);
    expect(at('oidc.eks.evil.example/id/ABC')).toBe(true);
  });

  it('lets in nobody else where a subject is demanded, or all of it is ours', () => {
    expect(at('login.acme.example', 'jane')).toBe(false);
    expect(at('git.acme.example')).toBe(false);
    expect(at('oidc.eks.eu-west-1.amazonaws.com/id/ABC')).toBe(false);
  });
});
