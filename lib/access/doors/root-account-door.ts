/** How the root user gets in, changed: the password, the mail address, and who may act as root in an organization. */
import { isRoot, param, type Act } from './act.ts';
import { nameAccount } from './name-account.ts';
import { doorOf, passive, TAKES_AWAY, type Teller, type Told } from './tell-door.ts';

const ofRoot =
  (what: string, done: string, weighs: Pick<Told, 'weight' | 'because'>): Teller =>
  (act) => ({
    subject: { type: 'root user', name: accountOf(act) },
    says: passive(`${what} of the root user of ${nameAccount(act.context, accountOf(act))}`, done),
    ...weighs,
    ringsRefused: 'it was an attempt on the root user',
  });

const accountOf = (act: Act): string => param(act, 'accountId') ?? act.context.accountId;

const TAKEN = { weight: 'urgent', because: 'whoever did it can sign in as the root user' } as const;
const ASKED = {
  weight: 'normal',
  because: 'somebody who reads the mail of the root user could sign in as that user',
} as const;

/** Users change their passwords in the console too, under the same event name as root. */
const tellPassword: Teller = (act) =>
  isRoot(act.record) ? ofRoot('the password', 'changed', TAKEN)(act) : undefined;

/** Not documented; the names are those of real alerts. */
export const ROOT_SIGNIN_DOOR = doorOf('root', 'signin.amazonaws.com', {
  PasswordRecoveryRequested: ofRoot('a new password', 'asked for', ASKED),
  PasswordRecoveryCompleted: ofRoot('the password', 'set anew through a mail', TAKEN),
  PasswordUpdated: tellPassword,
  EmailUpdated: ofRoot('the mail address', 'changed', TAKEN),
});

/** https://docs.aws.amazon.com/accounts/latest/reference/API_Operations.html */
export const ROOT_EMAIL_DOOR = doorOf('root', 'account.amazonaws.com', {
  StartPrimaryEmailUpdate: ofRoot('another mail address', 'asked for', ASKED),
  AcceptPrimaryEmailUpdate: ofRoot('the mail address', 'changed', TAKEN),
});

const ofOrganization =
  (what: string, done: string, weighs: Pick<Told, 'weight' | 'because'>): Teller =>
  () => ({
    subject: { type: 'organization', name: 'of this account' },
    says: passive(what, done),
    ...weighs,
  });

const ROOT_SESSIONS = 'taking the root user of any member account (AssumeRoot)';
const ROOT_CREDENTIALS = 'the central management of root credentials of member accounts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html */
export const ORGANIZATION_ROOT_DOOR = doorOf('root', 'iam.amazonaws.com', {
  EnableOrganizationsRootSessions: ofOrganization(ROOT_SESSIONS, 'made possible', {
    weight: 'normal',
    because: 'administrators of the organization can now act as root in every member account',
  }),
  DisableOrganizationsRootSessions: ofOrganization(ROOT_SESSIONS, 'ended', TAKES_AWAY),
  EnableOrganizationsRootCredentialsManagement: ofOrganization(ROOT_CREDENTIALS, 'enabled', {
    weight: 'normal',
    because: 'administrators of the organization can now unlock root users of member accounts',
  }),
  DisableOrganizationsRootCredentialsManagement: ofOrganization(ROOT_CREDENTIALS, 'disabled', TAKES_AWAY),
});
