/** Second factors in sign-in records, which say it in a field of their own. */
import { type JsonObject, textAt } from '../../kernel/json.ts';
import type { MfaState } from '../role-access.ts';

/**
 * `additionalEventData.MFAUsed` is `Yes`, `YES` or `No`. `No` is said only of IAM users and root: for federated logins it is
 * always `No`, because the identity provider checks. `undefined` for any other record.
 */
export const readLoginMfa = (record: JsonObject): MfaState | undefined => {
  if (textAt(record, 'eventSource') !== 'signin.amazonaws.com') return undefined;
  if (textAt(record, 'eventName') !== 'ConsoleLogin') return undefined;
  const used = textAt(record, 'additionalEventData', 'MFAUsed')?.toLowerCase();
  // A login that failed proves nothing: the password may have been wrong, or the code.
  if (textAt(record, 'responseElements', 'ConsoleLogin') !== 'Success') return 'not-recorded';
  if (used === 'yes') return 'yes';
  const type = textAt(record, 'userIdentity', 'type');
  return used === 'no' && (type === 'IAMUser' || type === 'Root') ? 'no' : 'not-recorded';
};
