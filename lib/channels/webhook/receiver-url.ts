/**
 * Addresses a webhook may go to. The way out checks the resolved address when it connects; this refuses early
 * what cannot be a receiver of somebody else: addresses in numbers and names of the machine itself.
 */
import { isHttpsUrl, type SecretRule } from '../read-vendor-secret.ts';

const INNER_NAME = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/;

// The URL parser has already turned every spelling of an IPv4 address into four numbers, and IPv6 into brackets.
const isPublicName = (host: string): boolean =>
  host.includes('.') &&
  !/^[\d.]+$/.test(host) &&
  !host.startsWith('[') &&
  !INNER_NAME.test(host.replace(/\.$/, ''));

export const RECEIVER_URL: SecretRule = {
  accepts: (value) => isHttpsUrl(value, isPublicName),
  otherwise: 'The secret is not an https URL with a public host name.',
};
