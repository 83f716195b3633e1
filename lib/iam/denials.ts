/**
 * Deny statements, as far as they surely keep somebody out. One that only looks so is no denial here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import { type Admitted, admittedBy } from './admitted.ts';
import { complementOf, isTrueForCallers } from './complement.ts';
import { demandsOf } from './demands.ts';
import type { Ours } from './ours.ts';
import { principalsIn } from './read-principal.ts';
import type { PolicyCondition, PolicyDocument, PolicyStatement } from './read-policy.ts';
import type { Who } from './who.ts';

export interface Denial {
  /** Place among the denials of the policy. */
  readonly index: number;
  readonly statement: PolicyStatement;
  /** Whether web identities are meant too: `"*"` means everybody, `{"AWS": "*"}` whoever has an account. */
  readonly everybody: boolean;
  /** What those must meet who are not denied. */
  readonly conditions: readonly PolicyCondition[];
  /** Callers who are not denied; everybody when absent. */
  readonly spared?: Admitted;
  /** Named principals who are denied whatever they bring. */
  readonly denied: readonly Who[];
  /** Nobody is spared. */
  readonly total: boolean;
}

/** More are left out: that can only make more of an opening than there is. */
const MOST_DENIALS = 50;

/** The sure denials of a policy. */
export const denialsIn = (policy: PolicyDocument, ours: Ours): readonly Denial[] =>
  policy.statements
    .filter(({ effect }) => effect === 'Deny')
    .slice(0, MOST_DENIALS)
    .flatMap((statement, index) => {
      const denial = readDenial(statement, ours);
      return denial === undefined ? [] : [{ ...denial, index }];
    });

type Unnumbered = Omit<Denial, 'index'>;

const readDenial = (statement: PolicyStatement, ours: Ours): Unnumbered | undefined => {
  const base = {
    statement,
    everybody: isStar(statement.principal),
    conditions: [],
    denied: [],
    total: false,
  };
  const conditions = statement.conditions.filter((condition) => !isTrueForCallers(condition));
  if (statement.notPrincipal !== undefined) {
    const spared = principalsIn(statement.notPrincipal, ours);
    if (conditions.length > 0 || spared.some(({ kind }) => kind === 'everyone')) return undefined;
    return { ...base, spared: { side: 'caller', rank: 0, whos: spared } };
  }
  const whos = principalsIn(statement.principal, ours);
  if (!whos.some(({ kind }) => kind === 'everyone'))
    return conditions.length === 0 ? { ...base, denied: whos } : undefined;
  if (conditions.length === 0) return { ...base, total: true };
  const complements = conditions.flatMap((condition) => complementOf(condition) ?? []);
  if (complements.length < conditions.length) return undefined;
  if (complements.length === 1) return { ...base, conditions: complements };
  return sparedByAny(base, complements, ours);
};

const isStar = (principal: unknown): boolean => principal === '*';

/** Several conditions of one Deny must all be true: whoever escapes one of them is spared. */
const sparedByAny = (
  base: Omit<Unnumbered, 'spared'>,
  complements: readonly PolicyCondition[],
  ours: Ours,
): Unnumbered | undefined => {
  const admitted = complements.map((complement) => admittedBy(demandsOf([complement]), ours)[0]);
  const known = admitted.flatMap((test) => test ?? []);
  if (known.length < complements.length) return undefined;
  return { ...base, spared: { side: 'caller', rank: 0, whos: known.flatMap(({ whos }) => whos) } };
};

/** Whether a named principal is surely among those denied. */
export const isDenied = (who: Who, denied: readonly Who[]): boolean =>
  denied.some((other) =>
    other.kind === 'account' && other.accountId !== undefined
      ? other.accountId === who.accountId && isCaller(who)
      : other.kind === who.kind && other.principal === who.principal,
  );

const isCaller = ({ kind }: Who): boolean => ['account', 'role', 'user', 'session'].includes(kind);
