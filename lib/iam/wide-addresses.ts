/** Whether a list of address ranges leaves anybody out. */

interface Span {
  readonly from: bigint;
  readonly to: bigint;
}

/** Where the addresses of the internet lie: 1.0.0.0 to 223.255.255.255, and 2000::/3. */
const INTERNET = {
  4: { from: 1n << 24n, to: (224n << 24n) - 1n },
  6: { from: 1n << 125n, to: (1n << 126n) - 1n },
} as const;

/** True when the ranges together hold half of the internet or more, or when one of them cannot be read. */
export const areWide = (ranges: readonly string[]): boolean => {
  const spans = ranges.map(readRange);
  if (spans.includes(undefined)) return true;
  return ([4, 6] as const).some((family) => {
    const held = spans.flatMap((span) => (span?.family === family ? [clip(span, INTERNET[family])] : []));
    const whole = INTERNET[family].to - INTERNET[family].from + 1n;
    return sizeOf(held) * 2n >= whole;
  });
};

const clip = (span: Span, within: Span): Span => ({
  from: span.from > within.from ? span.from : within.from,
  to: span.to < within.to ? span.to : within.to,
});

const sizeOf = (spans: readonly Span[]): bigint => {
  const sorted = [...spans].sort((a, b) => (a.from < b.from ? -1 : 1));
  let [size, next] = [0n, 0n];
  for (const { from, to } of sorted) {
    const start = from > next ? from : next;
    if (to < start) continue;
    size += to - start + 1n;
    next = to + 1n;
  }
  return size;
};

const readRange = (range: string): (Span & { family: 4 | 6 }) | undefined => {
  const [address = '', length, ...more] = range.trim().split('/');
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 4 ? 32 : 128;
  const number = family === 4 ? readV4(address) : readV6(address);
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (number === undefined || prefix < 0 || prefix > bits || more.length > 0) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const from = (number / size) * size;
  return { family, from, to: from + size - 1n };
};

const readV4 = (address: string): bigint | undefined => {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((number, part) => number * 256n + BigInt(part), 0n);
};

const readV6 = (address: string): bigint | undefined => {
  const [head = '', tail, ...more] = address.split('::');
  const [left, right] = [groups(head), groups(tail ?? '')];
  const missing = 8 - left.length - right.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const all = [...left, ...Array.from({ length: Math.max(missing, 0) }, () => '0'), ...right];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((number, group) => number * 65_536n + BigInt(`0x${group}`), 0n);
};

const groups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));
