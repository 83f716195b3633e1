/** The organization: who belongs to it, and the guard-rails it puts around its accounts. */
import { oursOf } from './ours-of.ts';
import { openingsOf } from '../../iam/openings-of.ts';
import { readPolicy } from '../../iam/read-policy.ts';
import { at, isObject, listAt, textAt } from '../../kernel/json.ts';
import { type Act, param, shownAt, UNNAMED } from './act.ts';
import { nameAccount } from './name-account.ts';
import { doorOf, OPENS_NOTHING, passive, TAKES_AWAY, type Teller, type Told } from './tell-door.ts';

type Weighs = Pick<Told, 'weight' | 'because'>;

const accountOf = (act: Act): string => param(act, 'accountId') ?? UNNAMED;
const accountWords = (act: Act): string => {
  const id = param(act, 'accountId');
  return id === undefined ? 'an account' : nameAccount(act.context, id);
};

const onAccount =
  (done: string, weighs: Weighs): Teller =>
  (act) => ({
    subject: { type: 'account', name: accountOf(act) },
    says: passive(accountWords(act), done),
    ...weighs,
  });

const tellLeave: Teller = (act) => ({
  subject: { type: 'account', name: act.context.accountId },
  says: passive(nameAccount(act.context, act.context.accountId), 'taken out of its organization'),
  weight: 'urgent',
  because: 'the guard-rails and the trail of the organization end with it',
});

/** The parties of a handshake: only the organization that invites has a name that means something. */
const organizationOf = (act: Act): string => {
  const parties = listAt(act.record, 'responseElements', 'handshake', 'parties');
  const party = parties.find((one) => isObject(one) && one['type'] === 'ORGANIZATION');
  return textAt(party, 'id') ?? param(act, 'handshakeId') ?? UNNAMED;
};

const tellAccepted: Teller = (act) => ({
  subject: { type: 'organization', name: organizationOf(act) },
  says: passive(`the invitation to organization ${organizationOf(act)}`, 'accepted'),
  opens: [
    {
      kind: 'organization',
      principal: organizationOf(act),
      outside: true,
      onlyIf: [],
      without: [],
    },
  ],
  weight: 'urgent',
  because: 'the management account of that organization now rules over this account',
});

const tellInvited: Teller = (act) => {
  const type = param(act, 'target', 'type');
  const id = param(act, 'target', 'id');
  const whom = type === 'ACCOUNT' && id !== undefined ? nameAccount(act.context, id) : 'an account';
  return {
    subject: { type: 'account', name: type === 'ACCOUNT' ? (id ?? UNNAMED) : UNNAMED },
    says: passive(whom, 'invited into the organization'),
    weight: 'normal',
    because: 'whatever lets in the whole organization will let that account in too',
  };
};

const policyOf = (act: Act): string =>
  param(act, 'policyId') ??
  shownAt(act.record, 'responseElements', 'policy', 'policySummary', 'id') ??
  UNNAMED;

const onPolicy =
  (what: (policy: string, act: Act) => Told['says'], weighs: Weighs): Teller =>
  (act) => ({
    subject: { type: 'organization policy', name: policyOf(act) },
    says: what(`organization policy ${policyOf(act)}`, act),
    ...weighs,
  });

const targetOf = (act: Act): string => {
  const id = param(act, 'targetId');
  if (id === undefined) return 'a part of the organization';
  return /^\d{12}$/.test(id) ? nameAccount(act.context, id) : id;
};

const LOOSENS = { weight: 'normal', because: 'it may lift a guard-rail of the organization' } as const;

const whole =
  (what: string, done: string, weighs: Weighs): Teller =>
  () => ({
    subject: { type: 'organization', name: 'of this account' },
    says: passive(what, done),
    ...weighs,
  });

const serviceOf = (act: Act): string => param(act, 'servicePrincipal') ?? UNNAMED;

const tellDelegated: Teller = (act) => ({
  subject: { type: 'account', name: accountOf(act) },
  says: passive(accountWords(act), `made administrator of ${serviceOf(act)} for the whole organization`),
  weight: 'normal',
  because: 'that account now rules over the service in every account of the organization',
});

/** Lets accounts administer parts of the organization. */
const tellResourcePolicy: Teller = (act) => {
  const policy = readPolicy(at(act.record, 'requestParameters', 'content'));
  return {
    subject: { type: 'organization', name: 'of this account' },
    says: passive('the delegation policy of the organization', 'replaced'),
    opens: policy.ok ? openingsOf(policy.value, oursOf(act.context)) : [],
    weight: 'normal',
    because: 'it lets other accounts administer parts of the organization',
  };
};

export const ORGANIZATION_DOOR = doorOf('organization', 'organizations.amazonaws.com', {
  LeaveOrganization: tellLeave,
  RemoveAccountFromOrganization: onAccount('removed from the organization', LOOSENS),
  CloseAccount: onAccount('closed', {
    weight: 'normal',
    because: 'the account and all it holds will be gone',
  }),
  MoveAccount: onAccount('moved to another part of the organization', LOOSENS),
  AcceptHandshake: tellAccepted,
  InviteAccountToOrganization: tellInvited,
  CreateAccount: whole('a new account', 'created in the organization', OPENS_NOTHING),
  CreateOrganization: whole('an organization', 'created', OPENS_NOTHING),
  DeleteOrganization: whole('the organization', 'deleted', LOOSENS),
  CreatePolicy: onPolicy((policy) => passive(policy, 'created'), OPENS_NOTHING),
  AttachPolicy: onPolicy((policy, act) => passive(policy, `attached to ${targetOf(act)}`), OPENS_NOTHING),
  DetachPolicy: onPolicy((policy, act) => passive(policy, `detached from ${targetOf(act)}`), LOOSENS),
  UpdatePolicy: onPolicy((policy) => passive(policy, 'changed'), LOOSENS),
  DeletePolicy: onPolicy((policy) => passive(policy, 'deleted'), LOOSENS),
  DisablePolicyType: (act) =>
    whole(
      `policies of type ${param(act, 'policyType') ?? UNNAMED}, all of them together,`,
      'put out of force',
      LOOSENS,
    )(act),
  PutResourcePolicy: tellResourcePolicy,
  RegisterDelegatedAdministrator: tellDelegated,
  DeregisterDelegatedAdministrator: (act) =>
    onAccount(`relieved of the administration of ${serviceOf(act)}`, TAKES_AWAY)(act),
  EnableAWSServiceAccess: (act) =>
    whole(`AWS service ${serviceOf(act)}`, 'let into every account of the organization', OPENS_NOTHING)(act),
  DisableAWSServiceAccess: (act) =>
    whole(`AWS service ${serviceOf(act)}`, 'shut out of the organization', TAKES_AWAY)(act),
});
