import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { merkleRoot } from '../../lib/history/merkle.ts';

const hash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const hashes = fc.uniqueArray(hash, { maxLength: 40 });
const sha256 = (...parts: readonly (Buffer | string)[]): Buffer => {
  const made = createHash('sha256');
  for (const part of parts) made.update(part);
  return made.digest();
};
const leaf = (text: string): Buffer => sha256(Buffer.of(0), text);
const node = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.of(1), left, right);

describe('A Merkle root', () => {
  it('of nothing is the hash of nothing', () => {
    expect(merkleRoot([])).toBe(sha256().toString('hex'));
  });

  it('is built as RFC 6962 says: the left side holds the largest power of two', () => {
    const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(64)) as [
      string,
      string,
      string,
      string,
      string,
    ];
    expect(merkleRoot([a])).toBe(leaf(a).toString('hex'));
    expect(merkleRoot([a, b, c])).toBe(node(node(leaf(a), leaf(b)), leaf(c)).toString('hex'));
    const four = node(node(leaf(a), leaf(b)), node(leaf(c), leaf(d)));
    expect(merkleRoot([a, b, c, d, e])).toBe(node(four, leaf(e)).toString('hex'));
  });

  it('does not depend on the order of its leaves', () => {
    fc.assert(
      fc.property(hashes, (leaves) => {
        expect(merkleRoot([...leaves].reverse())).toBe(merkleRoot(leaves));
      }),
    );
  });

  it('changes with any change of any leaf', () => {
    fc.assert(
      fc.property(
        hashes.filter((leaves) => leaves.length > 0),
        fc.nat(),
        fc.nat(63),
        fc.integer({ min: 1, max: 15 }),
        (leaves, index, place, by) => {
          const at = index % leaves.length;
          const digit = (Number.parseInt(leaves[at]?.[place] ?? '0', 16) + by) % 16;
          const changed = leaves.map((each, here) =>
            here === at ? each.slice(0, place) + digit.toString(16) + each.slice(place + 1) : each,
          );
          // Two leaves that trade places are the same leaves.
          fc.pre(new Set([...leaves, ...changed]).size === leaves.length + 1);
          expect(merkleRoot(changed)).not.toBe(merkleRoot(leaves));
        },
      ),
    );
  });

  it('changes with every leaf that is added, taken away or doubled', () => {
    fc.assert(
      fc.property(hashes, hash, fc.nat(), (leaves, another, index) => {
        const root = merkleRoot(leaves);
        expect(merkleRoot([...leaves, another])).not.toBe(root);
        if (leaves.length === 0) return;
        const at = index % leaves.length;
        expect(merkleRoot(leaves.filter((_leaf, here) => here !== at))).not.toBe(root);
        expect(merkleRoot([...leaves, leaves[at] ?? ''])).not.toBe(root);
      }),
    );
  });

  it('lets no node pose as a leaf', () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    const inner = Buffer.concat([leaf(a), leaf(b)]).toString('latin1');
    expect(merkleRoot([inner])).not.toBe(merkleRoot([a, b]));
  });
});
