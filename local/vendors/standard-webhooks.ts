/**
 * Checks a signature the way a careful receiver does (standardwebhooks.com): the id and the time are signed with the
 * body, an old time is refused. The clock is a parameter, which the published library does not allow.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const toleranceSeconds = 5 * 60;

/** Undefined when the signature is good, else the reason a receiver would write in its log. */
export function signatureProblem(
  secret: string,
  headers: IncomingHttpHeaders,
  body: string,
  now: Date,
): string | undefined {
  const id = one(headers['webhook-id']);
  const timestamp = one(headers['webhook-timestamp']);
  const signatures = one(headers['webhook-signature']);
  if (!id || !timestamp || !signatures) return 'Missing required headers';
  const seconds = /^\d+$/.test(timestamp) ? Number(timestamp) : NaN;
  const age = now.getTime() / 1000 - seconds;
  if (!Number.isFinite(age)) return 'Invalid Signature Headers';
  if (age > toleranceSeconds) return 'Message timestamp too old';
  if (age < -toleranceSeconds) return 'Message timestamp too new';
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  const good = signatures.split(' ').some((candidate) => {
    const [version, encoded = ''] = candidate.split(',');
    const given = Buffer.from(encoded, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  return good ? undefined : 'No matching signature found';
}

function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
