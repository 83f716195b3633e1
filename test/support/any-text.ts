/**
 * Texts of any characters, half surrogates left out. As fast-check's own unit `binary`, which lists a million characters
 * anew for every property that asks for it.
 */
import fc from 'fast-check';

const SURROGATES = 0x800;
const FIRST_SURROGATE = 0xd800;

const anyCharacter = fc.nat(0x10ffff - SURROGATES).map(
  (n) => String.fromCodePoint(n < FIRST_SURROGATE ? n : n + SURROGATES),
  (character) => {
    const code = typeof character === 'string' ? (character.codePointAt(0) ?? 0) : Number.NaN;
    if (String.fromCodePoint(code) !== character) throw new Error('no single character');
    return code < FIRST_SURROGATE ? code : code - SURROGATES;
  },
);

export const anyText = (lengths: { readonly minLength?: number; readonly maxLength?: number } = {}) =>
  fc.string({ ...lengths, unit: anyCharacter });
