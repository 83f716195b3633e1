/** Passwords, keys and other credentials of IAM users: who has them needs no role. */
import { type Act, param, shownAt } from './act.ts';
import { opensUser, subjectOf, userOf } from './iam-user.ts';
import { doorOf, passive, TAKES_AWAY, type Teller, type Told } from './tell-door.ts';

/** Something with which a user can get in was made, or made valid again. */
const gains =
  (what: string, done = 'made for'): Teller =>
  (act) =>
    gained(act, { what, done });

interface Gain {
  readonly what: string;
  readonly done: string;
}

const gained = (act: Act, { what, done }: Gain): Told => {
  const user = userOf(act);
  return {
    subject: subjectOf(user),
    says: passive(what, `${done} ${user.words}`),
    opens: [opensUser(act, user)],
    ...(user.root ? ROOT_GAINS : GAINS),
  };
};

const GAINS = { weight: 'normal', because: 'it is a way in beside the designated roles' } as const;
const ROOT_GAINS = {
  kind: 'root',
  weight: 'urgent',
  because: 'it lets somebody be the root user',
} as const;

const loses =
  (what: string, done = 'deleted'): Teller =>
  (act) => {
    const user = userOf(act);
    return { subject: subjectOf(user), says: passive(`${what} of ${user.words}`, done), ...TAKES_AWAY };
  };

/** `Active` lets in again, `Inactive` and `Expired` do not. */
const switches =
  (what: string): Teller =>
  (act) =>
    param(act, 'status')?.toLowerCase() === 'active'
      ? gained(act, { what, done: 'made valid again for' })
      : loses(what, act.refused ? 'changed' : 'made invalid')(act);

/** The new password of a login profile can be anybody's who set it. */
const tellNewPassword: Teller = (act) => {
  const user = userOf(act);
  return {
    ...gained(act, { what: 'the console password', done: 'set anew for' }),
    because: user.self
      ? 'it is a way in beside the designated roles'
      : 'whoever set the password can sign in as that user',
  };
};

const tellOwnPassword: Teller = (act) => {
  const user = userOf(act);
  return {
    subject: subjectOf(user),
    says: passive(`the console password of ${user.words}`, 'changed'),
    weight: 'recorded',
    because: 'a user changed their own password, which opens nothing',
  };
};

const tellServiceCredential =
  (done: string): Teller =>
  (act) => {
    const service =
      param(act, 'serviceName') ??
      shownAt(act.record, 'responseElements', 'serviceSpecificCredential', 'serviceName') ??
      'one AWS service';
    return gained(act, { what: `a credential for ${service}`, done });
  };

export const USER_CREDENTIAL_DOOR = doorOf('iam-user', 'iam.amazonaws.com', {
  CreateAccessKey: gains('an access key'),
  UpdateAccessKey: switches('an access key'),
  DeleteAccessKey: loses('an access key'),
  CreateLoginProfile: gains('a console password'),
  UpdateLoginProfile: tellNewPassword,
  DeleteLoginProfile: loses('the console password'),
  ChangePassword: tellOwnPassword,
  CreateServiceSpecificCredential: tellServiceCredential('made for'),
  ResetServiceSpecificCredential: tellServiceCredential('reset for'),
  UpdateServiceSpecificCredential: switches('a credential for one AWS service'),
  DeleteServiceSpecificCredential: loses('a credential for one AWS service'),
  UploadSSHPublicKey: gains('an SSH public key', 'uploaded for'),
  UpdateSSHPublicKey: switches('an SSH public key'),
  DeleteSSHPublicKey: loses('an SSH public key'),
  UploadSigningCertificate: gains('a signing certificate', 'uploaded for'),
  UpdateSigningCertificate: switches('a signing certificate'),
  DeleteSigningCertificate: loses('a signing certificate'),
});
