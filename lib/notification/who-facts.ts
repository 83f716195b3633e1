/** Who it was, how sure that is, and where they come from: for the owner. */
import type { Caller } from '../access/caller.ts';
import { oneLine } from '../kernel/one-line.ts';
import { callerName, namedBy } from './describe-caller.ts';
import type { Fact } from './notification.ts';
import type { Surroundings } from './surroundings.ts';

/** That of a web identity holds the whole name of its provider. */
const PRINCIPAL_LENGTH = 200;

export const whoFacts = (
  caller: Caller,
  around: Pick<Surroundings, 'home' | 'accountName'>,
): readonly Fact[] => {
  const best = caller.evidence[0];
  return [
    { label: 'Who', value: callerName(caller), note: namedBy(caller) },
    ...(best === undefined ? [] : [{ label: 'How we know', value: best.note, note: `from ${best.source}` }]),
    ...(caller.accountId === undefined
      ? []
      : [{ label: 'From account', value: homeOf(caller.accountId, around) }]),
    ...(caller.arn === undefined ? [] : [{ label: 'Caller', value: caller.arn }]),
    ...(caller.arn === undefined && caller.principalId !== undefined
      ? [{ label: 'Caller', value: oneLine(caller.principalId, PRINCIPAL_LENGTH), note: 'principal id' }]
      : []),
  ];
};

const homeOf = (accountId: string, around: Pick<Surroundings, 'home' | 'accountName'>): string => {
  const name = around.home.same ? around.accountName : around.home.name;
  return name === undefined ? `${accountId}, not in the configuration` : `${name} (${accountId})`;
};
