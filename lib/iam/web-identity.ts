/** Who comes in by a SAML or OpenID Connect provider: whose identity it must be. */
import { oneLine } from '../kernel/one-line.ts';
import { type ConditionTest, holdsVariable } from './condition-test.ts';
import { type Demands, demandsFor } from './demands.ts';
import { hasWildcard } from './glob.ts';
import { COGNITO, EKS, ISSUERS, type Issuer, issuerOf, LOGINS } from './issuers.ts';
import type { Ours } from './ours.ts';
import { isOwnIdentity, isOwnSubject } from './own-subjects.ts';

/** One way through a provider. */
export interface Identity {
  /** Known to be one repository, one person, one pool. */
  readonly limited: boolean;
  /** Known to be ours, however many they are. */
  readonly own: boolean;
  readonly onlyIf: readonly string[];
  readonly without: readonly string[];
}

/** The identities that a provider's token may stand for, by what is demanded of the token. */
export const identitiesOf = (principal: string, demands: Demands, ours: Ours): readonly Identity[] => {
  const host = issuerOf(principal);
  const issuer = ISSUERS.find((candidate) => candidate.host === host);
  if (issuer !== undefined) return throughIssuer(issuer, demands, ours);
  const login = LOGINS.find((candidate) => candidate.host === host);
  if (login !== undefined) return [throughLogin(login, demands, ours)];
  if (host === COGNITO) return [throughCognito(demands, ours)];
  return [throughOther(principal, demands, ours)];
};

const throughIssuer = (issuer: Issuer, demands: Demands, ours: Ours): readonly Identity[] => {
  const readings = [
    ...demandsFor(demands, `${issuer.host}:sub`).map((test) =>
      test.values.map((value) => owned(bySubject(issuer, value, test), value, ours)),
    ),
    ...byClaims(issuer, demands, ours),
  ];
  // All demands must be met, so the one that says most is as good as all of them.
  const [best] = readings.sort((one, other) => breadth(one) - breadth(other));
  return best ?? [everyone(issuer)];
};

const isEveryone = ({ limited, without }: Identity): boolean =>
  !limited && without.some((clause) => /^for every \w+$/.test(clause));

const owned = (identity: Identity, subject: string, ours: Ours): Identity => ({
  ...identity,
  own: !isEveryone(identity) && isOwnSubject(subject, ours),
});

const breadth = (identities: readonly Identity[]): number =>
  Math.max(
    ...identities.map(
      ({ own, limited, onlyIf, without }) =>
        (own ? 0 : 8) + (limited ? 0 : 4) + without.length - onlyIf.length / 9,
    ),
  );

const everyone = (issuer: Issuer): Identity => ({
  limited: false,
  own: false,
  onlyIf: [],
  without: [`for every ${issuer.unit[1]}`],
});

/** One of the subjects that a condition lists. */
const bySubject = (issuer: Issuer, value: string, { comparison }: ConditionTest): Identity => {
  if (holdsVariable(value) || (comparison !== 'equals' && comparison !== 'like')) return everyone(issuer);
  const wild = comparison === 'like' ? value.search(/[*?]/) : -1;
  const known = wild < 0 ? `${value}:` : value.slice(0, wild);
  const owner = issuer.owner.exec(known)?.[1];
  const [upToThing = '', thing] = issuer.thing.exec(known) ?? [];
  if (owner === undefined) return everyone(issuer);
  if (thing === undefined) return everyThingOf(issuer, owner);
  const place = placeIn(
    value
      .slice(upToThing.length - 1)
      .replace(/^@[^:]*/, '')
      .slice(1),
  );
  const name = oneLine(`${owner}/${thing}`, 80);
  // Whoever writes `repo:example/*` with StringEquals means something else.
  const literal = wild < 0 && hasWildcard(value) ? ' (no wildcards)' : '';
  return {
    limited: true,
    own: false,
    onlyIf: [`for ${issuer.unit[0]} ${name}${place === undefined ? '' : ` ${place}`}${literal}`],
    without: place === undefined && issuer.name === 'GitHub' ? ['for every branch'] : [],
  };
};

const everyThingOf = (issuer: Issuer, owner: string): Identity => ({
  limited: false,
  own: false,
  onlyIf: [],
  without: [`for every ${issuer.unit[1]} of ${oneLine(owner, 60)}`],
});

/** `ref:refs/heads/main` -> "on refs/heads/main". */
const placeIn = (rest: string): string | undefined => {
  if (/^(ref:)?[*?]*$/.test(rest)) return undefined;
  const branch = /^ref_type:(?:branch|tag):ref:(.+)$/.exec(rest)?.[1];
  if (branch !== undefined) return `on ${oneLine(branch, 60)}`;
  const [kind = '', ...value] = rest.split(':');
  if (kind === 'ref' && value.length > 0) return `on ${oneLine(value.join(':'), 60)}`;
  if (kind === 'environment') return `in environment ${oneLine(value.join(':'), 60)}`;
  return kind === 'pull_request' ? 'on pull requests' : `for ${oneLine(rest, 60)}`;
};

/** Claims beside the subject that AWS compares for GitHub. */
const byClaims = (issuer: Issuer, demands: Demands, ours: Ours): readonly (readonly Identity[])[] => {
  if (issuer.name !== 'GitHub') return [];
  const claim = (name: string): readonly ConditionTest[] =>
    demandsFor(demands, `${issuer.host}:${name}`).filter(isExact);
  return [
    ...claim('repository').map(({ values }) =>
      values.map((value) => owned(one(`for repo ${oneLine(value, 80)}`), `repo:${value}:*`, ours)),
    ),
    ...claim('repository_id').map(({ values }) =>
      values.map((value) =>
        owned(one(`for repo number ${oneLine(value, 40)}`), `repository_id:${value}`, ours),
      ),
    ),
    ...claim('repository_owner').map(({ values }) =>
      values.map((value) => owned(everyThingOf(issuer, value), `repo:${value}/*`, ours)),
    ),
  ];
};

const one = (clause: string, own = false): Identity => ({
  limited: true,
  own,
  onlyIf: [clause],
  without: [],
});

/** A person at Google, Amazon or Facebook; an audience is an app, and whoever logs in to it comes in. */
const throughLogin = (login: (typeof LOGINS)[number], demands: Demands, ours: Ours): Identity => {
  const [person] = demandsFor(demands, `${login.host}:${login.person}`).filter(isExact);
  if (person !== undefined) {
    const own = person.values.every((id) => isOwnIdentity(login.host, id, ours));
    return one(person.values.length === 1 ? 'for one person' : `for ${person.values.length} people`, own);
  }
  const app = ['aud', 'app_id'].some((claim) => demandsFor(demands, `${login.host}:${claim}`).some(isExact));
  return {
    limited: false,
    own: false,
    onlyIf: app ? ['through one app'] : [],
    without: ['for every person'],
  };
};

const isExact = ({ comparison, values }: ConditionTest): boolean =>
  !values.some(holdsVariable) &&
  (comparison === 'equals' || (comparison === 'like' && !values.some(hasWildcard)));

/** A token of an identity pool; nothing in a pool's id says whose account it is in. */
const throughCognito = (demands: Demands, ours: Ours): Identity => {
  const [pool] = demandsFor(demands, `${COGNITO}:aud`).filter(isExact);
  const loggedIn = demandsFor(demands, `${COGNITO}:amr`).some(
    ({ values }) => !values.some((value) => value !== 'authenticated' && !value.includes(':')),
  );
  return {
    limited: pool !== undefined && loggedIn,
    own: loggedIn && pool?.values.every((id) => isOwnIdentity(COGNITO, id, ours)) === true,
    onlyIf: [
      ...(pool === undefined
        ? []
        : [`for identity pool ${pool.values.map((id) => oneLine(id, 60)).join(' or ')}`]),
      ...(loggedIn ? ['logged in'] : []),
    ],
    without: [...(pool === undefined ? ['for every pool'] : []), ...(loggedIn ? [] : ['without login'])],
  };
};

/**
 * A company's directory, a cluster, or an issuer nobody knows. At one of OpenID Connect anybody may have an account, so that
 * the subject must be demanded; a cluster of EKS writes tokens for its own pods only.
 */
const throughOther = (principal: string, demands: Demands, ours: Ours): Identity => {
  const host = issuerOf(principal);
  const isOpenId = principal.includes(':oidc-provider/');
  const subjects = demandsFor(demands, isOpenId ? `${host}:sub` : 'saml:sub').flatMap(({ values }) => values);
  if (subjects.length === 1) return one(`for subject ${oneLine(subjects[0] ?? '', 80)}`, true);
  if (subjects.length > 1) return one(`for one of ${subjects.length} subjects`, true);
  const own = !isOpenId || EKS.test(host) || isOwnIdentity(host, '*', ours);
  return { limited: own, own, onlyIf: [], without: isOpenId ? ['for every subject'] : [] };
};
