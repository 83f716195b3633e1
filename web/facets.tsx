/** What the list could be narrowed to, with counts under the other filters. */
import { useState } from 'preact/hooks';
import type { CountsAnswer, Facet } from '../lib/api/contract.ts';
import { follow } from './navigation.ts';
import { type ChipField, hasFilter, hrefOf, type PageQuery, withToggled } from './query.ts';
import { sayCount } from './say-query.ts';

interface FacetsProps {
  readonly query: PageQuery;
  readonly counts: CountsAnswer | undefined;
}

const FEW = 5;

const isChipField = (field: Facet['field']): field is ChipField => field !== 'state';

const FacetGroup = ({ facet, query }: { readonly facet: Facet; readonly query: PageQuery }) => {
  const [isLong, setLong] = useState(false);
  const { field, words, values, cut } = facet;
  if (!isChipField(field) || values.length === 0) return null;
  const rest = values.length - FEW;
  const shown = isLong || rest <= 1 ? values : values.slice(0, FEW);
  return (
    <section class="facet" aria-label={words}>
      <h2>{words}</h2>
      <ul>
        {shown.map((value) => {
          const isOn = hasFilter(query, field, value.value);
          return (
            <li key={value.value}>
              <a
                href={hrefOf(withToggled(query, field, value.value))}
                class={isOn ? 'on' : ''}
                onClick={follow}
              >
                <span class="tick" aria-hidden="true">
                  {isOn ? '✓' : ''}
                </span>
                <bdi>{value.words}</bdi>
                {isOn ? <span class="unseen">, applied</span> : null}{' '}
                <span class="facet-count">{sayCount(value)}</span>
              </a>
            </li>
          );
        })}
      </ul>
      {rest <= 1 ? null : (
        <button type="button" class="plain" aria-expanded={isLong} onClick={() => setLong(!isLong)}>
          {isLong ? 'Fewer' : `${rest} more`}
        </button>
      )}
      {cut && (isLong || rest <= 1) ? <p class="sub">The most frequent; search finds the others.</p> : null}
    </section>
  );
};

export const Facets = ({ query, counts }: FacetsProps) =>
  counts === undefined ? (
    <p class="sub">Counting…</p>
  ) : (
    <>
      {counts.facets.map((facet) => (
        <FacetGroup key={facet.field} facet={facet} query={query} />
      ))}
      <p class="sub source" title={counts.source.note}>
        {counts.source.words}
      </p>
    </>
  );
