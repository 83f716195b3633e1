/** Who it was, how sure that is, and where they come from: for the owner. */
import type { Caller } from '../access/caller.ts';
import { CERTAINTY_WORDS, callerName } from './describe-caller.ts';
import type { Fact } from './notification.ts';
import type { Surroundings } from './surroundings.ts';

export const whoFacts = (
  caller: Caller,
  around: Pick<Surroundings, 'home' | 'accountName'>,
): readonly Fact[] => {
  const best = caller.evidence[0];
  return [
    { label: 'Who', value: callerName(caller), note: CERTAINTY_WORDS[caller.certainty] },
    ...(best === undefined ? [] : [{ label: 'How we know', value: best.note, note: `from ${best.source}` }]),
    ...(caller.accountId === undefined
      ? []
      : [{ label: 'From account', value: homeOf(caller.accountId, around) }]),
    ...(caller.arn === undefined ? [] : [{ label: 'Caller', value: caller.arn }]),
    ...(caller.arn === undefined && caller.principalId !== undefined
      ? [{ label: 'Caller', value: caller.principalId, note: 'principal id; the record holds no ARN' }]
      : []),
  ];
};

const homeOf = (accountId: string, around: Pick<Surroundings, 'home' | 'accountName'>): string => {
  const name = around.home.same ? around.accountName : around.home.name;
  return name === undefined ? `${accountId}, not in the configuration` : `${name} (${accountId})`;
};
