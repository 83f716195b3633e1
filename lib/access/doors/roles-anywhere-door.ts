/**
 * IAM Roles Anywhere: holders of certificates become roles. Whose certificates (trust anchors), which roles (profiles),
 * which certificates no more (revocation lists).
 */
import type { Opening } from '../../iam/opening.ts';
import { parseRoleArn } from '../../kernel/arn.ts';
import { at, listAt } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';
import { type Act, param, shownAt, UNNAMED } from './act.ts';
import { doorOf, OPENS_NOTHING, passive, TAKES_AWAY, type Teller, type Told } from './tell-door.ts';

type Part = 'trustAnchor' | 'profile' | 'crl';

const WORDS: Readonly<Record<Part, string>> = {
  trustAnchor: 'Roles Anywhere trust anchor',
  profile: 'Roles Anywhere profile',
  crl: 'Roles Anywhere revocation list',
};

/** Requests name a part by its id, once it exists; the answer has its name. */
const nameOf = (act: Act, part: Part): string =>
  param(act, 'name') ??
  shownAt(act.record, 'responseElements', part, 'name') ??
  param(act, `${part}Id`) ??
  UNNAMED;

const about = (act: Act, part: Part): Pick<Told, 'subject'> => ({
  subject: { type: WORDS[part], name: nameOf(act, part) },
});

const on =
  (part: Part, done: string, weighs: Pick<Told, 'weight' | 'because'>): Teller =>
  (act) => ({
    ...about(act, part),
    says: passive(`${WORDS[part]} ${nameOf(act, part)}`, done),
    ...weighs,
  });

const tellAnchor =
  (done: string): Teller =>
  (act) => ({
    ...about(act, 'trustAnchor'),
    says: passive(`${WORDS.trustAnchor} ${nameOf(act, 'trustAnchor')}`, `${done}${authorityOf(act)}`),
    opens: [opensAnchor(act)],
    weight: 'normal',
    because: 'holders of certificates of its authority can become roles that trust Roles Anywhere',
  });

/** The certificate itself is not shown. */
const authorityOf = (act: Act): string => {
  const source = at(act.record, 'requestParameters', 'source', 'sourceType');
  if (source === 'CERTIFICATE_BUNDLE') return ', for an authority whose certificate was brought along';
  return source === 'AWS_ACM_PCA' ? ', for a private authority of AWS' : '';
};

const opensAnchor = (act: Act): Opening => ({
  kind: 'federated',
  principal:
    shownAt(act.record, 'responseElements', 'trustAnchor', 'trustAnchorArn') ?? nameOf(act, 'trustAnchor'),
  outside: true,
  onlyIf: [],
  without: [],
});

const tellProfile =
  (done: string): Teller =>
  (act) => {
    const roles = rolesOf(act);
    const designated = roles.some(({ isDesignated }) => isDesignated);
    const whom = roles.length === 0 ? '' : `, for ${list(roles.map(({ name }) => name))}`;
    return {
      ...about(act, 'profile'),
      says: passive(`${WORDS.profile} ${nameOf(act, 'profile')}`, `${done}${whom}`),
      ...(designated
        ? { weight: 'urgent', because: 'certificates can open a designated role through it' }
        : { weight: 'normal', because: 'certificates can open roles through it' }),
    };
  };

interface Reached {
  readonly name: string;
  readonly isDesignated: boolean;
}

/** Roles of another account cannot stand in a profile; were one there, it would not be ours. */
const rolesOf = (act: Act): readonly Reached[] => {
  const asked = listAt(act.record, 'requestParameters', 'roleArns');
  const arns = asked.length > 0 ? asked : listAt(act.record, 'responseElements', 'profile', 'roleArns');
  return arns.flatMap((arn) => {
    const role = typeof arn === 'string' ? parseRoleArn(arn) : undefined;
    if (role === undefined) return [];
    const ours = role.accountId === act.context.accountId;
    return [{ name: oneLine(role.name, 128), isDesignated: ours && act.context.isDesignated(role.name) }];
  });
};

const MOST_ROLES = 5;

const list = (names: readonly string[]): string => {
  const shown = names.slice(0, MOST_ROLES).join(', ');
  const rest = names.length - MOST_ROLES;
  return `${names.length === 1 ? 'role' : 'roles'} ${shown}${rest > 0 ? ` and ${String(rest)} more` : ''}`;
};

const REVIVES = { weight: 'normal', because: 'revoked certificates may open roles again' } as const;
const NARROWS = { weight: 'recorded', because: 'it only revokes certificates' } as const;
const RELABELS = {
  weight: 'normal',
  because: 'trust policies may check what is read out of the certificates',
} as const;

export const ROLES_ANYWHERE_DOOR = doorOf('roles-anywhere', 'rolesanywhere.amazonaws.com', {
  CreateTrustAnchor: tellAnchor('created'),
  UpdateTrustAnchor: tellAnchor('changed'),
  EnableTrustAnchor: tellAnchor('enabled'),
  DisableTrustAnchor: on('trustAnchor', 'disabled', TAKES_AWAY),
  DeleteTrustAnchor: on('trustAnchor', 'deleted', TAKES_AWAY),
  CreateProfile: tellProfile('created'),
  UpdateProfile: tellProfile('changed'),
  EnableProfile: tellProfile('enabled'),
  DisableProfile: on('profile', 'disabled', TAKES_AWAY),
  DeleteProfile: on('profile', 'deleted', TAKES_AWAY),
  PutAttributeMapping: on('profile', 'told to read other attributes out of certificates', RELABELS),
  DeleteAttributeMapping: on('profile', 'told to read fewer attributes out of certificates', OPENS_NOTHING),
  ImportCrl: on('crl', 'imported', NARROWS),
  EnableCrl: on('crl', 'enabled', NARROWS),
  UpdateCrl: on('crl', 'replaced', REVIVES),
  DisableCrl: on('crl', 'disabled', REVIVES),
  DeleteCrl: on('crl', 'deleted', REVIVES),
});
