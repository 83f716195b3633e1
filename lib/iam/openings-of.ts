/** Whom a policy lets in. */
import { lazily } from '../kernel/lazily.ts';
import { oneLine } from '../kernel/one-line.ts';
import { admittedBy } from './admitted.ts';
import { type Demands, demandsOf } from './demands.ts';
import { type Denial, denialsIn, isDenied } from './denials.ts';
import { mergeOpenings } from './merge-openings.ts';
import { narrow } from './narrow.ts';
import type { Opening } from './opening.ts';
import type { Ours } from './ours.ts';
import { isTrust, mayAllow, surelyCovers } from './reach.ts';
import { principalsIn } from './read-principal.ts';
import type { PolicyCondition, PolicyDocument, PolicyStatement } from './read-policy.ts';
import { readWay, throughAccount, throughProvider, throughService } from './way-in.ts';
import type { Who } from './who.ts';

export interface OpeningContext extends Ours {
  /** Actions that matter, `sts:AssumeRole`; every action when absent. */
  readonly actions?: readonly string[];
}

/** An Allow for one action (or all), with the denials that surely stand against it. */
export interface Grant {
  readonly statement: PolicyStatement;
  readonly denials: readonly Denial[];
}

/**
 * Everybody whom the Allow statements let in and no Deny keeps out; outsiders first, each once. Where there are
 * hundreds, the last one says how many more.
 */
export const openingsOf = (policy: PolicyDocument, context: OpeningContext): readonly Opening[] =>
  mergeOpenings(grantsIn(policy, context).flatMap((grant) => openingsOfGrant(grant, context)));

/** The Allow statements that count, each once for every set of denials against it. */
export const grantsIn = (policy: PolicyDocument, context: OpeningContext): readonly Grant[] => {
  const denials = denialsIn(policy, context);
  const actions = context.actions ?? [undefined];
  return policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => {
      const grants = new Map<string, Grant>();
      for (const action of actions) {
        if (!mayAllow(statement, action)) continue;
        const against = denials.filter((denial) => surelyCovers(denial.statement, statement, action));
        grants.set(against.map(({ index }) => index).join(), { statement, denials: against });
      }
      return [...grants.values()];
    });
};

const openingsOfGrant = (grant: Grant, ours: Ours): readonly Opening[] => {
  const trust = isTrust(grant.statement);
  const asked = (denials: readonly Denial[]) => () =>
    readWay(demandsOf(conditionsOf(grant, denials)), { trust, ours });
  const callers = lazily(asked(grant.denials));
  // A Deny for `{"AWS": "*"}` says nothing to whoever comes with a token, and none keeps a service of AWS out for sure.
  const tokens = lazily(asked(grant.denials.filter(({ everybody }) => everybody)));
  const services = lazily(asked([]));
  return whosOf(grant, ours).flatMap((who) => {
    if (who.kind === 'federated') return throughProvider(who, tokens());
    return who.kind === 'service' ? [throughService(who, services())] : [throughAccount(who, callers())];
  });
};

const conditionsOf = ({ statement }: Grant, denials: readonly Denial[]): readonly PolicyCondition[] => [
  ...statement.conditions,
  ...denials.flatMap(({ conditions }) => conditions),
];

/** What the statement and the denials against it demand of whoever has an account. */
export const demandsOnCallers = (grant: Grant): Demands => demandsOf(conditionsOf(grant, grant.denials));

/** The principals who are left. */
export const whosOf = (grant: Grant, ours: Ours): readonly Who[] => {
  const { statement, denials } = grant;
  const spared = denials.flatMap((denial) => denial.spared ?? []);
  const admitted = [...admittedBy(demandsOnCallers(grant), ours), ...spared];
  return whosNamed(statement, ours).flatMap((who) => {
    if (who.kind === 'service') return [who];
    const against = who.kind === 'federated' ? denials.filter(({ everybody }) => everybody) : denials;
    if (against.some(({ total }) => total)) return [];
    return narrow(who, admitted).filter((left) => !against.some(({ denied }) => isDenied(left, denied)));
  });
};

const whosNamed = (statement: PolicyStatement, ours: Ours): readonly Who[] => {
  if (statement.notPrincipal === undefined) return principalsIn(statement.principal, ours);
  const spared = principalsIn(statement.notPrincipal, ours).map(({ principal }) => principal);
  return [{ kind: 'everyone-but', principal: oneLine(spared.join(', '), 300), outside: true }];
};
