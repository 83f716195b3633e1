/** A stored item as a row of the history. */
import type { AccessRow } from '../history/access-row.ts';
import type { Item } from './table.ts';

/** Our own writing, so it is trusted; rows of every schema version that was ever written are read here. */
export const readRow = (item: Item): AccessRow => item['row'] as AccessRow;
