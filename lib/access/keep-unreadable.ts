/** What is kept of a record that cannot be decoded: enough to find it again, and no secret. */
import { createHash } from 'node:crypto';
import { at, compact, isObject, textAt } from '../kernel/json.ts';
import { maskSecrets } from '../kernel/mask-secrets.ts';
import { findSecretName, isSecretName } from './secret-name.ts';
import type { UnreadableRecord } from './unreadable-record.ts';

const PREFIX_LENGTH = 400;

/** Keeps length, hash and a masked beginning of the text; `parsed` is its JSON value when it had one. */
export const keepUnreadable = (text: string, reason: string, parsed: unknown): UnreadableRecord => {
  const sha256 = createHash('sha256').update(text).digest('hex');
  const record = at(parsed, 'detail') ?? parsed;
  const eventId = textAt(record, 'eventID');
  const accountId = textAt(record, 'recipientAccountId') ?? textAt(parsed, 'account');
  const usable = eventId !== undefined && /^[\w-]{1,64}$/.test(eventId);
  return {
    schemaVersion: 1,
    accessId: `unreadable.${usable ? eventId : identityOf(text, record)}`,
    reason,
    bytes: Buffer.byteLength(text),
    sha256,
    prefix: maskSecrets(showable(text, parsed)).slice(0, PREFIX_LENGTH),
    ...compact({
      eventName: maskedTextAt(record, 'eventName', 128),
      accountId: accountId === undefined ? undefined : maskSecrets(accountId).slice(0, 12),
    }),
  };
};

/**
 * The same for every copy of a record, whatever envelope it came in: EventBridge and LookupEvents wrap it differently,
 * and one of them may have left the secrets out.
 */
const identityOf = (text: string, record: unknown): string =>
  createHash('sha256')
    .update(isObject(record) ? JSON.stringify(inOrder(withoutSecrets(record, 0))) : text)
    .digest('hex');

const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.flatMap(([key, field]) => (field === '[masked]' ? [] : [[key, inOrder(field)]]));
};

const maskedTextAt = (record: unknown, key: string, length: number): string | undefined => {
  const text = textAt(record, key);
  return text === undefined ? undefined : maskSecrets(text).slice(0, length);
};

/** What was understood is written anew without its secrets; what was not ends where the first secret may begin. */
const showable = (text: string, parsed: unknown): string =>
  parsed === undefined ? text.slice(0, firstSecret(text)) : JSON.stringify(withoutSecrets(parsed, 0));

/** An escaped letter or digit in JSON hides a name from every search; no AWS service writes one. */
const HIDDEN_LETTER = /\\+u00(3\d|[4-7][\da-f])/i;

const firstSecret = (text: string): number => {
  const places = [findSecretName(text), text.search(HIDDEN_LETTER)].filter((place) => place >= 0);
  return Math.min(text.length, ...places);
};

/** Deeper than any record of AWS; whatever lies below is left out. */
const DEEPEST = 16;

const withoutSecrets = (value: unknown, depth: number): unknown => {
  if (depth > DEEPEST) return '[left out]';
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1));
  // A text may hold a document of its own: it is cut like a text that was not understood.
  if (typeof value === 'string') return value.slice(0, firstSecret(value));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      isSecretName(key) ? '[masked]' : withoutSecrets(field, depth + 1),
    ]),
  );
};
