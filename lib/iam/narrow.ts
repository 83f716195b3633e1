/** A principal under conditions that speak of the caller: who is left. */
import type { Admitted } from './admitted.ts';
import { distinct, type Who } from './who.ts';

/** Two lists are only compared pair by pair up to here; beyond, accounts that do not fit stay in. */
const MOST_PAIRS = 40_000;

/** Nobody is left when the conditions surely contradict the principal. */
export const narrow = (who: Who, admitted: readonly Admitted[]): readonly Who[] => {
  if (who.kind === 'service' || who.kind === 'federated') return [who];
  const tests = namesNobody(who) ? admitted : admitted.filter(({ side }) => side === 'caller');
  return tests.reduce<readonly Who[]>((left, test) => combine(left, test.whos), [who]);
};

const namesNobody = (who: Who): boolean =>
  who.kind === 'everyone' || who.kind === 'everyone-but' || (who.kind === 'unclear' && !who.accountId);

const combine = (left: readonly Who[], right: readonly Who[]): readonly Who[] => {
  if (left.length * right.length > MOST_PAIRS) {
    const outside = right.some((who) => who.outside);
    return left.map((who) => ({ ...who, outside: who.outside && outside }));
  }
  return distinct(left.flatMap((one) => right.flatMap((other) => both(one, other))));
};

const both = (one: Who, other: Who): readonly Who[] => {
  if (one.accountId !== undefined && other.accountId !== undefined && one.accountId !== other.accountId)
    return [];
  const named = isMoreExact(other, one) ? other : one;
  const accountId = one.accountId ?? other.accountId;
  const outside = one.outside && other.outside;
  return [{ ...named, ...(accountId === undefined ? {} : { accountId }), outside }];
};

/** A condition gives everybody a name, and an account the name of a role in it. */
const isMoreExact = (other: Who, than: Who): boolean =>
  namesNobody(than) ||
  (than.kind === 'account' && other.accountId === than.accountId && other.kind !== 'account') ||
  (than.kind === 'organization' && other.kind !== 'organization');
