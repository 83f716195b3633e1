/** The IAM user, or the root user, whom an act is about. */
import type { Opening } from '../../iam/opening.ts';
import { type Act, aThing, isRoot, param, shownAt, UNNAMED } from './act.ts';
import { refusedName } from './refused-name.ts';

export interface ActedOn {
  /** "IAM user bob", "the root user" */
  readonly words: string;
  readonly name: string;
  /** Whoever acted did it to himself. */
  readonly self: boolean;
  readonly root: boolean;
}

/**
 * A call without a user name is about the caller himself.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
 */
export const userOf = (act: Act): ActedOn => {
  const caller = shownAt(act.record, 'userIdentity', 'userName');
  const named = param(act, 'userName') ?? refusedName(act.record, 'user');
  if (named === undefined && isRoot(act.record)) {
    return { words: 'the root user', name: act.context.accountId, self: true, root: true };
  }
  const name = named ?? caller ?? UNNAMED;
  return { words: aThing('IAM user', name), name, self: name === caller, root: false };
};

export const subjectOf = ({ name, root }: ActedOn): { readonly type: string; readonly name: string } => ({
  type: root ? 'root user' : 'IAM user',
  name,
});

/** A user of our own account: no outsider, but a way in beside the designated roles. */
export const opensUser = (act: Act, user: ActedOn): Opening => ({
  kind: 'user',
  principal: shownAt(act.record, 'responseElements', 'user', 'arn') ?? user.name,
  accountId: act.context.accountId,
  outside: false,
  onlyIf: [],
  without: [],
});
