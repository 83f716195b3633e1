/** Openings in words. */
import type { Opening } from './opening.ts';

export interface Named {
  readonly accountName: (accountId: string) => string | undefined;
}

/** "account 999999999999, without external ID; everybody at GitHub": at most `most` of them, then "and 3 more". */
export const explainOpenings = (_openings: readonly Opening[], _named: Named, _most = 5): string => '';
