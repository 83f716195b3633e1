/** What the search finds, and the ids by which its box and its list know each other. */
import type { ValuesAnswer } from '../lib/api/contract.ts';

export type Value = ValuesAnswer['values'][number];

export const LIST_ID = 'search-values';

export const optionId = (index: number): string => `${LIST_ID}-${index}`;
