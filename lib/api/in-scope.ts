/** What a reader may know of: the one place of the API that decides it for rows, exceptions and links between them. */
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { isInScope } from '../history/matches-card.ts';
import type { Scope } from '../history/question.ts';
import { showToParty } from '../history/show-to-party.ts';
import { compact } from '../kernel/json.ts';
import type { AccessException } from '../policy/exception.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import type { KeptAccess } from './kept-access.ts';

export const isRowInScope = (row: AccessRow, scope: Scope | undefined): boolean =>
  isInScope(
    { accountId: row.accountId, owner: row.route.owner, ...compact({ client: row.route.client }) },
    scope,
  );

export const isExceptionInScope = (
  { accountId, owner }: AccessException,
  scope: Scope | undefined,
): boolean => isInScope({ accountId, owner }, scope);

/** How many others were told in the same message is nothing for whoever sees some of them only. */
const withoutOthers = (kept: AccessDetail, scope: Scope | undefined): AccessDetail =>
  scope === undefined || kept.digests === undefined
    ? kept
    : { ...kept, digests: kept.digests.map(({ members: _members, ...digest }) => digest) };

/** `undefined` when it is outside, as if it were not there; of the rest, what the reader's party may know. */
export const narrow = (kept: AccessDetail | undefined, scope: Scope | undefined): AccessDetail | undefined =>
  kept !== undefined && isRowInScope(kept.row, scope)
    ? showToParty(withoutOthers(kept, scope), scope)
    : undefined;

/**
 * All of an access about which the reader may say something: what he says is added to what he may not read. Whatever
 * is answered of it goes through `showRowToParty`.
 */
export const findToChange = async (
  { history }: Pick<ApiDependencies, 'history'>,
  accessId: string,
  scope: Scope | undefined,
): Promise<AccessDetail | undefined> => {
  const kept = await history.find(accessId);
  return kept !== undefined && isRowInScope(kept.row, scope) ? kept : undefined;
};

/** An id of which nobody is told: the access that rang is not the reader's to know. */
const NOT_TOLD = '';

/** With the access that rang for it, as far as the reader may know of that; else its id is not told either. */
export const withFirst = (
  kept: AccessDetail,
  first: AccessDetail | undefined,
  scope: Scope | undefined,
): KeptAccess => {
  if (first !== undefined) return { ...kept, first };
  const { row } = kept;
  return row.groupedWith === undefined || mayKnowArchived(row.groupedWith, scope)
    ? kept
    : { ...kept, row: { ...row, groupedWith: NOT_TOLD } };
};

/** One access with the one whose notice stands for it, both as far as the reader may know of them. */
export const findInScope = async (
  { history }: Pick<ApiDependencies, 'history'>,
  accessId: string,
  scope: Scope | undefined,
): Promise<KeptAccess | undefined> => {
  const kept = narrow(await history.find(accessId), scope);
  if (kept?.row.groupedWith === undefined) return kept;
  return withFirst(kept, narrow(await history.find(kept.row.groupedWith), scope), scope);
};

/** A tombstone tells the account by the id of its access alone; one that does not is for readers of everything. */
export const mayKnowArchived = (accessId: string, scope: Scope | undefined): boolean =>
  scope === undefined || scope.accounts.some((accountId) => accessId.startsWith(`${accountId}.`));
