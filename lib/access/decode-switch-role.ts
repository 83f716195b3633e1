/** The sign-in records of a console role switch, and of its renewal, in the account that was switched into. */
import { parseAssumedRoleArn } from '../kernel/arn.ts';
import { at, compact, type JsonObject, textAt } from '../kernel/json.ts';
import type { Decoded, RecordHead } from './decoded.ts';
import { readMfa } from './read-mfa.ts';
import { readOrigin } from './read-origin.ts';

/**
 * Decodes `signin.amazonaws.com/SwitchRole` and `RenewRole`: the console's session in a role lasts an hour, and whoever
 * stays longer enters again. The account that was left keeps a record of the same name whose identity is the person and
 * which holds `SwitchTo` instead of `SwitchFrom`: not ours.
 */
export const decodeSwitchRole = (record: JsonObject, head: RecordHead): Decoded => {
  const switchedFrom = textAt(record, 'additionalEventData', 'SwitchFrom');
  // First of all, because whoever left may have been in a role of that account too.
  const left = switchedFrom === undefined && textAt(record, 'additionalEventData', 'SwitchTo') !== undefined;
  if (left) return { kind: 'not-ours', reason: 'caller-side-copy' };
  const role = parseAssumedRoleArn(textAt(record, 'userIdentity', 'arn') ?? '');
  if (role === undefined) {
    return {
      kind: 'unreadable',
      reason: `The ${head.eventName} record does not name the role that was entered.`,
    };
  }
  if (role.accountId !== head.accountId) return { kind: 'not-ours', reason: 'caller-side-copy' };
  return {
    kind: 'switch-half',
    half: {
      schemaVersion: 1,
      // A correction takes the place of the half it corrects: it must not wait, and ring, beside it.
      eventId: head.corrects?.eventId ?? head.eventId,
      accountId: head.accountId,
      time: head.time,
      sessionPrincipalId: textAt(record, 'userIdentity', 'principalId') ?? `unknown:${role.sessionName}`,
      partition: role.partition,
      roleName: role.roleName,
      sessionName: role.sessionName,
      outcome: at(record, 'responseElements', head.eventName) === 'Failure' ? 'denied' : 'success',
      mfa: readMfa(record),
      origin: readOrigin(record),
      region: head.region,
      ...compact({
        switchedFrom,
        renewal: head.eventName === 'RenewRole' ? true : undefined,
        correction: head.corrects && { eventId: head.eventId, why: head.corrects.correction },
      }),
    },
  };
};
