/** Whom a document or a list of principals lets in, from the side of the resource. */
import { openingOfGrantee } from '../../iam/opening-of-grantee.ts';
import { openingsOf } from '../../iam/openings-of.ts';
import type { Opening } from '../../iam/opening.ts';
import { type PolicyDocument, readPolicy } from '../../iam/read-policy.ts';
import { oneLine } from '../../kernel/one-line.ts';
import type { DoorContext } from './door-context.ts';
import { oursOf } from './ours-of.ts';

export interface Grant {
  readonly opens: readonly Opening[];
  /** What outsiders may do, as written: `s3:GetObject`. Empty when that is everything, or not told. */
  readonly actions: readonly string[];
  /** Why it cannot be told whom it lets in: "the record does not hold it". */
  readonly unclear?: string;
}

export const NOTHING: Grant = { opens: [], actions: [] };

/** What a policy document lets in; one that cannot be read is taken for an opening to outside. */
export const grantOf = (document: unknown, context: DoorContext): Grant => {
  const read = readPolicy(document);
  if (!read.ok) return unclear('a policy', 'it cannot be read');
  const opens = openingsIn(read.value, context);
  return { opens, actions: opens.some(({ outside }) => outside) ? outsideActions(read.value, context) : [] };
};

/**
 * What a call lets in that names principals instead of a document: account ids, ARNs, hosts of services, canonical ids, `*` or
 * `all`.
 */
export const grantTo = (principals: readonly string[], context: DoorContext): Grant => ({
  opens: principals.map((principal) =>
    openingOfGrantee(/^all$/i.test(principal) ? '*' : oneLine(principal, 512), oursOf(context)),
  ),
  actions: [],
});

export type Conditions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The same on conditions, as a statement would have them. */
export const grantIf = (principal: string, conditions: Conditions, context: DoorContext): Grant => {
  const isService = openingOfGrantee(principal, oursOf(context)).kind === 'service';
  const statement = {
    Effect: 'Allow',
    Principal: { [isService ? 'Service' : 'AWS']: principal },
    Action: '*',
    Resource: '*',
    Condition: conditions,
  };
  return { ...grantOf({ Version: '2012-10-17', Statement: [statement] }, context), actions: [] };
};

/** An opening that could not be understood, and why: taken for outside. */
export const unclear = (principal: string, why: string): Grant => ({
  opens: [{ kind: 'unclear', principal, outside: true, onlyIf: [], without: [] }],
  actions: [],
  unclear: why,
});

/** Parameters that should name somebody, and do not. */
export const UNNAMED_GRANT = unclear('somebody', 'the record does not tell to whom');

export const together = (...grants: readonly Grant[]): Grant => {
  const why = grants.find(({ unclear: reason }) => reason !== undefined)?.unclear;
  return {
    opens: grants.flatMap(({ opens }) => opens),
    actions: grants.flatMap(({ actions }) => actions),
    ...(why !== undefined && { unclear: why }),
  };
};

const openingsIn = (policy: PolicyDocument, context: DoorContext): readonly Opening[] =>
  openingsOf(policy, oursOf(context));

/** More statements than this are not taken apart: the sentence would not name their actions anyway. */
const MOST_STATEMENTS = 30;

const outsideActions = ({ statements }: PolicyDocument, context: DoorContext): readonly string[] => {
  if (statements.length > MOST_STATEMENTS) return [];
  const denied = statements.filter(({ effect }) => effect === 'Deny');
  const open = statements.filter(
    (statement) =>
      statement.effect === 'Allow' &&
      openingsIn({ statements: [statement, ...denied] }, context).some(({ outside }) => outside),
  );
  // "All but these" is not told by naming those.
  return open.some(({ notActions }) => notActions.length > 0)
    ? []
    : [...new Set(open.flatMap(({ actions }) => actions))];
};
