import fc from 'fast-check';
import { readReader } from '../../lib/api/read-reader.ts';
import type { Reader } from '../../lib/api/reader.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { samplePolicy } from '../support/sample-policy.ts';

const account = (id: string, owner: string, client?: string): Policy['accounts'][number] => ({
  id,
  name: `Account ${id}`,
  owner,
  retentionDays: 400,
  ...(client === undefined ? {} : { client }),
});

const policy: Policy = {
  ...samplePolicy,
  accounts: [
    account('111122223333', 'platform', 'acme'),
    account('444455556666', 'platform', 'globex'),
    account('777700001111', 'security'),
  ],
  clients: [
    ...samplePolicy.clients,
    { id: 'globex', name: 'Globex', timeZone: 'Asia/Tokyo', destinations: [] },
    { id: 'initech', name: 'Initech', timeZone: 'UTC', destinations: [] },
  ],
};

const CLAIM = 'cognito:groups';
const claims = (groups: unknown, more: object = {}): object => ({ sub: 'u-1', [CLAIM]: groups, ...more });
const read = (groups: unknown, more: object = {}) => readReader(claims(groups, more), policy, CLAIM);
const reader = (groups: unknown, more: object = {}): Reader => {
  const answer = read(groups, more);
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
};

describe('the groups of a token', () => {
  it.each([
    ['an array', ['other', 'reviewer']],
    ['a text as API Gateway makes it of an array', '[other reviewer]'],
    ['such a text of one', '[reviewer]'],
    ['such a text with a name that has spaces', '[all staff reviewer]'],
    ['such a text with a name that has brackets', '[[staff] reviewer]'],
    ['an array as JSON text', '["other","reviewer"]'],
    ['names between commas', 'other,reviewer'],
    ['names between commas and spaces', 'other, reviewer'],
    ['names between spaces', 'other reviewer'],
    ['one name', 'reviewer'],
  ])('are read from %s', (_, groups) => {
    expect(reader(groups)).toEqual({ subject: 'u-1', name: 'u-1', role: 'reviewer' });
  });

  it.each([
    ['absent', undefined],
    ['empty', []],
    ['an empty text', ''],
    ['empty brackets', '[]'],
    ['somebody else’s groups only', '[admins everyone]'],
    ['no text', 7],
    ['an object', { reviewer: true }],
    ['a list of lists', [['reviewer']]],
    ['a name in an array that only begins like ours', ['reviewers']],
    ['a name in an array with ours within', ['not a reviewer']],
    ['written differently', ['Reviewer', 'VIEWER']],
    ['ours with an empty party', ['reviewer@']],
    ['ours in further brackets', '[[reviewer]]'],
    ['ours with something invisible', ['reviewer\u200b']],
  ])('give no role when they are %s', (_, groups) => {
    expect(read(groups)).toEqual({ ok: false, error: 'no-role' });
  });

  it('are looked for in the configured claim only', () => {
    const other = { sub: 'u-1', groups: ['responder'], [CLAIM]: ['viewer'] };
    expect(readReader(other, policy, CLAIM)).toMatchObject({ ok: true, value: { role: 'viewer' } });
    expect(readReader(other, policy, 'groups')).toMatchObject({ ok: true, value: { role: 'responder' } });
    expect(readReader(other, policy, 'toString')).toEqual({ ok: false, error: 'no-role' });
    expect(readReader(other, policy, '__proto__')).toEqual({ ok: false, error: 'no-role' });
  });

  it('understand a claim whose name is an address', () => {
    const named = { sub: 'u-1', 'https://acme.example/groups': '[viewer]' };
    expect(readReader(named, policy, 'https://acme.example/groups')).toMatchObject({ ok: true });
  });
});

describe('the role', () => {
  it('is the highest of the groups for every account', () => {
    expect(reader(['viewer', 'responder', 'reviewer']).role).toBe('responder');
  });

  it('is not raised for every account by a group for one party', () => {
    expect(reader(['viewer', 'responder@acme'])).toEqual({ subject: 'u-1', name: 'u-1', role: 'viewer' });
  });

  it('is the one that holds for each of several parties', () => {
    expect(reader(['responder@acme', 'viewer@globex']).role).toBe('viewer');
    expect(reader(['responder@acme', 'viewer@acme', 'reviewer@globex']).role).toBe('reviewer');
  });

  it('is not lowered by a party that does not exist', () => {
    expect(reader(['responder@acme', 'viewer@gone']).role).toBe('responder');
  });
});

describe('what somebody may see', () => {
  it('is everything without a party', () => {
    expect(reader(['viewer'])).not.toHaveProperty('scope');
    expect(reader(['viewer', 'viewer@acme'])).not.toHaveProperty('scope');
  });

  it('is a client’s own accounts', () => {
    expect(reader('[viewer@acme]').scope).toEqual({ accounts: ['111122223333'], parties: ['acme'] });
  });

  it('is the accounts that an owner answers for', () => {
    expect(reader(['reviewer@platform']).scope).toEqual({
      accounts: ['111122223333', '444455556666'],
      parties: ['platform'],
    });
  });

  it('is the union of several parties', () => {
    expect(reader(['viewer@globex', 'viewer@acme']).scope).toEqual({
      accounts: ['111122223333', '444455556666'],
      parties: ['acme', 'globex'],
    });
  });

  it('is no account when the party has none, only what its route names', () => {
    expect(reader(['viewer@initech']).scope).toEqual({ accounts: [], parties: ['initech'] });
  });

  it.each([[['viewer@gone']], ['[responder@ responder@gone]'], [['viewer@acme@acme']], [['viewer@*']]])(
    'is refused when nobody of the policy is meant: %j',
    (groups) => {
      expect(read(groups)).toEqual({ ok: false, error: 'no-account' });
    },
  );
});

describe('the name', () => {
  it.each([
    [{ email: 'jane@acme.example', email_verified: true, username: 'j' }, 'jane@acme.example'],
    [{ email: 'jane@acme.example', email_verified: 'true', preferred_username: 'j' }, 'jane@acme.example'],
    [{ email: 'jane@acme.example', preferred_username: 'jane' }, 'jane'],
    [{ email: 'jane@acme.example', name: 'Jane Roe' }, 'u-1'],
    [{ name: 'The Boss', preferred_username: 'jane', username: 'j' }, 'jane'],
    [{ preferred_username: 'jane', username: 'j' }, 'jane'],
    [{ username: 'jane.roe' }, 'jane.roe'],
    [{ 'cognito:username': 'jane.roe' }, 'jane.roe'],
    [{}, 'u-1'],
    [{ email: '', email_verified: true, preferred_username: 7, username: 'jane' }, 'jane'],
  ])('of %j is %s', (more, name) => {
    expect(reader('viewer', more).name).toBe(name);
  });

  it.each([[false], ['false'], [undefined], ['TRUE'], [1], [null]])(
    'is no address that the issuer does not say it verified (%j)',
    (email_verified) => {
      const more = { email: 'boss@acme.example', email_verified, username: 'j' };
      expect(reader('viewer', more).name).toBe('j');
    },
  );

  it('is no user name that repeats an address of which the issuer says that nobody verified it', () => {
    const more = {
      email: 'boss@acme.example',
      email_verified: false,
      preferred_username: 'Boss@acme.example',
    };
    expect(reader('viewer', more).name).toBe('u-1');
  });

  it('is one line without characters that hide or reverse others', () => {
    const name = 'Jane\u0000\u202e Roe\r\n\u001b[31m admin\u2028';
    expect(reader('viewer', { username: name }).name).toBe('Jane Roe [31m admin');
    expect(reader('viewer', { preferred_username: '\u200b\n', username: 'j' }).name).toBe('j');
  });

  it('is cut', () => {
    expect(reader('viewer', { username: 'x'.repeat(5_000) }).name).toHaveLength(120);
  });
});

describe('a token that only tells who signed in', () => {
  it.each([
    ['of a user pool', { token_use: 'id' }],
    ['of Keycloak', { typ: 'ID', nonce: 'n' }],
    ['with the nonce of a sign-in', { nonce: 'n' }],
    ['with the hash of an access token', { at_hash: 'x' }],
  ])('opens nothing: %s', (_, more) => {
    expect(read(['responder'], more)).toEqual({ ok: false, error: 'not-signed-in' });
  });

  it('is no access token of an issuer that repeats the nonce in those', () => {
    expect(read(['viewer'], { typ: 'Bearer', nonce: 'n', token_use: 'access' })).toMatchObject({ ok: true });
  });
});

describe('claims that say nothing', () => {
  it.each([
    [undefined],
    [null],
    ['viewer'],
    [[]],
    [{}],
    [{ [CLAIM]: ['viewer'] }],
    [{ sub: '', [CLAIM]: ['viewer'] }],
    [{ sub: 5, [CLAIM]: ['viewer'] }],
    [{ sub: 'a\nb', [CLAIM]: ['viewer'] }],
    [{ sub: 'x'.repeat(256), [CLAIM]: ['viewer'] }],
  ])('are nobody: %j', (hostile) => {
    expect(readReader(hostile, policy, CLAIM)).toEqual({ ok: false, error: 'not-signed-in' });
  });

  it('never throw, and never give a role without one of our groups', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.array(fc.string()), fc.anything()), (groups) => {
        const answer = read(groups);
        expect(answer.ok && !/viewer|reviewer|responder/.test(JSON.stringify(groups))).toBe(false);
      }),
    );
  });
});
