/** Which filters hold, each with the way to take it away. */
import type { AccessSummary, CountsAnswer } from '../lib/api/contract.ts';
import { follow } from './navigation.ts';
import { CHIP_FIELDS, countFilters, hrefOf, type PageQuery, withToggled } from './query.ts';
import { FIELD_WORDS, sayValue } from './say-query.ts';

interface FilterChipsProps {
  readonly query: PageQuery;
  readonly counts: CountsAnswer | undefined;
  readonly shown: readonly AccessSummary[];
}

export const FilterChips = ({ query, counts, shown }: FilterChipsProps) => {
  const count = countFilters(query);
  if (count === 0) return null;
  const chips = CHIP_FIELDS.flatMap((field) =>
    (query.filters[field] ?? []).map((value) => ({ field, value })),
  );
  const { access: _access, ...rest } = query;
  return (
    <div class="chips">
      <span class="sub">
        {count} {count === 1 ? 'filter' : 'filters'} applied
      </span>
      <ul aria-label="Filters">
        {chips.map((chip) => {
          const words = sayValue(chip, counts, shown);
          return (
            <li key={`${chip.field} ${chip.value}`} class="chip">
              <span class="chip-field">{FIELD_WORDS[chip.field]}</span> <bdi>{words}</bdi>
              <a
                href={hrefOf(withToggled(query, chip.field, chip.value))}
                aria-label={`Remove the filter ${FIELD_WORDS[chip.field]} ${words}`}
                onClick={follow}
              >
                <svg viewBox="0 0 12 12" aria-hidden="true">
                  <path d="M3 3l6 6M9 3 3 9" />
                </svg>
              </a>
            </li>
          );
        })}
      </ul>
      <a class="clear" href={hrefOf({ ...rest, filters: {} })} onClick={follow}>
        Clear all
      </a>
    </div>
  );
};
