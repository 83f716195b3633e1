/** Lists that an access is part of, counted. */
import type { AccessRow } from '../history/access-row.ts';
import { cardOf } from '../history/card-of.ts';
import { valuesOf } from '../history/matches-card.ts';
import type { CardIndex, Scope, SearchedField } from '../history/question.ts';
import { isoAfter } from '../kernel/clock.ts';
import type { ShownRelated } from './contract.ts';

const LOOK_BACK_SECONDS = 30 * 86_400;
/** Enough to tell a rare value from a frequent one. */
const MOST_COUNTED = 500;

const RELATED = [
  { field: 'person', words: 'the same person' },
  { field: 'session', words: 'the same session name' },
  { field: 'address', words: 'the same address' },
] as const satisfies readonly { readonly field: SearchedField; readonly words: string }[];

interface Source {
  readonly cards: Pick<CardIndex, 'read'>;
  readonly now: Date;
  readonly scope: Scope | undefined;
}

/** Up to now, itself included where it is not older. */
export const countRelated = async (
  row: AccessRow,
  { cards, now, scope }: Source,
): Promise<readonly ShownRelated[]> => {
  const card = cardOf(row);
  if (card === undefined) return [];
  const from = isoAfter(now, -LOOK_BACK_SECONDS);
  const count = async ({ field, words }: (typeof RELATED)[number]): Promise<readonly ShownRelated[]> => {
    const value = valuesOf(card, field)[0];
    if (value === undefined) return [];
    const question = {
      from,
      to: now.toISOString(),
      filters: { [field]: [value] },
      ...(scope === undefined ? {} : { scope }),
    };
    const found = await cards.read(question, MOST_COUNTED);
    return [
      { words, field, value, from, count: { count: found.cards.length, atLeast: found.next !== undefined } },
    ];
  };
  return (await Promise.all(RELATED.map(count))).flat();
};
