/** A record that is no entry into a role -> the door it is, or `undefined`. */
import { compact, type JsonObject, textAt } from '../kernel/json.ts';
import type { RecordHead } from './decoded.ts';
import type { Door } from './door.ts';
import { isRefused } from './doors/act.ts';
import type { DoorContext } from './doors/door-context.ts';
import type { DoorDecoder } from './doors/door-decoder.ts';
import { DOOR_DECODERS } from './doors/door-decoders.ts';
import { readLoginMfa } from './doors/login-mfa.ts';
import { dropSecrets } from './drop-secrets.ts';
import { readCaller } from './read-caller.ts';
import { readMfa } from './read-mfa.ts';
import { readOrigin } from './read-origin.ts';

/** Decodes the door that a record is; `undefined` when it is none. */
export const decodeDoor = (record: JsonObject, head: RecordHead, context: DoorContext): Door | undefined => {
  const source = textAt(record, 'eventSource') ?? '';
  for (const decoder of DOOR_DECODERS) {
    if (!covers(decoder, source, head.eventName)) continue;
    const finding = decoder.read(dropSecrets(record), context);
    if (finding === undefined) continue;
    const errorCode = textAt(record, 'errorCode');
    return {
      ...finding,
      schemaVersion: 1,
      accessId: `${head.accountId}.${head.corrects?.eventId ?? head.eventId}`,
      eventId: head.eventId,
      eventSource: source,
      eventName: head.eventName,
      outcome: outcomeOf(record, errorCode),
      time: head.time,
      accountId: head.accountId,
      caller: readCaller(record),
      mfa: readLoginMfa(record) ?? readMfa(record),
      origin: readOrigin(record),
      recorded: { region: head.region },
      ...compact({
        errorCode: errorCode?.slice(0, 128),
        requestId: textAt(record, 'requestID'),
        correction: head.corrects?.correction,
      }),
    };
  }
  return undefined;
};

/** `*` as the source stands for every service of AWS. */
const covers = ({ eventSource, eventNames }: DoorDecoder, source: string, name: string): boolean =>
  (eventSource === '*' || eventSource === source) &&
  eventNames.some((known) => (known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : known === name));

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html, and the older services' spellings. */
const DENIED = /AccessDenied|Unauthorized|Forbidden|NotAuthorized/i;

/** Failed logins have no error code. */
const outcomeOf = (record: JsonObject, errorCode: string | undefined): Door['outcome'] => {
  if (!isRefused(record)) return 'success';
  return errorCode !== undefined && DENIED.test(errorCode) ? 'denied' : 'failed';
};
