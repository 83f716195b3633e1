/** What EventBridge can compare of the designated roles: whole ARNs, and the text before the first `*`. */
import type { DesignatedRole } from '../policy/policy.ts';

export interface RoleLiteral {
  readonly accountId: string;
  readonly text: string;
  /** False: every ARN that begins with `text`. */
  readonly exact: boolean;
}

/** One literal per role pattern, without those another one covers; in the order of their text. */
export const minimalLiterals = (
  roles: readonly Pick<DesignatedRole, 'pattern' | 'accountId'>[],
): readonly RoleLiteral[] => {
  const literals = roles.map(literalOf).sort(byTextThenWidth);
  const kept: RoleLiteral[] = [];
  // In this order whatever covers a literal stands before it, and everything between the two is covered as well.
  for (const literal of literals) {
    const last = kept.at(-1);
    if (!last || !covers(last, literal)) kept.push(literal);
  }
  return kept;
};

const literalOf = ({ pattern, accountId }: Pick<DesignatedRole, 'pattern' | 'accountId'>): RoleLiteral => {
  const star = pattern.indexOf('*');
  return star === -1
    ? { accountId, text: pattern, exact: true }
    : { accountId, text: pattern.slice(0, star), exact: false };
};

const covers = (wide: RoleLiteral, narrow: RoleLiteral): boolean =>
  wide.exact ? narrow.exact && wide.text === narrow.text : narrow.text.startsWith(wide.text);

const byTextThenWidth = (a: RoleLiteral, b: RoleLiteral): number => {
  if (a.text !== b.text) return a.text < b.text ? -1 : 1;
  return Number(a.exact) - Number(b.exact);
};
