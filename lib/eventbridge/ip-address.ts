import { isIPv4, isIPv6 } from 'node:net';

import { fail, ok, type Result } from './result.ts';

/** Four bytes or sixteen. */
export type IpAddress = readonly number[];

export interface CidrBlock {
  readonly address: IpAddress;
  /** How many leading bits an address of the block shares with `address`. */
  readonly prefixLength: number;
}

/**
 * Reads an IPv4 or IPv6 literal; `undefined` when the text is none. An IPv4 address written as IPv6
 * (`::ffff:a00:1`) is the IPv4 address; its dotted spelling, a zone or a prefix length is not an address here.
 */
export const readIpAddress = (text: string): IpAddress | undefined => {
  if (isIPv4(text)) return text.split('.').map(Number);
  if (!/^[0-9a-fA-F:]+$/.test(text) || !isIPv6(text)) return undefined;
  const bytes = groupsOf(text).flatMap((group) => [group >> 8, group & 0xff]);
  const isMappedIPv4 =
    bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return isMappedIPv4 ? bytes.slice(12) : bytes;
};

const groupsOf = (text: string): readonly number[] => {
  const [head = '', tail] = text.split('::');
  const before = hexGroups(head);
  if (tail === undefined) return before;
  const after = hexGroups(tail);
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
};

const hexGroups = (text: string): readonly number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));

/**
 * Reads `address/bits`. Like EventBridge it refuses a block of a single address (/32, /128): the address
 * itself, without `cidr`, says that.
 *
 * Answers the block, or what is wrong as half a sentence.
 */
export const readCidr = (text: string): Result<CidrBlock, string> => {
  const [addressText = '', bits, ...rest] = text.split('/');
  if (bits === undefined || rest.length > 0) return fail('needs exactly one slash, as in 10.0.0.0/24.');
  const address = readIpAddress(addressText);
  if (address === undefined) return fail(`names "${addressText}", which is no IP address.`);
  const most = address.length * 8 - 1;
  if (!/^\d+$/.test(bits) || Number(bits) > most)
    return fail(`needs 0 to ${String(most)} bits after the slash.`);
  return ok({ address, prefixLength: Number(bits) });
};

/** Whether an address lies in a block; IPv4 and IPv6 never meet. */
export const cidrContains = ({ address, prefixLength }: CidrBlock, candidate: IpAddress): boolean =>
  candidate.length === address.length &&
  address.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, prefixLength - index * 8));
    const mask = (0xff00 >> bits) & 0xff;
    return ((byte ^ (candidate[index] ?? 0)) & mask) === 0;
  });
