/** What a reader may see, in words. */
import { findParty } from '../policy/decide-route.ts';
import type { Policy } from '../policy/policy.ts';
import { showText } from './show-text.ts';
import type { Reader } from './reader.ts';

/** "every account", "ACME only". */
export const sayScope = ({ scope }: Pick<Reader, 'scope'>, policy: Policy): string => {
  if (scope === undefined) return 'every account';
  const parties = scope.parties.map((id) => findParty([...policy.owners, ...policy.clients], id)?.name ?? id);
  return parties.length === 0 ? 'no account' : `${parties.map(showText).join(', ')} only`;
};
