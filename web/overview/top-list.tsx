/** The most frequent values of one field, each the list of its accesses. */
import type { Facet } from '../../lib/api/contract.ts';
import { ListLink } from '../list-link.tsx';
import { sayCount } from '../say-query.ts';

const MOST_SHOWN = 8;

export const TopList = ({ facet: { field, words, values, cut } }: { readonly facet: Facet }) => {
  const most = Math.max(1, ...values.map(({ count }) => count));
  return (
    <section class="top" aria-label={words}>
      <h3>{words}</h3>
      {values.length === 0 ? <p class="sub">None.</p> : null}
      <ol>
        {values.slice(0, MOST_SHOWN).map((value) => (
          <li key={value.value}>
            <ListLink field={field} value={value.value}>
              <bdi>{value.words}</bdi>
            </ListLink>
            <span class="number">{sayCount(value)}</span>
            <meter min={0} max={most} value={value.count} aria-hidden="true" />
          </li>
        ))}
      </ol>
      {cut || values.length > MOST_SHOWN ? <p class="sub">and others</p> : null}
    </section>
  );
};
