/** What the rows below have in common. */
import { useContext } from 'preact/hooks';
import { FilterLink, QueryContext } from './filter-link.tsx';
import type { Tab } from './query.ts';
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

/** That everybody was told is how it ought to be, and the state is said by the tab. */
const isNews = ({ name, words }: SharedFact, tab: Tab): boolean =>
  name === 'telling' ? words !== 'told' : name !== 'state' || tab === 'all';

export const SharedLine = ({ shared }: { readonly shared: Shared }) => {
  const { tab } = useContext(QueryContext);
  const facts = [...shared.values()].filter((fact) => isNews(fact, tab));
  return facts.length === 0 ? null : (
    <ul class="shared" aria-label="The same in all of these">
      <li>All of these:</li>
      {facts.map((fact) => (
        <Fact key={fact.name} fact={fact} />
      ))}
    </ul>
  );
};
