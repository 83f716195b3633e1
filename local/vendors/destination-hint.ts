/**
 * Names for destinations. The path of a webhook address is its password: the inbox shows the host and a short
 * fingerprint, or the name the person gave it in the settings.
 */
import { createHash } from 'node:crypto';

/** Eight hexadecimal digits that tell two paths apart and give neither away. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 8);
}

/** `destinationNames` is keyed by the whole address, e.g. `https://hooks.slack.com/services/T/B/X`. */
export type DestinationNames = Readonly<Record<string, string>>;

/** "#prod-access" when the person named it, else "hooks.slack.com (3f9a01bc)". */
export function destinationHint(host: string, path: string, names: DestinationNames): string {
  const address = `https://${host}${path}`;
  return Object.hasOwn(names, address) ? (names[address] ?? host) : `${host} (${fingerprint(path)})`;
}
