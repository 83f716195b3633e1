/** Somebody whom a policy names, in a principal or in a condition. */
import type { OpeningKind } from './opening.ts';

export interface Who {
  readonly kind: OpeningKind;
  /** As written. */
  readonly principal: string;
  readonly accountId?: string;
  readonly outside: boolean;
}

/** One and the same for one and the same: an account is its number, whether as such or in its root's ARN. */
export const keyOf = ({
  kind,
  accountId,
  principal,
}: Pick<Who, 'kind' | 'accountId' | 'principal'>): string =>
  kind === 'account' && accountId !== undefined
    ? `account ${accountId}`
    : `${kind} ${accountId ?? ''} ${principal}`;

/** Each once; who is outside by one reading is outside. */
export const distinct = (whos: readonly Who[]): readonly Who[] => {
  const found = new Map<string, Who>();
  for (const who of whos) {
    const key = keyOf(who);
    if (found.get(key)?.outside !== true) found.set(key, who);
  }
  return [...found.values()];
};
