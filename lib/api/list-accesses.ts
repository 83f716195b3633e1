/** Answers `GET /api/accesses`. */
import type { AccessHistory, ListQuestion } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { Policy } from '../policy/policy.ts';
import type { AccessListAnswer, AccessSummary } from './contract.ts';
import { writeCursor } from './cursor.ts';
import { projectSummary } from './project-summary.ts';

/** The history lists rows without their deliveries, so each row is asked for them: this many at a time. */
const AT_A_TIME = 25;

interface Source {
  readonly history: AccessHistory;
  readonly policy: Policy;
}

const summarise = async ({ history, policy }: Source, row: AccessRow): Promise<AccessSummary> => {
  const kept = await history.find(row.accessId);
  return projectSummary(kept?.row ?? row, kept?.deliveries ?? [], policy);
};

const summariseAll = async (
  source: Source,
  rows: readonly AccessRow[],
): Promise<readonly AccessSummary[]> => {
  if (rows.length === 0) return [];
  const first = await Promise.all(rows.slice(0, AT_A_TIME).map((row) => summarise(source, row)));
  return [...first, ...(await summariseAll(source, rows.slice(AT_A_TIME)))];
};

/** One page of the list; throws what the history throws. */
export const listAccesses = async (source: Source, question: ListQuestion): Promise<AccessListAnswer> => {
  const { from, to } = question;
  const { rows, nextCursor } = await source.history.list(question);
  return {
    accesses: await summariseAll(source, rows),
    from,
    to,
    cut: nextCursor !== undefined,
    ...(nextCursor === undefined ? {} : { nextCursor: writeCursor({ from, to, position: nextCursor }) }),
  };
};
