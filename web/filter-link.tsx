/** A shown value that filters the list by itself: a real link, so that it can be opened in a tab of its own. */
import { createContext, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { follow } from './navigation.ts';
import { type ChipField, DEFAULT_QUERY, hasFilter, hrefOf, type PageQuery, withOnly } from './query.ts';

/** What the list shows now: what a link adds its filter to. Changes with the question, not with the open access. */
export const QueryContext = createContext<PageQuery>(DEFAULT_QUERY);

/** Rows are walked with j and k: Tab leads through the values of the current one only. */
export const TabContext = createContext<0 | -1>(0);

interface FilterLinkProps {
  readonly field: ChipField;
  /** Absent: the value cannot be filtered by, and is shown as it is. */
  readonly value: string | undefined;
  readonly children: ComponentChildren;
  readonly class?: string | undefined;
  readonly title?: string | undefined;
}

export const FilterLink = ({ field, value, children, class: name = '', title }: FilterLinkProps) => {
  const query = useContext(QueryContext);
  const tabIndex = useContext(TabContext);
  if (value === undefined || hasFilter(query, field, value)) {
    return (
      <span class={name} title={title}>
        {children}
      </span>
    );
  }
  return (
    <a
      class={`value ${name}`}
      href={hrefOf(withOnly(query, field, value))}
      tabIndex={tabIndex}
      title={title}
      onClick={follow}
    >
      {children}
    </a>
  );
};
