import { readReader } from '../../lib/api/read-reader.ts';
import { restoreClaims } from '../../lib/api/restore-claims.ts';
import { samplePolicy } from '../support/sample-policy.ts';

const token = (payload: object): string =>
  `Bearer e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.signature`;

const PAYLOAD = { sub: 'u-1', iss: 'https://issuer.example', exp: 1_800_000_000 };
const TEXTS = { sub: 'u-1', iss: 'https://issuer.example', exp: '1800000000' };

describe('claims that API Gateway made texts of', () => {
  it('get their arrays back, so that a name with a space stays one', () => {
    const groups = ['Incident responder'];
    const claims = { ...TEXTS, groups: '[Incident responder]' };
    const restored = restoreClaims(claims, token({ ...PAYLOAD, groups }));
    expect(restored).toEqual({ ...TEXTS, groups });
    expect(readReader(restored, samplePolicy, 'groups')).toEqual({ ok: false, error: 'no-role' });
  });

  it.each([
    ['of somebody else', { ...PAYLOAD, sub: 'u-2' }],
    ['of another issuer', { ...PAYLOAD, iss: 'https://evil.example' }],
    ['that ends at another time', { ...PAYLOAD, exp: 1 }],
  ])('take nothing from a token %s', (_, payload) => {
    const claims = { ...TEXTS, groups: '[viewer]' };
    expect(restoreClaims(claims, token({ ...payload, groups: ['viewer'] }))).toEqual(claims);
  });

  it('take no array whose text was not handed over', () => {
    const claims = { ...TEXTS, groups: '[viewer]' };
    expect(restoreClaims(claims, token({ ...PAYLOAD, groups: ['responder'] }))).toEqual(claims);
    expect(restoreClaims(TEXTS, token({ ...PAYLOAD, groups: ['responder'] }))).toEqual(TEXTS);
  });

  it.each([[undefined], [''], ['Bearer'], ['Bearer a.b.c'], ['Bearer ..'], ['x'.repeat(9_000)]])(
    'stay as they are with %j',
    (authorization) => {
      expect(restoreClaims(TEXTS, authorization)).toEqual(TEXTS);
    },
  );

  it('get their arrays back whatever way the end is written', () => {
    const groups = ['Incident responder'];
    const claims = { ...TEXTS, exp: '1.8e+09', groups: '[Incident responder]' };
    expect(restoreClaims(claims, token({ ...PAYLOAD, groups }))).toEqual({ ...claims, groups });
  });

  it.each([
    ['no token', undefined],
    ['two tokens', `${token({ ...PAYLOAD, groups: ['Incident', 'responder'] })},${token(PAYLOAD)}`],
    ['a token behind a word', `Token ${token({ ...PAYLOAD, groups: ['Incident responder'] })}`],
    ['somebody else’s', token({ ...PAYLOAD, sub: 'u-2', groups: ['Incident', 'responder'] })],
    ['one without groups', token(PAYLOAD)],
  ])('give no rights where they could mean two things and there is %s', (_, authorization) => {
    for (const groups of ['[Incident responder]', '[Incident,responder,x]', '[a\nresponder\nb]']) {
      const restored = restoreClaims({ ...TEXTS, groups }, authorization);
      expect(readReader(restored, samplePolicy, 'groups')).toEqual({ ok: false, error: 'no-role' });
    }
  });

  it('give no rights out of an object', () => {
    const groups = { other: { roles: ['a', 'responder', 'b'] } };
    const claims = { ...TEXTS, groups: 'map[other:map[roles:[a responder b]]]' };
    const restored = restoreClaims(claims, token({ ...PAYLOAD, groups }));
    expect(readReader(restored, samplePolicy, 'groups')).toEqual({ ok: false, error: 'no-role' });
  });

  it('stay as they are where the token has the very text', () => {
    const claims = { ...TEXTS, groups: '["other", "viewer"]' };
    const payload = { ...PAYLOAD, groups: '["other", "viewer"]' };
    expect(restoreClaims(claims, token(payload))).toEqual(claims);
  });

  it('are never made of a token that nobody verified', () => {
    expect(restoreClaims(undefined, token({ ...PAYLOAD, groups: ['responder'] }))).toBeUndefined();
  });
});
