/**
 * IAM Identity Center's administration: who gets which account with which permission set. Recorded in the account that
 * runs Identity Center. https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-info-in-cloudtrail.html
 */
import type { Opening } from '../../iam/opening.ts';
import { type Act, aThing, param, UNNAMED } from './act.ts';
import { nameAccount } from './name-account.ts';
import { isPowerfulManaged } from './policy-strength.ts';
import { policyParam } from './role-rights-door.ts';
import { doorOf, OPENS_NOTHING, passive, TAKES_AWAY, type Teller, type Told } from './tell-door.ts';

/** `ps-...`, the last part of the ARN: Identity Center does not write the name into these records. */
const setOf = (act: Act): string => {
  const arn = param(act, 'permissionSetArn');
  if (arn !== undefined) return arn.slice(arn.lastIndexOf('/') + 1);
  return param(act, 'name') ?? UNNAMED;
};

const setWords = (act: Act): string => aThing('permission set', setOf(act));

const about = (act: Act): Pick<Told, 'subject'> => ({
  subject: { type: 'permission set', name: param(act, 'permissionSetArn') ?? setOf(act) },
});

const holderOf = (act: Act): string => {
  const type = param(act, 'principalType') === 'GROUP' ? 'group' : 'user';
  return aThing(`Identity Center ${type}`, param(act, 'principalId'));
};

const targetOf = (act: Act): string => {
  const id = param(act, 'targetId');
  return id === undefined ? 'an account' : nameAccount(act.context, id);
};

const opensHolder = (act: Act): Opening => ({
  kind: 'federated',
  principal: holderOf(act),
  outside: false,
  onlyIf: [],
  without: [],
});

const tellAssignment: Teller = (act) => ({
  subject: { type: 'account', name: param(act, 'targetId') ?? UNNAMED },
  says: passive(holderOf(act), `let into ${targetOf(act)} with ${setWords(act)}`),
  opens: [opensHolder(act)],
  weight: 'normal',
  because: 'it lets more people in through IAM Identity Center',
});

const tellNoAssignment: Teller = (act) => ({
  subject: { type: 'account', name: param(act, 'targetId') ?? UNNAMED },
  says: passive(`${setWords(act)} in ${targetOf(act)}`, `taken from ${holderOf(act)}`),
  ...TAKES_AWAY,
});

const GIVES = {
  weight: 'normal',
  because: 'it gives rights to everybody who has the permission set',
} as const;

const on =
  (what: (act: Act) => string, done: string, weighs: Pick<Told, 'weight' | 'because'>): Teller =>
  (act) => ({ ...about(act), says: passive(what(act), `${done} ${setWords(act)}`), ...weighs });

const tellManaged: Teller = (act) => {
  const arn = param(act, 'managedPolicyArn') ?? '';
  return {
    ...about(act),
    says: passive(aThing('policy', policyParam(act, 'managedPolicyArn')), `attached to ${setWords(act)}`),
    weight: 'normal',
    because: isPowerfulManaged(arn)
      ? 'it gives nearly every right to everybody who has the permission set'
      : GIVES.because,
  };
};

const customerPolicy = (act: Act): string =>
  aThing('policy', param(act, 'customerManagedPolicyReference', 'name'));

const whole =
  (done: string, weighs: Pick<Told, 'weight' | 'because'>): Teller =>
  (act) => ({ ...about(act), says: passive(setWords(act), done), ...weighs });

export const PERMISSION_SET_DOOR = doorOf('identity-center', 'sso.amazonaws.com', {
  CreateAccountAssignment: tellAssignment,
  DeleteAccountAssignment: tellNoAssignment,
  CreatePermissionSet: whole('created', OPENS_NOTHING),
  UpdatePermissionSet: whole('changed', OPENS_NOTHING),
  DeletePermissionSet: whole('deleted', TAKES_AWAY),
  ProvisionPermissionSet: whole('carried to the accounts it is assigned in', {
    weight: 'recorded',
    because: 'it carries out what was changed before',
  }),
  PutInlinePolicyToPermissionSet: on(() => 'the inline policy', 'written into', GIVES),
  DeleteInlinePolicyFromPermissionSet: on(() => 'the inline policy', 'deleted from', TAKES_AWAY),
  AttachManagedPolicyToPermissionSet: tellManaged,
  DetachManagedPolicyFromPermissionSet: on(
    (act) => aThing('policy', policyParam(act, 'managedPolicyArn')),
    'detached from',
    TAKES_AWAY,
  ),
  AttachCustomerManagedPolicyReferenceToPermissionSet: on(customerPolicy, 'attached to', GIVES),
  DetachCustomerManagedPolicyReferenceFromPermissionSet: on(customerPolicy, 'detached from', TAKES_AWAY),
  PutPermissionsBoundaryToPermissionSet: on(() => 'a permissions boundary', 'set on', OPENS_NOTHING),
  DeletePermissionsBoundaryFromPermissionSet: on(() => 'the permissions boundary', 'taken off', GIVES),
});
