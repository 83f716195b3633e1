/** The call that opened a session, as it is found when the session is followed back. */
import { compact, type JsonObject, listAt, textAt } from '../kernel/json.ts';
import type { Caller } from './caller.ts';
import { readCaller } from './read-caller.ts';
import { readSession } from './read-session.ts';
import { readTime } from './read-time.ts';

export interface Minting {
  readonly eventId: string;
  /** ISO 8601, UTC: equal to the session's creation date, to the second. */
  readonly time: string;
  /** Who made the call. */
  readonly caller: Caller;
  /** ARN of the role that was entered. */
  readonly roleArn?: string;
  /** Of the minted credentials. */
  readonly accessKeyId?: string;
  /** `AROA...:session` */
  readonly principalId?: string;
  /** ISO 8601, UTC. Of the session, like its length in seconds, as far as the record tells. */
  readonly expires?: string;
  readonly durationSeconds?: number;
  /** The console entered for a person, whom the SwitchRole record beside it names. */
  readonly byConsole: boolean;
}

/** `undefined` for a record that opened no session: any other call, and a refused one. */
export const readMinting = (record: JsonObject): Minting | undefined => {
  const eventId = textAt(record, 'eventID');
  const time = readTime(textAt(record, 'eventTime') ?? '');
  const accessKeyId = mintedKey(record);
  const principalId = textAt(record, 'responseElements', 'assumedRoleUser', 'assumedRoleId');
  const opened = accessKeyId !== undefined || principalId !== undefined;
  if (!opened || eventId === undefined || time === undefined || textAt(record, 'errorCode') !== undefined) {
    return undefined;
  }
  const { expires, durationSeconds } = readSession(record);
  return {
    eventId,
    time,
    caller: readCaller(record),
    byConsole: textAt(record, 'sourceIPAddress') === 'AWS Internal',
    ...compact({
      roleArn: textAt(record, 'requestParameters', 'roleArn'),
      accessKeyId,
      principalId,
      expires,
      durationSeconds,
    }),
  };
};

/** Roles Anywhere answers a list. https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html */
const mintedKey = (record: JsonObject): string | undefined =>
  textAt(record, 'responseElements', 'credentials', 'accessKeyId') ??
  textAt(listAt(record, 'responseElements', 'credentialSet')[0], 'credentials', 'accessKeyId');
