/** What IAM users may do: their policies, those of their groups, their boundaries. */
import { type Act, aThing, param, UNNAMED } from './act.ts';
import { subjectOf, userOf } from './iam-user.ts';
import { isPowerfulManaged, isQuarantine } from './policy-strength.ts';
import { refusedName } from './refused-name.ts';
import { policyParam, strengthOf } from './role-rights-door.ts';
import { doorOf, OPENS_NOTHING, passive, TAKES_AWAY, type Teller, type Told } from './tell-door.ts';

interface Holder {
  readonly words: string;
  readonly subject: Told['subject'];
}

type HolderOf = (act: Act) => Holder;

const theUser: HolderOf = (act) => {
  const user = userOf(act);
  return { words: user.words, subject: subjectOf(user) };
};

const theGroup: HolderOf = (act) => {
  const name = param(act, 'groupName') ?? refusedName(act.record, 'group') ?? UNNAMED;
  return { words: aThing('IAM group', name), subject: { type: 'IAM group', name } };
};

const managed = (act: Act): string => policyParam(act, 'policyArn') ?? UNNAMED;
const inline = (act: Act): string => param(act, 'policyName') ?? UNNAMED;

const GIVES = {
  weight: 'normal',
  because: 'it gives rights to IAM users, beside the designated roles',
} as const;

/** AWS has found a key of the user in public, so somebody else may have it too. */
const quarantined = (holder: Holder, name: string): Told => ({
  subject: holder.subject,
  says: passive(
    `policy ${name}, with which AWS confines users whose access key it has found in public,`,
    `given to ${holder.words}`,
  ),
  weight: 'urgent',
  because: 'an access key of the user has probably been found in public',
});

const attaches =
  (holderOf: HolderOf): Teller =>
  (act) => {
    const holder = holderOf(act);
    const name = managed(act);
    if (isQuarantine(name)) return quarantined(holder, name);
    return {
      subject: holder.subject,
      says: passive(aThing('policy', name), `attached to ${holder.words}`),
      ...(name === 'AWSDenyAll' ? TAKES_AWAY : GIVES),
    };
  };

const writes =
  (holderOf: HolderOf): Teller =>
  (act) => {
    const holder = holderOf(act);
    const name = inline(act);
    if (isQuarantine(name)) return quarantined(holder, name);
    return {
      subject: holder.subject,
      says: passive(aThing('inline policy', name), `written into ${holder.words}`),
      ...(strengthOf(act) === 'less' ? TAKES_AWAY : GIVES),
    };
  };

const removes =
  (holderOf: HolderOf, kind: 'managed' | 'inline'): Teller =>
  (act) => {
    const holder = holderOf(act);
    const name = kind === 'managed' ? managed(act) : inline(act);
    const words = aThing(kind === 'managed' ? 'policy' : 'inline policy', name);
    return {
      subject: holder.subject,
      says: passive(words, `${kind === 'managed' ? 'detached' : 'deleted'} from ${holder.words}`),
      ...(isQuarantine(name) ? FREES : TAKES_AWAY),
    };
  };

const FREES = {
  weight: 'normal',
  because: 'it frees a user whom AWS had confined because of an access key found in public',
} as const;

const tellMember: Teller = (act) => ({
  subject: act.refused ? theGroup(act).subject : theUser(act).subject,
  says: passive(act.refused ? 'an IAM user' : theUser(act).words, `added to ${theGroup(act).words}`),
  ...GIVES,
});

const tellFormerMember: Teller = (act) => ({
  subject: act.refused ? theGroup(act).subject : theUser(act).subject,
  says: passive(act.refused ? 'an IAM user' : theUser(act).words, `taken out of ${theGroup(act).words}`),
  ...TAKES_AWAY,
});

const tellBoundary: Teller = (act) => ({
  subject: theUser(act).subject,
  says: passive(
    aThing('permissions boundary', policyParam(act, 'permissionsBoundary')),
    `set on ${theUser(act).words}`,
  ),
  ...(isPowerfulManaged(param(act, 'permissionsBoundary') ?? '') ? GIVES : OPENS_NOTHING),
});

const tellNoBoundary: Teller = (act) => ({
  subject: theUser(act).subject,
  says: passive('the permissions boundary', `taken off ${theUser(act).words}`),
  ...GIVES,
});

export const USER_RIGHTS_DOOR = doorOf('iam-user', 'iam.amazonaws.com', {
  AttachUserPolicy: attaches(theUser),
  PutUserPolicy: writes(theUser),
  DetachUserPolicy: removes(theUser, 'managed'),
  DeleteUserPolicy: removes(theUser, 'inline'),
  AttachGroupPolicy: attaches(theGroup),
  PutGroupPolicy: writes(theGroup),
  DetachGroupPolicy: removes(theGroup, 'managed'),
  DeleteGroupPolicy: removes(theGroup, 'inline'),
  AddUserToGroup: tellMember,
  RemoveUserFromGroup: tellFormerMember,
  PutUserPermissionsBoundary: tellBoundary,
  DeleteUserPermissionsBoundary: tellNoBoundary,
});
