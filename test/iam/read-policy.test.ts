/** Reading a document in whatever form it comes, odd ones included. */
import { readPolicy } from '../../lib/iam/read-policy.ts';
import { openingsOf } from '../../lib/iam/openings-of.ts';
import { STRANGER } from './policy-parts.ts';
import { readOk } from './read-ok.ts';

const ours = { ownAccountIds: new Set<string>() };

describe('A policy document', () => {
  it.each([
    ['an empty text', '', 'The policy is empty.'],
    ['blanks', ' \n', 'The policy is empty.'],
    ['prose', 'Allow everybody', 'The policy is not JSON.'],
    ['a text cut off', '{"Statement":[{"Effect":"Allow"', 'The policy is not JSON.'],
    ['a bad encoding', '%7B%', 'The policy is not JSON.'],
    ['nothing', undefined, 'The policy is not JSON.'],
    ['null', null, 'The document holds no statement.'],
    ['a number', 7, 'The document holds no statement.'],
    ['a number in a text', '7', 'The document holds no statement.'],
    ['an object that is no policy', { a: 1 }, 'The document holds no statement.'],
    ['statements that are none', { Statement: 'x' }, 'The document holds no statement.'],
    ['a text nested too deeply', `${'['.repeat(60_000)}${']'.repeat(60_000)}`, 'The policy is not JSON.'],
  ])('is refused in a sentence: %s', (_name, document, error) => {
    expect(readPolicy(document)).toEqual({ ok: false, error });
  });

  it('keeps its parts as they are written', () => {
    const [statement] = readOk({
      Statement: {
        Effect: 'Deny',
        NotPrincipal: { AWS: '*' },
        NotAction: ['sts:*', 7, true, null, { odd: 1 }],
        NotResource: 'arn:aws:s3:::b',
        Condition: { Bool: { 'aws:SecureTransport': false }, Broken: 'x' },
      },
    }).statements;
    expect(statement).toEqual({
      effect: 'Deny',
      principal: undefined,
      notPrincipal: { AWS: '*' },
      actions: [],
      notActions: ['sts:*', '7', 'true', '{…}'],
      resources: [],
      notResources: ['arn:aws:s3:::b'],
      conditions: [
        { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] },
        { operator: '', key: '', values: [] },
      ],
    });
  });

  it('prefers an element that is written right', () => {
    const [statement] = readOk({
      statement: [],
      Statement: [{ action: 'x', Effect: 'Allow', Action: 'y' }],
    }).statements;
    expect(statement?.actions).toEqual(['y']);
  });

  it('may be an object of any depth', () => {
    let deep: unknown = STRANGER;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    const policy = readOk({
      Statement: { Effect: 'Allow', Principal: { AWS: deep }, Action: deep, Condition: deep },
    });
    expect(openingsOf(policy, ours).map(({ outside }) => outside)).toEqual([true]);
  });

  it('reaches no prototype', () => {
    const policy = readOk(
      '{"Statement":{"__proto__":{"Effect":"Deny"},"Effect":"Allow","Principal":{"constructor":"*"},"Action":"toString"}}',
    );
    expect(openingsOf(policy, ours)).toHaveLength(1);
    expect(({} as Record<string, unknown>)['Effect']).toBeUndefined();
  });
});
