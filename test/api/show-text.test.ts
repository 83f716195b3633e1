import fc from 'fast-check';
import { showLink, showText } from '../../lib/api/show-text.ts';
import { anyText } from '../support/any-text.ts';

describe('text for the page', () => {
  it('leaves readable text of any script alone', () => {
    expect(showText('Zoë 東京 <b>&amp; العربية')).toBe('Zoë 東京 <b>&amp; العربية');
  });

  it('holds no control, format or separating character, and has an end', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 3_000 }), (text) => {
        const shown = showText(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
      { numRuns: 200 },
    );
    expect(showText('x'.repeat(100_000))).toHaveLength(1_001);
  });
});

describe('links for the page', () => {
  it.each([
    'javascript:alert(1)',
    'http://example.com/',
    'https://user:pw@example.com/',
    'data:text/html,x',
    'x',
    '',
  ])('are not made of %s', (url) => expect(showLink(url)).toBeUndefined());

  it('are made of https addresses', () => {
    expect(showLink('https://acme.atlassian.net/browse/OPS-1')).toBe(
      'https://acme.atlassian.net/browse/OPS-1',
    );
    expect(showLink(undefined)).toBeUndefined();
  });
});
