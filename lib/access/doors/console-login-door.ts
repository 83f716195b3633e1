/**
 * Logins to the console. A session of a role came in through an entry that has rung already; an IAM user or root did not.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
import { parseAssumedRoleArn } from '../../kernel/arn.ts';
import { textAt } from '../../kernel/json.ts';
import { type Act, isRoot, shownAt, UNNAMED } from './act.ts';
import { readLoginMfa } from './login-mfa.ts';
import { doorOf, type Teller, type Told } from './tell-door.ts';

type Who = Pick<Told, 'subject'> & { readonly words: string };

const whoOf = (act: Act): Who => {
  const { record, context } = act;
  if (isRoot(record)) {
    return { subject: { type: 'root user', name: context.accountId }, words: 'as the root user' };
  }
  const arn = shownAt(record, 'userIdentity', 'arn') ?? '';
  const session = parseAssumedRoleArn(arn);
  if (session !== undefined) {
    return {
      subject: { type: 'role', name: session.roleName },
      words: `by session ${session.sessionName} of role ${session.roleName}`,
    };
  }
  const name = shownAt(record, 'userIdentity', 'userName') ?? lastPart(arn);
  if (textAt(record, 'userIdentity', 'type') === 'IAMUser') {
    return name === undefined
      ? { subject: { type: 'IAM user', name: UNNAMED }, words: 'under a user name that does not exist' }
      : { subject: { type: 'IAM user', name }, words: `as IAM user ${name}` };
  }
  return {
    subject: { type: 'federated user', name: name ?? UNNAMED },
    words: `as federated user ${name ?? UNNAMED}`,
  };
};

const lastPart = (arn: string): string | undefined =>
  arn.includes('/') ? arn.slice(arn.lastIndexOf('/') + 1) : undefined;

/** How they came: the second factor where the record can tell, the identity provider where there is one. */
const howOf = (act: Act): string => {
  const provider = shownAt(act.record, 'additionalEventData', 'SamlProviderArn');
  if (provider !== undefined) return `, through SAML provider ${lastPart(provider) ?? provider}`;
  const mfa = readLoginMfa(act.record);
  if (mfa === 'yes') return ', with a second factor';
  return mfa === 'no' ? ', without a second factor' : '';
};

const tellLogin: Teller = (act) => {
  const who = whoOf(act);
  const root = isRoot(act.record);
  return {
    subject: who.subject,
    says: (refused) =>
      refused
        ? `a login to the console ${who.words} failed`
        : `the console was entered ${who.words}${howOf(act)}`,
    ...weigh(act),
    ...(root ? { kind: 'root', ringsRefused: 'it was an attempt to sign in as the root user' } : {}),
  };
};

const weigh = (act: Act): Pick<Told, 'weight' | 'because'> => {
  if (isRoot(act.record)) return { weight: 'urgent', because: 'the root user may do everything' };
  if (textAt(act.record, 'userIdentity', 'type') === 'IAMUser') {
    return {
      weight: 'normal',
      because:
        readLoginMfa(act.record) === 'no'
          ? 'an IAM user signed in beside the designated roles, by a password alone'
          : 'an IAM user signed in beside the designated roles',
    };
  }
  return { weight: 'recorded', because: 'the session came in through an entry of its own' };
};

const tellCheck: Teller = (act) => {
  const who = whoOf(act);
  return {
    subject: who.subject,
    says: (refused) =>
      `the second factor was ${refused ? 'wrong' : 'right'} at a login to the console ${who.words}`,
    weight: 'recorded',
    because: 'the login itself follows in a record of its own',
  };
};

/** Console sessions made by a program, out of credentials that it already had. */
const tellSigninToken: Teller = (act) => {
  const who = whoOf(act);
  return {
    subject: who.subject,
    says: (refused) =>
      `a link into the console ${refused ? 'would have been' : 'was'} made ${who.words.replace(/^as /, 'for ')}`,
    weight: 'recorded',
    because: 'the session came in through an entry of its own',
  };
};

export const CONSOLE_LOGIN_DOOR = doorOf('login', 'signin.amazonaws.com', {
  ConsoleLogin: tellLogin,
  CheckMfa: tellCheck,
  GetSigninToken: tellSigninToken,
});
