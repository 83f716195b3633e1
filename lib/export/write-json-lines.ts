/** Rows as JSON lines: one flat object for each, with the columns that are known of it. */
import type { AccessDetail } from '../history/access-history.ts';
import { compact } from '../kernel/json.ts';
import type { Policy } from '../policy/policy.ts';
import type { Column } from './columns.ts';

export const jsonLinesOf = (
  rows: readonly AccessDetail[],
  columns: readonly Column[],
  policy: Policy,
): string =>
  rows
    .map((row) =>
      JSON.stringify(compact(Object.fromEntries(columns.map(({ name, of }) => [name, of(row, policy)])))),
    )
    .map((line) => `${line}\n`)
    .join('');
