/** What each shown part of a row can be filtered by. */
import type { AccessRow } from '../history/access-row.ts';
import { cardOf } from '../history/card-of.ts';
import { valuesOf } from '../history/matches-card.ts';
import type { FilterField } from '../history/question.ts';
import type { AccessSummary } from './contract.ts';
import { FILTER_FIELDS } from './read-question.ts';

/** Of observations there are several: their codes are the values. */
const SHOWN = FILTER_FIELDS.filter((field) => field !== 'observation');

/** A canary has no card, and cannot be filtered by anything. */
export const projectFilters = (row: AccessRow): AccessSummary['filters'] => {
  const card = cardOf(row);
  if (card === undefined) return {};
  const filters: Partial<Record<FilterField, string>> = {};
  for (const field of SHOWN) {
    const value = valuesOf(card, field)[0];
    if (value !== undefined) filters[field] = value;
  }
  return filters;
};
