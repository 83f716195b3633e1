/** Where a call came from. */
import { isIP } from 'node:net';
import { compact, type JsonObject, textAt } from '../kernel/json.ts';
import { serviceOfHost } from '../kernel/partition.ts';
import type { Origin } from './role-access.ts';

/** `sourceIPAddress` is an address, an AWS host name, or "AWS Internal": it is never parsed blindly. */
export const readOrigin = (record: JsonObject): Origin => {
  const text = (textAt(record, 'sourceIPAddress') ?? '').slice(0, 256);
  const userAgent = textAt(record, 'userAgent')?.slice(0, 1024);
  if (text === '') return compact({ kind: 'unknown' as const, text: 'not recorded', userAgent });
  const kind = isIP(text) > 0 ? 'address' : isAwsOrigin(text) ? 'aws' : 'unknown';
  return compact({ kind, text, userAgent });
};

const isAwsOrigin = (text: string): boolean => text === 'AWS Internal' || serviceOfHost(text) !== undefined;
