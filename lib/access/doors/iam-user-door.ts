/** IAM users themselves, their second factors, and what the account demands of all of them. */
import { type Act, aThing, param, shownAt, UNNAMED } from './act.ts';
import { opensUser, subjectOf, userOf } from './iam-user.ts';
import { doorOf, OPENS_NOTHING, passive, TAKES_AWAY, type Teller } from './tell-door.ts';

const tellNewUser: Teller = (act) => {
  const user = userOf(act);
  return {
    subject: subjectOf(user),
    says: passive(user.words, 'created'),
    opens: [opensUser(act, user)],
    weight: 'normal',
    because: 'an IAM user is a way in beside the designated roles',
  };
};

const tellNoUser: Teller = (act) => {
  const user = userOf(act);
  return { subject: subjectOf(user), says: passive(user.words, 'deleted'), ...TAKES_AWAY };
};

const tellRenamed: Teller = (act) => {
  const user = userOf(act);
  const name = param(act, 'newUserName');
  return {
    subject: subjectOf(user),
    says: passive(user.words, name === undefined ? 'changed' : `renamed to ${name}`),
    ...OPENS_NOTHING,
  };
};

const tellMfaOff: Teller = (act) => {
  const user = userOf(act);
  return {
    subject: subjectOf(user),
    says: passive('a second factor', `taken from ${user.words}`),
    weight: 'normal',
    because: 'a password alone may now be enough to sign in',
  };
};

const tellMfaOn: Teller = (act) => {
  const user = userOf(act);
  return {
    subject: subjectOf(user),
    says: passive('a second factor', `registered for ${user.words}`),
    ...OPENS_NOTHING,
  };
};

const deviceOf = (act: Act): string =>
  param(act, 'virtualMFADeviceName') ??
  param(act, 'serialNumber') ??
  shownAt(act.record, 'responseElements', 'virtualMFADevice', 'serialNumber') ??
  UNNAMED;

const onDevice =
  (done: string): Teller =>
  (act) => ({
    subject: { type: 'MFA device', name: deviceOf(act) },
    says: passive(aThing('virtual MFA device', deviceOf(act)), done),
    ...OPENS_NOTHING,
  });

const onAccount =
  (what: string, done: string): Teller =>
  (act) => ({
    subject: { type: 'account', name: act.context.accountId },
    says: passive(what, done),
    ...OPENS_NOTHING,
  });

export const IAM_USER_DOOR = doorOf('iam-user', 'iam.amazonaws.com', {
  CreateUser: tellNewUser,
  DeleteUser: tellNoUser,
  UpdateUser: tellRenamed,
  DeactivateMFADevice: tellMfaOff,
  EnableMFADevice: tellMfaOn,
  CreateVirtualMFADevice: onDevice('created'),
  DeleteVirtualMFADevice: onDevice('deleted'),
  UpdateAccountPasswordPolicy: onAccount('the password policy of the account', 'changed'),
  DeleteAccountPasswordPolicy: onAccount('the password policy of the account', 'deleted'),
  CreateAccountAlias: onAccount('an alias of the account', 'created'),
  DeleteAccountAlias: onAccount('an alias of the account', 'deleted'),
});
