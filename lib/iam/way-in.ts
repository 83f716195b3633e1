/** One principal and what is demanded of it -> the openings. */
import { type Admitted, admittedBy } from './admitted.ts';
import type { Demands } from './demands.ts';
import { holdingBack, listed } from './holding-back.ts';
import { issuerOf } from './issuers.ts';
import type { Opening } from './opening.ts';
import type { Ours } from './ours.ts';
import { identitiesOf } from './web-identity.ts';
import type { Who } from './who.ts';

/** What a statement demands of whoever comes in by it, in the forms in which it is asked. */
export interface Way {
  /** The policy of a role, where an external ID belongs. */
  readonly trust: boolean;
  readonly demands: Demands;
  readonly admitted: readonly Admitted[];
  readonly heldBack: readonly string[];
  readonly ours: Ours;
}

export const readWay = (demands: Demands, { trust, ours }: { trust: boolean; ours: Ours }): Way => ({
  trust,
  demands,
  admitted: admittedBy(demands, ours),
  heldBack: holdingBack(demands),
  ours,
});

/** An account, a role, everybody: whoever calls for himself. */
export const throughAccount = (who: Who, way: Way): Opening => ({
  ...who,
  onlyIf: [
    ...way.heldBack,
    ...new Set(way.admitted.flatMap(({ through }) => through ?? [])),
    ...(who.kind === 'organization' ? [] : way.admitted.flatMap(organizationClause)),
  ],
  without: lacksExternalId(who, way) ? ['without external ID'] : [],
});

const lacksExternalId = (who: Who, { trust, demands }: Way): boolean =>
  trust &&
  who.outside &&
  ['account', 'role', 'user', 'session'].includes(who.kind) &&
  !demands.tests.some(({ key }) => key === 'sts:externalid');

const organizationClause = ({ whos }: Admitted): readonly string[] =>
  whos.every(({ kind }) => kind === 'organization')
    ? [`within organization ${listed(whos.map(({ principal }) => principal))}`]
    : [];

/** A service acts for somebody: for whom is said by the account or the ARN of its source. */
export const throughService = (who: Who, { trust, admitted, heldBack }: Way): Opening => {
  const sources = admitted.filter(({ side }) => side === 'source');
  const named = sources[0]?.whos.map(({ principal }) => principal);
  return {
    ...who,
    outside: who.outside || actsForStrangers(sources),
    onlyIf: [...heldBack, ...(named === undefined ? [] : [`for ${listed(named)}`])],
    without: named === undefined && !trust ? ['for every account'] : [],
  };
};

/** A bucket's ARN does not say whose it is: that alone makes no stranger. */
const actsForStrangers = (sources: readonly Admitted[]): boolean =>
  sources.some(({ whos }) => whos.some(isStranger)) &&
  sources.every(({ whos }) => whos.some(({ outside }) => outside));

const isStranger = ({ outside, accountId, kind }: Who): boolean =>
  outside && (accountId !== undefined || kind === 'organization');

/** A provider's tokens: what is demanded of them says whose they may be. */
export const throughProvider = (who: Who, { demands, ours }: Way): readonly Opening[] => {
  const claims = [`${issuerOf(who.principal)}:`, 'saml:'];
  const tests = demands.tests.filter(({ key }) => !claims.some((claim) => key.startsWith(claim)));
  const others = holdingBack({ ...demands, tests });
  return identitiesOf(who.principal, demands, ours).map(({ own, onlyIf, without }) => ({
    ...who,
    outside: who.outside || !own,
    onlyIf: [...new Set([...onlyIf, ...others])],
    without,
  }));
};
