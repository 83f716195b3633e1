/** One principal and what is demanded of it -> the openings. */
import { oneLine } from '../kernel/one-line.ts';
import { type Admitted, admittedBy } from './admitted.ts';
import type { Demands } from './demands.ts';
import { holdingBack } from './holding-back.ts';
import { issuerOf } from './issuers.ts';
import type { Opening } from './opening.ts';
import type { Ours } from './ours.ts';
import { identitiesOf } from './web-identity.ts';
import type { Who } from './who.ts';

export interface Way {
  /** The policy of a role, where an external ID belongs. */
  readonly trust: boolean;
  readonly demands: Demands;
  readonly ours: Ours;
}

export const wayIn = (who: Who, way: Way): readonly Opening[] => {
  if (who.kind === 'federated') return throughProvider(who, way);
  if (who.kind === 'service') return [throughService(who, way)];
  const admitted = admittedBy(way.demands, way.ours);
  return [
    {
      ...who,
      onlyIf: [
        ...holdingBack(way.demands),
        ...sourceClauses(admitted),
        ...organizationClauses(who, admitted),
      ],
      without: lacksExternalId(who, way) ? ['without external ID'] : [],
    },
  ];
};

const lacksExternalId = (who: Who, { trust, demands }: Way): boolean =>
  trust &&
  who.outside &&
  ['account', 'role', 'user', 'session'].includes(who.kind) &&
  !demands.tests.some(({ key }) => key === 'sts:externalid');

const sourceClauses = (admitted: readonly Admitted[]): readonly string[] =>
  admitted.some(({ side }) => side === 'source') ? ['through a service of AWS'] : [];

const organizationClauses = (who: Who, admitted: readonly Admitted[]): readonly string[] =>
  who.kind === 'organization'
    ? []
    : admitted.flatMap(({ whos }) =>
        whos.every(({ kind }) => kind === 'organization')
          ? [`within organization ${whos.map(({ principal }) => oneLine(principal, 60)).join(' or ')}`]
          : [],
      );

/** A service acts for somebody: for whom is said by the account or the ARN of its source. */
const throughService = (who: Who, { trust, demands, ours }: Way): Opening => {
  const sources = admittedBy(demands, ours).filter(({ side }) => side === 'source');
  const named = sources[0]?.whos.map(({ principal }) => oneLine(principal, 80)) ?? [];
  const more = named.length > 3 ? ` and ${named.length - 3} more` : '';
  return {
    ...who,
    outside: who.outside || actsForStrangers(sources),
    onlyIf: [
      ...holdingBack(demands),
      ...(named.length === 0 ? [] : [`for ${named.slice(0, 3).join(' or ')}${more}`]),
    ],
    without: named.length === 0 && !trust ? ['for every account'] : [],
  };
};

/** A bucket's ARN does not say whose it is: that alone makes no stranger. */
const actsForStrangers = (sources: readonly Admitted[]): boolean =>
  sources.some(({ whos }) => whos.some(isStranger)) &&
  sources.every(({ whos }) => whos.some(({ outside }) => outside));

const isStranger = ({ outside, accountId, kind }: Who): boolean =>
  outside && (accountId !== undefined || kind === 'organization');

const throughProvider = (who: Who, { demands }: Way): readonly Opening[] => {
  const claims = [`${issuerOf(who.principal)}:`, 'saml:'];
  const tests = demands.tests.filter(({ key }) => !claims.some((claim) => key.startsWith(claim)));
  const others = holdingBack({ ...demands, tests });
  return identitiesOf(who.principal, demands).map(({ limited, onlyIf, without }) => ({
    ...who,
    outside: who.outside || !limited,
    onlyIf: [...new Set([...onlyIf, ...others])],
    without,
  }));
};
