/** What the rows below have in common. */
import { FilterLink } from './filter-link.tsx';
import type { Shared, SharedFact, Shareable } from './share-facts.ts';

const PREFIX: Readonly<Partial<Record<Shareable, string>>> = {
  role: 'into ',
  account: 'in ',
  origin: 'from ',
  entry: 'by ',
  person: 'by ',
};

const Fact = ({ fact }: { readonly fact: SharedFact }) => (
  <li>
    {PREFIX[fact.name] ?? ''}
    {fact.filter === undefined ? (
      <bdi>{fact.words}</bdi>
    ) : (
      <FilterLink {...fact.filter}>
        <bdi>{fact.words}</bdi>
      </FilterLink>
    )}
  </li>
);

export const SharedLine = ({ shared }: { readonly shared: Shared }) =>
  shared.size === 0 ? null : (
    <ul class="shared" aria-label="The same in all of these">
      <li>all:</li>
      {[...shared.values()].map((fact) => (
        <Fact key={fact.name} fact={fact} />
      ))}
    </ul>
  );
