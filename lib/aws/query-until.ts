/** Reads a question's pages until enough of what they hold fits. */
import type { Item, QueryQuestion, Table } from './table.ts';

export interface Enough {
  readonly limit: number;
  readonly fits: (item: Item) => boolean;
}

/**
 * DynamoDB ends a page at 1 MB or at the limit, whatever fits in it: only the last page tells that there is no more. A
 * page asks for one item more than is wanted, because one or another may not fit.
 */
export const queryUntil = async (
  table: Table,
  question: QueryQuestion,
  { limit, fits }: Enough,
): Promise<readonly Item[]> => {
  const found: Item[] = [];
  let startAfter: Item | undefined;
  do {
    const page = await table.query({
      ...question,
      limit: limit - found.length + 1,
      ...(startAfter === undefined ? {} : { startAfter }),
    });
    found.push(...page.items.filter(fits));
    startAfter = page.continueAfter;
  } while (startAfter !== undefined && found.length < limit);
  return found.slice(0, limit);
};
