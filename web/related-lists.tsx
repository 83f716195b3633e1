/** Lists that this access is part of, with how many each holds. */
import type { ShownRelated } from '../lib/api/contract.ts';
import { ListLink } from './list-link.tsx';
import { sayCount } from './say-query.ts';

export const RelatedLists = ({ related }: { readonly related: readonly ShownRelated[] }) =>
  related.length === 0 ? null : (
    <section aria-labelledby="related">
      <h3 id="related">More like this, 30 days</h3>
      <ul class="related">
        {related.map(({ words, field, value, from, count }) => (
          <li key={`${field} ${value}`}>
            <ListLink field={field} value={value} range={{ from }}>
              <span class="sentence-start">{words}</span>
            </ListLink>{' '}
            <span class="number">{sayCount(count)}</span>
            <bdi class="sub verbatim">{value}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
