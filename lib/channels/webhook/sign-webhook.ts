/** Signs a webhook as Standard Webhooks wants it: HMAC-SHA256 over `id.timestamp.body`. */
import { createHmac } from 'node:crypto';
import type { SecretRule } from '../read-vendor-secret.ts';

const SECRET = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const keyOf = (secret: string): Buffer => Buffer.from(secret.slice('whsec_'.length), 'base64');

/** The specification wants keys of 24 to 64 bytes. */
export const SIGNING_SECRET: SecretRule = {
  accepts: (value) => SECRET.test(value) && keyOf(value).length >= 24 && keyOf(value).length <= 64,
  otherwise: 'The signing secret is not whsec_ followed by 24 to 64 bytes in base64.',
};

interface SignedContent {
  readonly id: string;
  readonly body: string;
  /** The moment of this attempt: receivers refuse what is older than some minutes. */
  readonly at: Date;
}

/** The three headers that prove who sent the body, and when. */
export const signWebhook = (
  secret: string,
  { id, body, at }: SignedContent,
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
};
