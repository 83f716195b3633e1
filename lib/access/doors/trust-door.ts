/** Who may assume a role. */
import { explainOpenings } from '../../iam/explain-openings.ts';
import type { Opening } from '../../iam/opening.ts';
import { openingsOf } from '../../iam/openings-of.ts';
import { readPolicy } from '../../iam/read-policy.ts';
import { at } from '../../kernel/json.ts';
import { type Act, aThing, param, shownAt, UNNAMED } from './act.ts';
import { oursOf } from './ours-of.ts';
import { refusedName } from './refused-name.ts';
import { doorOf, OPENS_NOTHING, passive, type Told } from './tell-door.ts';

const ASSUMING = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];

/** The role an act is about; a refused one tells it in its message only. */
export const roleNameOf = (act: Act): string =>
  param(act, 'roleName') ?? refusedName(act.record, 'role') ?? UNNAMED;

const tellTrust =
  (key: 'policyDocument' | 'assumeRolePolicyDocument', lead: string) =>
  (act: Act): Told => {
    const name = roleNameOf(act);
    const designated = act.context.isDesignated(name);
    const opens = whomItLetsIn(act, at(act.record, 'requestParameters', key));
    return {
      subject: { type: 'role', name },
      says: (refused) => sentence({ act, name, lead, opens, refused }),
      opens,
      ...weigh(opens, designated),
      ...(designated ? { ringsRefused: 'it was an attempt on the trust of a designated role' } : {}),
    };
  };

/** A document that is missing or no policy is taken for open: CloudTrail leaves out what is too long. */
const whomItLetsIn = (act: Act, document: unknown): readonly Opening[] => {
  const policy = readPolicy(document);
  return policy.ok ? openingsOf(policy.value, { ...oursOf(act.context), actions: ASSUMING }) : [UNREADABLE];
};

const UNREADABLE: Opening = {
  kind: 'unclear',
  principal: 'a trust policy that the record does not show',
  outside: true,
  onlyIf: [],
  without: [],
};

interface Sentence {
  readonly act: Act;
  readonly name: string;
  readonly lead: string;
  readonly opens: readonly Opening[];
  readonly refused: boolean;
}

/** `lead`: what goes before "can be assumed by". */
const sentence = ({ act, name, lead, opens, refused }: Sentence): string => {
  if (opens.includes(UNREADABLE)) {
    return passive(aThing('role', name), `${lead}; the record does not show whom that lets in`)(refused);
  }
  const whom = opens.length === 0 ? 'nobody' : explainOpenings(opens, act.context);
  return refused
    ? `${aThing('role', name)} would have been ${lead}, to be assumed by ${whom}`
    : `${aThing('role', name)} was ${lead} and can now be assumed by ${whom}`;
};

const weigh = (opens: readonly Opening[], designated: boolean): Pick<Told, 'weight' | 'because'> => {
  const outside = opens.some((opening) => opening.outside);
  if (outside && designated) return { weight: 'urgent', because: 'it opens a designated role to outside' };
  if (outside) return { weight: 'normal', because: 'it lets somebody of outside in' };
  if (designated) return { weight: 'normal', because: 'it changes who may assume a designated role' };
  return OPENS_NOTHING;
};

const tellServiceRole = (act: Act): Told => ({
  subject: {
    type: 'role',
    name: shownAt(act.record, 'responseElements', 'role', 'roleName') ?? UNNAMED,
  },
  says: passive(
    'a service-linked role',
    `created for the AWS service ${param(act, 'aWSServiceName') ?? UNNAMED}`,
  ),
  weight: 'recorded',
  because: 'only the AWS service itself can use it',
});

export const TRUST_DOOR = doorOf('trust', 'iam.amazonaws.com', {
  UpdateAssumeRolePolicy: tellTrust('policyDocument', 'given a new trust policy'),
  CreateRole: tellTrust('assumeRolePolicyDocument', 'created'),
  CreateServiceLinkedRole: tellServiceRole,
});
