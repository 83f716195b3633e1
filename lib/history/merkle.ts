/**
 * Merkle trees as RFC 6962 builds them: leaves and nodes are hashed with different first bytes, so that no node can pose
 * as a leaf, and the tree of nothing is the hash of nothing. https://www.rfc-editor.org/rfc/rfc6962#section-2.1
 */
import { createHash } from 'node:crypto';

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

const sha256 = (...parts: readonly Buffer[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Root (SHA-256, hex) over hashes in hex. Their order does not matter: they are sorted here. */
export const merkleRoot = (hashes: readonly string[]): string =>
  rootOf([...hashes].sort().map((hash) => sha256(LEAF, Buffer.from(hash, 'utf8')))).toString('hex');

const rootOf = (nodes: readonly Buffer[]): Buffer => {
  const [first, second] = nodes;
  if (first === undefined) return sha256();
  if (second === undefined) return first;
  const left = largestPowerOfTwoBelow(nodes.length);
  return sha256(NODE, rootOf(nodes.slice(0, left)), rootOf(nodes.slice(left)));
};

const largestPowerOfTwoBelow = (count: number): number => 2 ** Math.ceil(Math.log2(count) - 1);
