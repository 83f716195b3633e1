/** An exception, in words. */
import type { Scope } from '../history/question.ts';
import { showReviewer } from '../history/show-to-party.ts';
import type { Policy } from '../policy/policy.ts';
import type { AccessException } from '../policy/exception.ts';
import { findDesignated } from '../policy/designated-role.ts';
import { sessionInWords } from '../policy/session-of-role.ts';
import { findParty } from '../policy/decide-route.ts';
import { parseArn } from '../kernel/arn.ts';
import { compact } from '../kernel/json.ts';
import type { ShownCount, ShownException, Worded } from './contract.ts';
import { nameAccount } from './name-account.ts';
import { showText } from './show-text.ts';

/** "role Deploy of Northwind Managed Services". */
const sayPrincipal = (arn: string, policy: Policy): string => {
  const parsed = parseArn(arn);
  if (parsed === undefined) return arn;
  const [kind = '', ...path] = parsed.resource.split('/');
  return `${kind} ${path.at(-1) ?? ''} of ${nameAccount(policy, parsed.accountId)}`;
};

const saySubject = (
  { subject, session }: Pick<AccessException, 'subject' | 'session'>,
  policy: Policy,
): string =>
  subject.kind === 'principal'
    ? `${sayPrincipal(subject.arn, policy)}${session === undefined ? '' : ` as session ${sessionInWords(session)}`}`
    : `source identity ${subject.value} of ${sayPrincipal(subject.principal, policy)}`;

const sayRole = (roleArn: string | undefined, policy: Policy): string =>
  roleArn === undefined
    ? 'every designated role'
    : (findDesignated(policy, roleArn)?.name ?? roleArn.slice(roleArn.lastIndexOf('/') + 1));

export const sayException = (exception: AccessException, policy: Policy): string => {
  const { roleArn, accountId } = exception;
  return showText(
    `${saySubject(exception, policy)} into ${sayRole(roleArn, policy)} of ${nameAccount(policy, accountId)}`,
  );
};

const stateOf = ({ ended, from, until }: AccessException, now: Date): ShownException['state'] => {
  const state = (code: ShownException['state']['code'], words: string): Worded<typeof code> => ({
    code,
    words,
  });
  if (ended !== undefined) return state('ended', 'ended early');
  if (Date.parse(until) <= now.getTime()) return state('over', 'over');
  return Date.parse(from) > now.getTime() ? state('begins-later', 'begins later') : state('holds', 'holds');
};

interface Around {
  readonly policy: Policy;
  readonly now: Date;
  /** Of whoever reads it. */
  readonly scope: Scope | undefined;
}

export const projectException = (
  exception: AccessException,
  { policy, now, scope }: Around,
  used: ShownCount,
): ShownException => {
  const { exceptionId, subject, accountId, roleArn, owner, ticket, ended } = exception;
  return {
    exceptionId,
    words: sayException(exception, policy),
    subject: showText(subject.kind === 'principal' ? subject.arn : subject.value),
    account: { id: accountId, name: showText(nameAccount(policy, accountId)) },
    owner: showText(findParty(policy.owners, owner)?.name ?? owner),
    reason: showText(exception.reason),
    madeBy: showText(showReviewer(exception.madeBy, owner, scope).name),
    madeAt: exception.madeAt,
    from: exception.from,
    until: exception.until,
    state: stateOf(exception, now),
    used,
    ...compact({
      roleArn: roleArn === undefined ? undefined : showText(roleArn),
      ticket: ticket === undefined ? undefined : showText(ticket),
      endedBy: ended === undefined ? undefined : showText(showReviewer(ended.by, owner, scope).name),
      endedAt: ended?.at,
    }),
  };
};
