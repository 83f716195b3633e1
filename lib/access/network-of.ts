/** The network that an address belongs to, as wide as people move within it. */
import { isIP } from 'node:net';

/** `203.0.113.0/24`, `2001:db8:1::/48`; `undefined` when the text is no address. */
export const networkOf = (address: string): string | undefined => {
  const [bare = ''] = address.split('%');
  if (isIP(bare) === 4) return networkOfFour(bare);
  if (isIP(bare) !== 6) return undefined;
  const groups = groupsOf(bare);
  const [last, next] = [groups.at(-1) ?? 0, groups.at(-2) ?? 0];
  // An IPv4 address in the clothes of an IPv6 one: ::ffff:203.0.113.7
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped
    ? networkOfFour([next >> 8, next & 255, last >> 8, last & 255].join('.'))
    : `${groups
        .slice(0, 3)
        .map((group) => group.toString(16))
        .join(':')}::/48`;
};

const networkOfFour = (address: string): string => `${address.split('.').slice(0, 3).join('.')}.0/24`;

/** The eight groups of an IPv6 address that was found valid. */
const groupsOf = (address: string): readonly number[] => {
  const [left = '', right] = address.split('::');
  const [before, after] = [numbersOf(left), numbersOf(right ?? '')];
  const missing = right === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
};

const numbersOf = (text: string): readonly number[] =>
  text === ''
    ? []
    : text.split(':').flatMap((group) => (group.includes('.') ? pairOf(group) : parseInt(group, 16)));

/** The last two groups may be written as an IPv4 address. */
const pairOf = (address: string): readonly number[] => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
};
