/** Answers `GET /api/accesses`. */
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { PageReader } from '../history/page-reader.ts';
import type { CardIndex, PageQuestion, Scope } from '../history/question.ts';
import type { AccessListAnswer } from './contract.ts';
import { writeCursor } from './cursor.ts';
import { narrow, withFirst } from './in-scope.ts';
import type { Around, KeptAccess } from './kept-access.ts';
import { projectSummary } from './project-summary.ts';

interface Source extends Around {
  readonly cards: Pick<CardIndex, 'page'>;
  readonly pages: PageReader;
}

type Kept = ReadonlyMap<string, AccessDetail>;

/**
 * Rows with their deliveries, by access id. What was archived since its card was read is not among them, and what is
 * outside of the scope is not either: the row decides, also where a card is behind it.
 */
export const readKept = async (
  pages: PageReader,
  accessIds: readonly string[],
  scope: Scope | undefined,
): Promise<Kept> => {
  const distinct = [...new Set(accessIds)];
  const found = distinct.length === 0 ? [] : await pages.rows(distinct);
  return new Map(
    found.flatMap((one) => {
      const kept = narrow(one, scope);
      return kept === undefined ? [] : [[kept.row.accessId, kept] as const];
    }),
  );
};

const keptOf = (row: AccessRow, found: Kept, scope: Scope | undefined): KeptAccess => {
  const kept = found.get(row.accessId) ?? { row, deliveries: [] };
  if (row.groupedWith === undefined) return kept;
  return withFirst({ row, deliveries: [] }, found.get(row.groupedWith), scope);
};

const itemsIn = (found: Kept): number =>
  [...found.values()].reduce(
    (sum, { deliveries, digests = [] }) => sum + 1 + deliveries.length + digests.length,
    0,
  );

/** One page of the list; throws what the history throws. */
export const listAccesses = async (source: Source, question: PageQuestion): Promise<AccessListAnswer> => {
  const { from, to, scope } = question;
  const page = await source.cards.page(question);
  // A repeat has no deliveries: the access that rang for it is asked for, once for all its repeats.
  const ids = page.cards.flatMap(({ accessId, groupedWith }) => [
    accessId,
    ...(groupedWith === undefined ? [] : [groupedWith]),
  ]);
  const found = await readKept(source.pages, ids, scope);
  const rows = page.cards.flatMap(({ accessId }) => found.get(accessId)?.row ?? []);
  return {
    accesses: rows.map((row) => projectSummary(keptOf(row, found, scope), source)),
    read: page.read + itemsIn(found),
    from,
    to,
    cut: page.next !== undefined,
    ...(page.next === undefined
      ? {}
      : {
          nextCursor: writeCursor({ from, to, position: page.next }),
          lookedBackTo: page.next.split('#')[0] ?? from,
        }),
  };
};
