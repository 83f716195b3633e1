/** The root of a sealed hour: its events, their number, the hour itself, and the root before it. */
import { canonicalHash } from '../kernel/canonical-json.ts';
import { merkleRoot } from './merkle.ts';
import type { Seal, SealedHour, SealLeaf } from './seal.ts';

interface Sealed {
  readonly hour: string;
  readonly previousRoot: string;
  readonly leaves: readonly SealLeaf[];
}

/** SHA-256 (hex). The number of events is in it, so that a tree cannot be passed off as a smaller one. */
export const sealRoot = ({ hour, previousRoot, leaves }: Sealed): string =>
  canonicalHash({
    hour,
    previousRoot,
    merkleRoot: merkleRoot(leaves.map(({ hash }) => hash)),
    count: leaves.length,
  });

/** Whether an anchor is what it claims to be: its root follows from its leaves. */
export const isConsistent = (sealed: SealedHour): boolean =>
  sealed.count === sealed.leaves.length && sealed.root === sealRoot(sealed);

/** The seal without the leaves: what the table keeps. */
export const sealOf = ({ leaves, ...seal }: SealedHour): Seal => seal;
