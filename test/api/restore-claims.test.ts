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

  it('are never made of a token that nobody verified', () => {
    expect(restoreClaims(undefined, token({ ...PAYLOAD, groups: ['responder'] }))).toBeUndefined();
  });
});
