/**
 * Users and groups of IAM Identity Center: the public API (`identitystore`), the console's own calls (`sso-directory`)
 * and automatic provisioning (`identitystore-scim`). Names of people are hidden or left out in all of them.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-info-in-cloudtrail.html
 */
import { type Act, aThing, param, shownAt, UNNAMED } from './act.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { doorOf, passive, TAKES_AWAY, type Teller, type Told } from './tell-door.ts';

const userOf = (act: Act): string =>
  param(act, 'userId') ??
  param(act, 'memberId') ??
  param(act, 'memberId', 'userId') ??
  shownAt(act.record, 'responseElements', 'user', 'userId') ??
  shownAt(act.record, 'responseElements', 'userId') ??
  UNNAMED;

const groupOf = (act: Act): string =>
  param(act, 'groupId') ??
  shownAt(act.record, 'responseElements', 'group', 'groupId') ??
  shownAt(act.record, 'responseElements', 'groupId') ??
  UNNAMED;

const onUser =
  (what: (user: string) => Told['says'], weighs: Pick<Told, 'weight' | 'because'>): Teller =>
  (act) => ({
    subject: { type: 'Identity Center user', name: userOf(act) },
    says: what(aThing('Identity Center user', userOf(act))),
    ...weighs,
  });

const onMember =
  (done: string, weighs: Pick<Told, 'weight' | 'because'>): Teller =>
  (act) => ({
    subject: { type: 'Identity Center group', name: groupOf(act) },
    says: passive(
      aThing('Identity Center user', userOf(act)),
      `${done} ${aThing('Identity Center group', groupOf(act))}`,
    ),
    ...weighs,
  });

const tellLeft: Teller = (act) => ({
  subject: { type: 'Identity Center group', name: param(act, 'membershipId') ?? UNNAMED },
  says: passive('a user', 'taken out of an Identity Center group'),
  ...TAKES_AWAY,
});

const MORE = { weight: 'normal', because: 'it lets more people in through IAM Identity Center' } as const;
const SIGNS_IN = { weight: 'normal', because: 'whoever did it may be able to sign in as that user' } as const;

const created = onUser((user) => passive(user, 'created'), MORE);
const deleted = onUser((user) => passive(user, 'deleted'), TAKES_AWAY);

/** Provisioning carries over what the identity provider decided, hundreds of times a day. */
const CARRIED = {
  weight: 'recorded',
  because: 'automatic provisioning carries over the identity source',
} as const;

const carried =
  (teller: Teller): Teller =>
  (act) => {
    const told = teller(act);
    return told && { ...told, ...CARRIED };
  };

export const IDENTITY_STORE_DOORS: readonly DoorDecoder[] = [
  doorOf('identity-center', 'identitystore.amazonaws.com', {
    CreateUser: created,
    DeleteUser: deleted,
    CreateGroupMembership: onMember('added to', MORE),
    DeleteGroupMembership: tellLeft,
  }),
  doorOf('identity-center', 'sso-directory.amazonaws.com', {
    CreateUser: created,
    DeleteUser: deleted,
    EnableUser: onUser((user) => passive(user, 'enabled'), MORE),
    DisableUser: onUser((user) => passive(user, 'disabled'), TAKES_AWAY),
    UpdatePassword: onUser((user) => passive('the password', `set anew for ${user}`), SIGNS_IN),
    DeleteMfaDeviceForUser: onUser((user) => passive('a second factor', `taken from ${user}`), SIGNS_IN),
    AddMemberToGroup: onMember('added to', MORE),
    RemoveMemberFromGroup: onMember('taken out of', TAKES_AWAY),
  }),
  doorOf('identity-center', 'identitystore-scim.amazonaws.com', {
    CreateUser: carried(created),
    DeleteUser: carried(deleted),
    PatchGroup: carried((act) => ({
      subject: { type: 'Identity Center group', name: groupOf(act) },
      says: passive(aThing('Identity Center group', groupOf(act)), 'given other members'),
      ...CARRIED,
    })),
  }),
];
