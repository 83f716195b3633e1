/** Who comes in by a SAML or OpenID Connect provider: whose identity it must be. */
import { oneLine } from '../kernel/one-line.ts';
import { type ConditionTest, holdsVariable } from './condition-test.ts';
import { type Demands, demandsFor } from './demands.ts';
import { hasWildcard } from './glob.ts';
import { COGNITO, ISSUERS, type Issuer, issuerOf, LOGINS } from './issuers.ts';

/** One way through a provider. */
export interface Identity {
  /** Known to be one repository, one person, one pool of ours. */
  readonly limited: boolean;
  readonly onlyIf: readonly string[];
  readonly without: readonly string[];
}

/** The identities that a provider's token may stand for, by what is demanded of the token. */
export const identitiesOf = (principal: string, demands: Demands): readonly Identity[] => {
  const host = issuerOf(principal);
  const issuer = ISSUERS.find((candidate) => candidate.host === host);
  if (issuer !== undefined) return throughIssuer(issuer, demands);
  const login = LOGINS.find((candidate) => candidate.host === host);
  if (login !== undefined) return [throughLogin(login, demands)];
  if (host === COGNITO) return [throughCognito(demands)];
  return [throughOwn(principal, host, demands)];
};

const throughIssuer = (issuer: Issuer, demands: Demands): readonly Identity[] => {
  const readings = [
    ...demandsFor(demands, `${issuer.host}:sub`).map((test) =>
      test.values.map((v) => bySubject(issuer, v, test)),
    ),
    ...byClaims(issuer, demands),
  ];
  // All demands must be met, so the one that says most is as good as all of them.
  const [best] = readings.sort((one, other) => breadth(one) - breadth(other));
  return best ?? [everyone(issuer)];
};

const breadth = (identities: readonly Identity[]): number =>
  Math.max(
    ...identities.map(
      ({ limited, onlyIf, without }) => (limited ? 0 : 4) + without.length - onlyIf.length / 9,
    ),
  );

const everyone = (issuer: Issuer): Identity => ({
  limited: false,
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
    onlyIf: [`for ${issuer.unit[0]} ${name}${place === undefined ? '' : ` ${place}`}${literal}`],
    without: place === undefined && issuer.name === 'GitHub' ? ['for every branch'] : [],
  };
};

const everyThingOf = (issuer: Issuer, owner: string): Identity => ({
  limited: false,
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
const byClaims = (issuer: Issuer, demands: Demands): readonly (readonly Identity[])[] => {
  if (issuer.name !== 'GitHub') return [];
  const claim = (name: string): readonly ConditionTest[] =>
    demandsFor(demands, `${issuer.host}:${name}`).filter(isExact);
  return [
    ...claim('repository').map(({ values }) => values.map((value) => one(`for repo ${oneLine(value, 80)}`))),
    ...claim('repository_id').map(({ values }) =>
      values.map((value) => one(`for repo number ${oneLine(value, 40)}`)),
    ),
    ...claim('repository_owner').map(({ values }) => values.map((value) => everyThingOf(issuer, value))),
  ];
};

const one = (clause: string): Identity => ({ limited: true, onlyIf: [clause], without: [] });

/** A person at Google, Amazon or Facebook; an audience is an app, and whoever logs in to it comes in. */
const throughLogin = (login: (typeof LOGINS)[number], demands: Demands): Identity => {
  const [person] = demandsFor(demands, `${login.host}:${login.person}`).filter(isExact);
  if (person !== undefined)
    return one(person.values.length === 1 ? 'for one person' : `for ${person.values.length} people`);
  const app = ['aud', 'app_id'].some((claim) => demandsFor(demands, `${login.host}:${claim}`).some(isExact));
  return { limited: false, onlyIf: app ? ['through one app'] : [], without: ['for every person'] };
};

const isExact = ({ comparison, values }: ConditionTest): boolean =>
  !values.some(holdsVariable) &&
  (comparison === 'equals' || (comparison === 'like' && !values.some(hasWildcard)));

/** A token of an identity pool; nothing in a pool's id says whose account it is in. */
const throughCognito = (demands: Demands): Identity => {
  const [pool] = demandsFor(demands, `${COGNITO}:aud`).filter(isExact);
  const loggedIn = demandsFor(demands, `${COGNITO}:amr`).some(
    ({ values }) => !values.some((value) => value !== 'authenticated' && !value.includes(':')),
  );
  return {
    limited: pool !== undefined && loggedIn,
    onlyIf: [
      ...(pool === undefined
        ? []
        : [`for identity pool ${pool.values.map((id) => oneLine(id, 60)).join(' or ')}`]),
      ...(loggedIn ? ['logged in'] : []),
    ],
    without: [...(pool === undefined ? ['for every pool'] : []), ...(loggedIn ? [] : ['without login'])],
  };
};

/** A provider of our own: a cluster, a company's directory. */
const throughOwn = (principal: string, host: string, demands: Demands): Identity => {
  const isOpenId = principal.includes(':oidc-provider/');
  const subjects = demandsFor(demands, isOpenId ? `${host}:sub` : 'saml:sub').flatMap(({ values }) => values);
  if (subjects.length === 1) return one(`for subject ${oneLine(subjects[0] ?? '', 80)}`);
  if (subjects.length > 1) return one(`for one of ${subjects.length} subjects`);
  return { limited: true, onlyIf: [], without: isOpenId ? ['for every subject'] : [] };
};
