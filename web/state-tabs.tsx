/** The list by state, each with its count under the same filters. */
import { useEffect, useRef } from 'preact/hooks';
import type { CountsAnswer } from '../lib/api/contract.ts';
import { follow } from './navigation.ts';
import { hrefOf, type PageQuery, type Tab, TABS } from './query.ts';
import { sayCount, TAB_WORDS } from './say-query.ts';

interface StateTabsProps {
  readonly query: PageQuery;
  readonly counts: CountsAnswer | undefined;
}

const tabsFor = (tab: Tab): readonly Tab[] =>
  TABS.some((one) => one === tab) ? TABS : [...TABS.slice(0, -1), tab, 'all'];

export const StateTabs = ({ query, counts }: StateTabsProps) => {
  const { access: _access, ...rest } = query;
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the tabs are wider than the page.
    const chosen = place.current?.querySelector<HTMLElement>('[aria-current]');
    if (chosen) place.current?.scrollTo(chosen.offsetLeft - 40, 0);
  }, [query.tab, counts === undefined]);
  return (
    <nav class="tabs" aria-label="By state" ref={place}>
      {tabsFor(query.tab).map((tab) => {
        const counted = counts?.tabs.find(({ value }) => value === tab);
        const needs = tab === 'escalated' && (counted?.count ?? 0) > 0;
        return (
          <a
            key={tab}
            class={`tab ${needs ? 'needs' : ''}`}
            href={hrefOf({ ...rest, view: 'list', tab })}
            aria-current={tab === query.tab ? 'page' : undefined}
            onClick={follow}
          >
            {TAB_WORDS[tab]}
            {counted === undefined ? null : (
              <>
                {' '}
                <span class="tab-count">{sayCount(counted)}</span>
              </>
            )}
          </a>
        );
      })}
    </nav>
  );
};
