/** Every row that a question means, newest first, in handfuls: what an export is made of. */
import type { AccessDetail } from '../history/access-history.ts';
import type { PageReader } from '../history/page-reader.ts';
import type { CardIndex, Question } from '../history/question.ts';

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
    const rows = page.cards.length === 0 ? [] : await pages.rows(page.cards.map(({ accessId }) => accessId));
    from = page.next;
    yield { rows, ...(from === undefined ? {} : { next: from }) };
  } while (from !== undefined);
}
