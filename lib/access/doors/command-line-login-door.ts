/**
 * `aws login` and programs like it: a console session becomes credentials on a command line, without an entry into a role.
 * https://docs.aws.amazon.com/signin/latest/APIReference/API_dataplane-signin_AuthorizeOAuth2Access.html
 */
import { parseAssumedRoleArn } from '../../kernel/arn.ts';
import { textAt } from '../../kernel/json.ts';
import { type Act, isRoot, param, shownAt, UNNAMED } from './act.ts';
import { doorOf, type Teller, type Told } from './tell-door.ts';

type Who = Pick<Told, 'subject'> & { readonly words: string; readonly rings: boolean };

const whoOf = ({ record, context }: Act): Who => {
  if (isRoot(record)) {
    return { subject: { type: 'root user', name: context.accountId }, words: 'the root user', rings: true };
  }
  const session = parseAssumedRoleArn(shownAt(record, 'userIdentity', 'arn') ?? '');
  if (session !== undefined) {
    return {
      subject: { type: 'role', name: session.roleName },
      words: `session ${session.sessionName} of role ${session.roleName}`,
      rings: context.isDesignated(session.roleName),
    };
  }
  const name = shownAt(record, 'userIdentity', 'userName') ?? UNNAMED;
  const user = textAt(record, 'userIdentity', 'type') === 'IAMUser';
  return {
    subject: { type: user ? 'IAM user' : 'federated user', name },
    words: `${user ? 'IAM user' : 'federated user'} ${name}`,
    rings: user,
  };
};

/** CloudTrail writes `client_id`; the API's own name is `clientId`. */
const clientOf = (act: Act): 'same' | 'another' | 'program' | 'unknown' => {
  const id = param(act, 'client_id') ?? param(act, 'clientId') ?? '';
  if (id.endsWith(':devtools/same-device')) return 'same';
  if (id.endsWith(':devtools/cross-device')) return 'another';
  return id.includes(':external-client/') ? 'program' : 'unknown';
};

const WHERE = {
  same: 'a command line on the same device',
  another: 'a command line on another device than the browser',
  program: 'a program that registered itself with AWS Sign-In',
  unknown: 'a program',
} as const;

const tellAuthorized: Teller = (act) => {
  const who = whoOf(act);
  const client = clientOf(act);
  return {
    subject: who.subject,
    says: (refused) =>
      `${WHERE[client]} ${refused ? 'would have been' : 'was'} allowed to act as ${who.words}`,
    ...weigh(who, client),
  };
};

const weigh = (who: Who, client: ReturnType<typeof clientOf>): Pick<Told, 'weight' | 'because'> => {
  // Whoever sends somebody a link of theirs gets the credentials on their own device.
  if (client === 'another') {
    return {
      weight: 'normal',
      because: 'the credentials go to another device than the browser they come from',
    };
  }
  if (client === 'program')
    return { weight: 'normal', because: 'a program of somebody else gets credentials' };
  return who.rings
    ? { weight: 'normal', because: 'a console session became credentials on a command line' }
    : { weight: 'recorded', because: 'the session came in through an entry of its own' };
};

const tellToken: Teller = (act) => {
  const who = whoOf(act);
  return {
    subject: who.subject,
    says: (refused) =>
      `credentials of ${who.words} ${refused ? 'would have been' : 'were'} handed to ${WHERE[clientOf(act)]}`,
    weight: 'recorded',
    because: 'it follows from an authorization, which has a record of its own',
  };
};

export const COMMAND_LINE_LOGIN_DOOR = doorOf('login', 'signin.amazonaws.com', {
  AuthorizeOAuth2Access: tellAuthorized,
  CreateOAuth2Token: tellToken,
});
