/** Answers `GET /api/accesses`. */
import type { AccessDetail, AccessHistory, ListQuestion } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { AccessListAnswer } from './contract.ts';
import { writeCursor } from './cursor.ts';
import type { Around, KeptAccess } from './kept-access.ts';
import { projectSummary } from './project-summary.ts';

/** The history lists rows without their deliveries, so each row is asked for them: this many at a time. */
const AT_A_TIME = 25;

interface Source extends Around {
  readonly history: AccessHistory;
}

/** By access id; what the history does not hold any more is left out. */
const findAll = async (
  history: AccessHistory,
  accessIds: readonly string[],
): Promise<ReadonlyMap<string, AccessDetail>> => {
  const found = new Map<string, AccessDetail>();
  for (let start = 0; start < accessIds.length; start += AT_A_TIME) {
    const some = await Promise.all(accessIds.slice(start, start + AT_A_TIME).map((id) => history.find(id)));
    for (const kept of some) if (kept !== undefined) found.set(kept.row.accessId, kept);
  }
  return found;
};

/** A repeat has no deliveries: what is asked for is the access that rang for it, once for all its repeats. */
const idsToFind = (rows: readonly AccessRow[]): readonly string[] => [
  ...new Set(rows.map(({ accessId, groupedWith }) => groupedWith ?? accessId)),
];

/** One page of the list; throws what the history throws. */
export const listAccesses = async (source: Source, question: ListQuestion): Promise<AccessListAnswer> => {
  const { from, to } = question;
  const { rows, nextCursor } = await source.history.list(question);
  const found = await findAll(source.history, idsToFind(rows));
  const keep = (row: AccessRow): KeptAccess => {
    if (row.groupedWith === undefined) return found.get(row.accessId) ?? { row, deliveries: [] };
    const first = found.get(row.groupedWith);
    return { row, deliveries: [], ...(first === undefined ? {} : { first }) };
  };
  return {
    accesses: rows.map((row) => projectSummary(keep(row), source)),
    from,
    to,
    cut: nextCursor !== undefined,
    ...(nextCursor === undefined ? {} : { nextCursor: writeCursor({ from, to, position: nextCursor }) }),
  };
};
