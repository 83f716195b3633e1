/** Total, tabs, facets and chart from the cards themselves, as many as one answer may read. */
import type { Card } from '../history/card.ts';
import { histogramOf, seriesOf } from '../history/chart-of.ts';
import { filteredFields, isForCells, without } from '../history/count-cells.ts';
import { type CountedFacet, FACET_FIELDS, type FacetField } from '../history/counts.ts';
import { addTo, facetOf, type Numbers, tabsOf } from '../history/facet-of.ts';
import { hourOf } from '../history/hours.ts';
import { valuesOf } from '../history/matches-card.ts';
import {
  type CardPage,
  type FilterField,
  type Filters,
  MOST_READ_TO_COUNT,
  type Question,
} from '../history/question.ts';
import { showCardToParty } from '../history/show-to-party.ts';
import type { CountEffects } from './count-effects.ts';
import { type ByCells, facetByCells, isCounted, stateNumbers } from './count-by-cells.ts';
import type { CountedWindow } from './count-window.ts';

/** Asks the sweep's counters, once, and only when it is called. */
export type AskWindow = () => Promise<CountedWindow | undefined>;

export interface ByCards extends ByCells {
  readonly read: number;
}

export const countByCards = async (
  { cards }: Pick<CountEffects, 'cards'>,
  question: Question,
  askWindow: AskWindow,
): Promise<ByCards> => {
  const filtered = filteredFields(question.filters);
  const base = await cards.read(question, MOST_READ_TO_COUNT);
  const others = await Promise.all(filtered.map((field) => askOthers({ cards, question, field, askWindow })));
  const otherOf = (field: FilterField): Others =>
    others[filtered.indexOf(field)] ?? { page: base, read: 0, question };
  const isCut = base.next !== undefined;
  return {
    total: { count: base.cards.length, atLeast: isCut },
    tabs: tabsFrom(otherOf('state')),
    facets: FACET_FIELDS.map((field) => facetFrom(field, question, otherOf(field))).filter(
      ({ values }) => values.length > 0,
    ),
    histogram: histogramOf(question, base.cards.map(bitOf), isCut),
    read: base.read + readOf(others),
  };
};

/** Counters are read once, however many fields they tell. */
const readOf = (others: readonly Others[]): number =>
  others.reduce((sum, { page, read }) => (page === undefined ? sum : sum + read), 0) +
  (others.find(({ window }) => window !== undefined)?.read ?? 0);

const bitOf = (card: Card) => ({ bucket: hourOf(card.time), series: seriesOf(card), count: 1 });

/** What all the other filters hold: counted beforehand, or read. */
interface Others {
  readonly question: Question;
  readonly window?: CountedWindow;
  readonly page?: Pick<CardPage, 'cards' | 'next'>;
  readonly read: number;
}

interface Asked {
  readonly cards: CountEffects['cards'];
  readonly question: Question;
  readonly field: FilterField;
  readonly askWindow: AskWindow;
}

const askOthers = async ({ cards, question, field, askWindow }: Asked): Promise<Others> => {
  const filters: Filters = without(question.filters, field);
  const asked = { ...question, filters };
  const isKnown = isForCells(filters) && (field === 'state' || isCountedField(field));
  const window = isKnown ? await askWindow() : undefined;
  if (window !== undefined) return { question: asked, window, read: window.read };
  const page = await cards.read(asked, MOST_READ_TO_COUNT);
  return { question: asked, page, read: page.read };
};

const isCountedField = (field: FilterField): boolean =>
  FACET_FIELDS.some((known) => known === field && isCounted(known));

const tabsFrom = ({ window, page, question }: Others) =>
  window === undefined
    ? tabsOf(numbersOf(page?.cards ?? [], 'state'), page?.next !== undefined)
    : tabsOf(stateNumbers(window, question), window.atLeast);

const facetFrom = (
  field: FacetField,
  { filters }: Question,
  { window, page, question }: Others,
): CountedFacet => {
  const chosen: readonly string[] = filters[field] ?? [];
  if (window !== undefined && isCounted(field))
    return facetByCells(window, { ...question, filters: { ...question.filters, [field]: chosen } }, field);
  const numbers = numbersOf(
    (page?.cards ?? []).map((card) => showCardToParty(card, question.scope)),
    field,
  );
  return facetOf(field, { numbers, atLeast: page?.next !== undefined, chosen });
};

const numbersOf = (cards: readonly Card[], field: FilterField): Numbers => {
  const numbers = new Map<string, number>();
  for (const card of cards) for (const value of new Set(valuesOf(card, field))) addTo(numbers, value);
  return numbers;
};
