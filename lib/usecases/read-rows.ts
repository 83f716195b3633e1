/** Every row that a question means, newest first, in handfuls: what an export is made of. */
import type { AccessDetail } from '../history/access-history.ts';
import type { PageReader } from '../history/page-reader.ts';
import { isInScope } from '../history/matches-card.ts';
import type { CardIndex, Question, Scope } from '../history/question.ts';
import { showToParty } from '../history/show-to-party.ts';
import { compact } from '../kernel/json.ts';

export interface ReadRowsEffects {
  readonly cards: Pick<CardIndex, 'page'>;
  readonly pages: PageReader;
}

export interface Handful {
  readonly rows: readonly AccessDetail[];
  /** Where to go on after them; absent after the last. */
  readonly next?: string;
}

const AT_A_TIME = 200;

/** The row decides, also where a card is behind it; the access that rang is named where its account is the reader's. */
const asSeen = (kept: AccessDetail, scope: Scope | undefined): readonly AccessDetail[] => {
  const { accountId, groupedWith, route } = kept.row;
  if (scope === undefined) return [kept];
  if (!isInScope({ accountId, owner: route.owner, ...compact({ client: route.client }) }, scope)) return [];
  const shown = showToParty(kept, scope);
  const isKnown = scope.accounts.some((id) => groupedWith?.startsWith(`${id}.`) === true);
  const { groupedWith: _groupedWith, ...row } = shown.row;
  return [isKnown ? shown : { ...shown, row }];
};

/** Goes on after `before`. A row that was archived since its card was read is left out. */
export async function* readRows(
  { cards, pages }: ReadRowsEffects,
  question: Question,
  before?: string,
): AsyncGenerator<Handful> {
  let from = before;
  do {
    const page = await cards.page({
      ...question,
      limit: AT_A_TIME,
      ...(from === undefined ? {} : { before: from }),
    });
    const found = page.cards.length === 0 ? [] : await pages.rows(page.cards.map(({ accessId }) => accessId));
    const rows = found.flatMap((kept) => asSeen(kept, question.scope));
    from = page.next;
    yield { rows, ...(from === undefined ? {} : { next: from }) };
  } while (from !== undefined);
}
