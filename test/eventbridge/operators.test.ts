import { accepted, matches } from './matches.ts';

describe('plain values', () => {
  it('are compared with their type', () => {
    const values = ['1', 1, 1.0, true, 'true', null, 'null', '', 0];
    expect(accepted(['1'], values)).toEqual(['1']);
    expect(accepted([1], values)).toEqual([1, 1]);
    expect(accepted([true], values)).toEqual([true]);
    expect(accepted([null], values)).toEqual([null]);
    expect(accepted([''], values)).toEqual(['']);
  });

  it('are alternatives when several are listed', () => {
    expect(accepted(['a', 2, null], ['a', 'b', 2, 3, null])).toEqual(['a', 2, null]);
  });

  it('are compared character by character, upper and lower case apart', () => {
    expect(
      accepted(['AssumeRole'], ['AssumeRole', 'assumerole', 'AssumeRole ', 'AssumeRoleWithSAML']),
    ).toEqual(['AssumeRole']);
  });

  it('too large or too small for a number equal no other number', () => {
    expect(matches('{"field": [1E400]}', JSON.parse('{"field": 1E309}'))).toBe(false);
    expect(matches('{"field": [1E-400]}', { field: 0 })).toBe(false);
    expect(matches('{"field": [1E-320]}', { field: 1e-320 })).toBe(true);
  });

  it('that are IP addresses match every spelling of the address', () => {
    const values = ['::1', '0:0::1', '::2', 'localhost', 1];
    expect(accepted(['0::0:1'], values)).toEqual(['::1', '0:0::1']);
    expect(accepted(['10.0.0.1'], ['10.0.0.1', '10.0.0.2', '::ffff:a00:1'])).toEqual([
      '10.0.0.1',
      '::ffff:a00:1',
    ]);
  });
});

describe('prefix and suffix', () => {
  it('look at one end of a text', () => {
    const values = ['prod-admin', 'admin-prod', 'PROD-x', 'x-PROD', 1, null];
    expect(accepted([{ prefix: 'prod' }], values)).toEqual(['prod-admin']);
    expect(accepted([{ suffix: 'prod' }], values)).toEqual(['admin-prod']);
  });

  it('can ignore case', () => {
    const values = ['prod-admin', 'admin-prod', 'PROD-x', 'x-PROD'];
    expect(accepted([{ prefix: { 'equals-ignore-case': 'Prod' } }], values)).toEqual([
      'prod-admin',
      'PROD-x',
    ]);
    expect(accepted([{ suffix: { 'equals-ignore-case': 'Prod' } }], values)).toEqual([
      'admin-prod',
      'x-PROD',
    ]);
  });

  it('take a text literally, also when it looks like a regular expression', () => {
    expect(accepted([{ prefix: { 'equals-ignore-case': 'a.(b' } }], ['A.(B+c', 'ax(b'])).toEqual(['A.(B+c']);
  });
});

describe('equals-ignore-case', () => {
  it('compares with both cases of each character of the pattern', () => {
    const ignoringCase = (text: string) => [{ 'equals-ignore-case': text }];
    expect(accepted(ignoringCase('AlIcE'), ['alice', 'ALICE', 'alice ', 'bob', 1])).toEqual([
      'alice',
      'ALICE',
    ]);
    expect(accepted(ignoringCase('straße'), ['STRASSE', 'Straße', 'strasse'])).toEqual(['STRASSE', 'Straße']);
    // The Kelvin sign is a k in lower case, but a k is not a Kelvin sign in upper case.
    expect(accepted(ignoringCase('k'), ['K', '\u212A'])).toEqual(['K']);
  });
});

describe('wildcard', () => {
  it('lets an asterisk stand for any text, also an empty one', () => {
    const values = ['role/prod', 'role/prod-x', 'role/x/prod-y', 'role', 'my-role/prod', 7];
    expect(accepted([{ wildcard: 'role/*prod*' }], values)).toEqual([
      'role/prod',
      'role/prod-x',
      'role/x/prod-y',
    ]);
    expect(accepted([{ wildcard: '*' }], ['', 'a', 7, null])).toEqual(['', 'a']);
  });

  it('does not use the same characters for the beginning and the end', () => {
    expect(accepted([{ wildcard: 'aba*aba' }], ['aba', 'ababa', 'abaaba', 'aba-aba'])).toEqual([
      'abaaba',
      'aba-aba',
    ]);
    expect(accepted([{ wildcard: '*ab*b' }], ['ab', 'abb', 'aabxb'])).toEqual(['abb', 'aabxb']);
  });

  it('matches an asterisk or backslash that is escaped', () => {
    expect(accepted([{ wildcard: 'a\\*b' }], ['a*b', 'axb'])).toEqual(['a*b']);
    expect(accepted([{ wildcard: 'a\\\\*' }], ['a\\b', 'ab'])).toEqual(['a\\b']);
  });

  it('answers at once where a backtracking search would take years', () => {
    const pattern = `${'*a'.repeat(200)}*b`;
    expect(accepted([{ wildcard: pattern }], ['a'.repeat(20_000)])).toEqual([]);
  });
});

describe('anything-but', () => {
  const values = ['a', 'b', 1, 2, true, null];

  it('lets through every other value, of whatever type', () => {
    expect(accepted([{ 'anything-but': 'a' }], values)).toEqual(['b', 1, 2, true, null]);
    expect(accepted([{ 'anything-but': ['a', 'b'] }], values)).toEqual([1, 2, true, null]);
    expect(accepted([{ 'anything-but': 1 }], values)).toEqual(['a', 'b', 2, true, null]);
    expect(accepted([{ 'anything-but': [1, 2] }], values)).toEqual(['a', 'b', true, null]);
  });

  it('excludes one or several text conditions', () => {
    const texts = ['prod-a', 'dev-b', 'PROD', 'x-tmp'];
    expect(accepted([{ 'anything-but': { prefix: 'prod' } }], texts)).toEqual(['dev-b', 'PROD', 'x-tmp']);
    expect(accepted([{ 'anything-but': { prefix: ['prod', 'dev'] } }], texts)).toEqual(['PROD', 'x-tmp']);
    expect(accepted([{ 'anything-but': { suffix: ['tmp', '-a'] } }], texts)).toEqual(['dev-b', 'PROD']);
    expect(accepted([{ 'anything-but': { 'equals-ignore-case': 'prod' } }], texts)).toEqual([
      'prod-a',
      'dev-b',
      'x-tmp',
    ]);
    expect(accepted([{ 'anything-but': { wildcard: ['*-a', '*-b'] } }], texts)).toEqual(['PROD', 'x-tmp']);
  });

  it('needs a value: a missing field is not anything', () => {
    expect(matches({ field: [{ 'anything-but': 'a' }] }, { other: 'b' })).toBe(false);
    expect(matches({ field: { inner: [{ 'anything-but': 'a' }] } }, { field: null })).toBe(false);
  });

  it('is met by a list as soon as one element is different', () => {
    expect(matches({ field: [{ 'anything-but': 'a' }] }, { field: ['a', 'b'] })).toBe(true);
    expect(matches({ field: [{ 'anything-but': 'a' }] }, { field: ['a', 'a'] })).toBe(false);
  });
});

describe('numeric', () => {
  const values = [-1, 0, 0.5, 1, 1.5, '1', null];

  it('compares with one bound or two', () => {
    expect(accepted([{ numeric: ['=', 1] }], values)).toEqual([1]);
    expect(accepted([{ numeric: ['<', 1] }], values)).toEqual([-1, 0, 0.5]);
    expect(accepted([{ numeric: ['<=', 1] }], values)).toEqual([-1, 0, 0.5, 1]);
    expect(accepted([{ numeric: ['>', 0, '<', 1] }], values)).toEqual([0.5]);
    expect(accepted([{ numeric: ['>=', 0, '<=', 1] }], values)).toEqual([0, 0.5, 1]);
  });
});

describe('exists', () => {
  it('is about leaves: an object is no value, an empty list holds none, null is one', () => {
    const events = [{ a: 1 }, { a: null }, { a: [1] }, { a: [] }, { a: { b: 1 } }, { a: [{ b: 1 }] }, {}];
    const found = (expected: boolean) =>
      events.filter((event) => matches({ a: [{ exists: expected }] }, event));
    expect(found(true)).toEqual([{ a: 1 }, { a: null }, { a: [1] }]);
    expect(found(false)).toEqual([{ a: [] }, { a: { b: 1 } }, { a: [{ b: 1 }] }, {}]);
  });

  it('false can stand beside a value', () => {
    const conditions = [{ exists: false }, 'Success'];
    expect(matches({ errorCode: conditions }, {})).toBe(true);
    expect(matches({ errorCode: conditions }, { errorCode: 'Success' })).toBe(true);
    expect(matches({ errorCode: conditions }, { errorCode: 'AccessDenied' })).toBe(false);
  });

  it('treats a denied call, whose requestParameters are null, as AWS does', () => {
    const denied = { requestParameters: null };
    expect(matches({ requestParameters: { roleArn: [{ exists: false }] } }, denied)).toBe(true);
    expect(matches({ requestParameters: { roleArn: ['a'] } }, denied)).toBe(false);
    expect(matches({ requestParameters: [null] }, denied)).toBe(true);
    expect(matches({ requestParameters: [{ exists: true }] }, denied)).toBe(true);
  });
});

describe('cidr', () => {
  it('contains the addresses that share the first bits', () => {
    const values = ['10.0.0.0', '10.0.1.255', '10.0.2.0', '::1', 'x', 10, 'sts.amazonaws.com'];
    expect(accepted([{ cidr: '10.0.0.0/23' }], values)).toEqual(['10.0.0.0', '10.0.1.255']);
    expect(accepted([{ cidr: '10.0.1.77/23' }], values)).toEqual(['10.0.0.0', '10.0.1.255']);
  });

  it('works for IPv6', () => {
    const values = ['2001:db8::1', '2001:db8:ffff::', '2001:db9::', '10.0.0.1', 'fe80::1%eth0'];
    expect(accepted([{ cidr: '2001:db8::/32' }], values)).toEqual(['2001:db8::1', '2001:db8:ffff::']);
  });

  it('stands beside other conditions on the same field', () => {
    const values = ['10.0.0.9', 'sts.amazonaws.com', '192.0.2.1'];
    expect(accepted([{ cidr: '10.0.0.0/8' }, { suffix: '.amazonaws.com' }], values)).toEqual([
      '10.0.0.9',
      'sts.amazonaws.com',
    ]);
  });
});
