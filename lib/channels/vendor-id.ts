/** How we name an access or a delivery to a vendor. */
import { createHash } from 'node:crypto';
import type { Edition } from '../kernel/edition.ts';

/**
 * Our own id for owners. Ids hold the account number, which clients are not told, so in their edition a stable
 * fingerprint stands for it.
 */
export const vendorId = (id: string, edition: Edition): string =>
  edition === 'owner' ? id : fingerprint(id, 32);

/** The first `length` hex digits of the SHA-256: says nothing about the id, and is always the same for it. */
export const fingerprint = (id: string, length: number): string =>
  createHash('sha256').update(id).digest('hex').slice(0, length);
