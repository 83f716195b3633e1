/** What AWS was asked about an access afterwards, as the page shows it. */
import type { Hop, MfaState, RoleAccess } from '../access/role-access.ts';
import { parseRoleArn } from '../kernel/arn.ts';
import { enrichedFacts, sayCallerType } from '../notification/enriched-facts.ts';
import type { ShownFact, ShownHop, Worded } from './contract.ts';
import { showText } from './show-text.ts';
import { sayCertainty, sayMfa } from './words.ts';

/** The way back to the first person, that person first. Empty while nobody has looked. */
export const projectChain = ({ chain = [] }: Pick<RoleAccess, 'chain'>): readonly ShownHop[] =>
  chain.map(projectHop);

const projectHop = ({ who, certainty, type, accountId, entered, at, how }: Hop): ShownHop => ({
  who: showText(who),
  certainty: sayCertainty(certainty),
  kind: sayCallerType(type),
  how: showText(how),
  ...(accountId === undefined ? {} : { accountId: showText(accountId) }),
  ...(entered === undefined ? {} : { entered: showText(parseRoleArn(entered)?.name ?? entered) }),
  ...(at === undefined ? {} : { at }),
});

/** What the record does not tell, the policy may have demanded. */
export const projectMfa = ({ mfa, trust }: RoleAccess): Worded<MfaState> =>
  mfa === 'yes' && trust?.mfa === true
    ? { ...sayMfa(mfa), note: 'The trust policy of the role demands a second factor.' }
    : sayMfa(mfa);

/** Where the session was used first, and what the trust policy demands: as the notices say it. */
export const projectLookedUp = (access: RoleAccess): readonly ShownFact[] => {
  const { chain: _shownByItself, ...rest } = access;
  return enrichedFacts(rest, 'UTC').map(({ label, value, note }) => ({
    label,
    value: showText(value),
    ...(note === undefined ? {} : { note: showText(note) }),
  }));
};
