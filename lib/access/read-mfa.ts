/** Whether a second factor was used, where the record can tell. */
import { at, type JsonObject, textAt } from '../kernel/json.ts';
import type { MfaState } from './role-access.ts';

/**
 * `no` is said only of an IAM user whose record carries the flag. A federated session is always
 * flagged "false", because CloudTrail does not see what the identity provider checked: that is `not-recorded`.
 * A serial number in the request means that the caller passed a token code with it, which AWS checked unless it
 * refused the call.
 */
export const readMfa = (record: JsonObject): MfaState => {
  // A text in CloudTrail; pipelines make it a boolean.
  const flag = at(record, 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated');
  if (flag === 'true' || flag === true) return 'yes';
  const passed = textAt(record, 'requestParameters', 'serialNumber') !== undefined;
  if (passed && textAt(record, 'errorCode') === undefined) return 'yes';
  const byUser = textAt(record, 'userIdentity', 'type') === 'IAMUser';
  return (flag === 'false' || flag === false) && byUser ? 'no' : 'not-recorded';
};
