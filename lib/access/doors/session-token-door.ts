/** Temporary credentials that IAM users and administrators of an organization make without any role. */
import type { Opening } from '../../iam/opening.ts';
import { readPolicy } from '../../iam/read-policy.ts';
import { at, numberAt, textAt } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';
import { type Act, aThing, param, shownAt, UNNAMED } from './act.ts';
import { nameAccount } from './name-account.ts';
import { isPowerful } from './policy-strength.ts';
import { policyNameOf } from './role-rights-door.ts';
import { doorOf, passive, type Teller } from './tell-door.ts';

const messageOf = (act: Act): string => textAt(act.record, 'errorMessage') ?? '';

const federatedName = (act: Act): string => {
  const refused = /:federated-user\/([\w+=,.@-]+)/.exec(messageOf(act));
  return param(act, 'name') ?? (refused?.[1] === undefined ? UNNAMED : oneLine(refused[1], 64));
};

const opensFederated = (act: Act): Opening => ({
  kind: 'session',
  principal: shownAt(act.record, 'responseElements', 'federatedUser', 'arn') ?? federatedName(act),
  accountId: act.context.accountId,
  outside: false,
  onlyIf: [],
  without: [],
});

const HOUR = 3600;

/** Without a duration it is twelve hours. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html */
const lasting = (act: Act): string => {
  const seconds = numberAt(act.record, 'requestParameters', 'durationSeconds') ?? 12 * HOUR;
  return seconds < HOUR
    ? `${String(Math.round(seconds / 60))} min`
    : `${String(Math.round((seconds / HOUR) * 10) / 10)} h`;
};

const rights = (act: Act): string => {
  const policy = readPolicy(at(act.record, 'requestParameters', 'policy'));
  return policy.ok && isPowerful(policy.value) ? ' with every right of the IAM user it was made by' : '';
};

const tellFederation: Teller = (act) => ({
  subject: { type: 'federated user', name: federatedName(act) },
  says: (refused) =>
    refused
      ? `credentials would have been made for ${aThing('federated user', federatedName(act))}`
      : `credentials for ${lasting(act)} were made for federated user ${federatedName(act)}${rights(act)}; ` +
        'they stay valid when the access key they were made with is deactivated',
  opens: [opensFederated(act)],
  weight: 'normal',
  because: 'it is a way in that outlives the key it was made with',
});

const tellSession: Teller = (act) => {
  const name = shownAt(act.record, 'userIdentity', 'userName');
  const mfa = act.refused || param(act, 'serialNumber') === undefined ? '' : ', with a second factor';
  return {
    subject: { type: 'IAM user', name: name ?? UNNAMED },
    says: passive(
      'a session',
      `begun for ${aThing('IAM user', name)}, with the rights they have anyway${mfa}`,
    ),
    weight: 'recorded',
    because: 'it gives nobody more than they had',
  };
};

/** Of an ARN or an account number: whose root user. */
const targetOf = (act: Act): string => {
  const target = param(act, 'targetPrincipal');
  if (target !== undefined) return /(?:^|:)(\d{12})(?::root)?$/.exec(target)?.[1] ?? UNNAMED;
  return / on resource: arn:[^:\s]+:iam::(\d{12}):root\b/.exec(messageOf(act))?.[1] ?? UNNAMED;
};

const tellAssumeRoot: Teller = (act) => {
  const target = targetOf(act);
  const task = param(act, 'taskPolicyArn', 'arn') ?? param(act, 'taskPolicyArn');
  const forTask = task === undefined ? '' : `, for the task ${policyNameOf(task)}`;
  const whose = target === UNNAMED ? 'an account' : nameAccount(act.context, target);
  return {
    kind: 'root',
    subject: { type: 'root user', name: target },
    says: passive(`the root user of ${whose}`, `assumed for a session${forTask}`),
    weight: 'urgent',
    because: 'somebody acts as the root user',
    ringsRefused: 'it was an attempt to act as the root user',
  };
};

export const SESSION_TOKEN_DOOR = doorOf('federation-token', 'sts.amazonaws.com', {
  GetFederationToken: tellFederation,
  GetSessionToken: (act) => {
    const told = tellSession(act);
    return told && { ...told, kind: 'login' };
  },
  AssumeRoot: tellAssumeRoot,
});
